"""Templates, drafts, and how much of each source clerks keep."""

from django.db import models
from django.db.models import Q


class Template(models.Model):
    """The words around an answer, in one language; `{answer}` stands for the answer itself."""

    code = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=100)
    body = models.TextField()
    outcome = models.CharField(max_length=12, blank=True, default="")
    active = models.BooleanField(default=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "language"], name="replies_template_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "solved", "explained", "not_possible"]),
                name="replies_template_outcome",
            ),
        ]


class Draft(models.Model):
    """A draft as it was offered and, masked, as it was sent; kept half a year."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    account_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=10)
    pieces = models.JSONField(default=list)  # [{"kind", "key", "kept"}]
    offered = models.TextField()
    sent = models.TextField()
    kept = models.FloatField()  # 0..1, share of the offered text that stands in the sent one
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="replies_draft_at")]


class Use(models.Model):
    """How often a source stood in a draft that was sent, and the sum of what was kept of it."""

    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=60)
    used = models.PositiveIntegerField(default=0)
    kept = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="replies_use_once")]
