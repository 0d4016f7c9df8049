"""The rule book: versions of rules. What is live is never changed: the database refuses it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Version(models.Model):
    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    tree = models.JSONField()
    hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="draft")
    effective_from = models.DateField(null=True)
    effective_until = models.DateField(null=True)  # the last day
    outputs = models.JSONField(default=dict)
    unit = models.CharField(max_length=60, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    author = models.CharField(max_length=100)
    author_id = models.BigIntegerField(null=True)
    written_by = ArrayField(models.BigIntegerField(), default=list)  # all who had a hand in it
    written_at = models.DateTimeField()
    approver = models.CharField(max_length=100, blank=True, default="")
    approver_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="rules_version_once"),
            models.UniqueConstraint(
                fields=["code"], name="rules_one_open_version", condition=Q(state__in=["draft", "waiting"])
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "waiting", "live", "refused"]), name="rules_state_known"
            ),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True)
                | Q(effective_from__isnull=True)
                | Q(effective_until__gte=F("effective_from")),
                name="rules_days_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | (Q(effective_from__isnull=False) & ~Q(approver="")),
                name="rules_live_is_approved",
            ),
        ]
