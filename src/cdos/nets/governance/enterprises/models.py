"""What enterprises asked, which appeals are theirs, and the calls back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Asked(models.Model):
    """A question of an enterprise. Its words go when it is filed (the appeal has them), else after ninety days."""

    party_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    category = models.CharField(max_length=20)
    text = models.TextField(blank=True, default="")
    urgent = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    known = models.BooleanField(default=False)
    entries = ArrayField(
        models.BigIntegerField(), default=list, blank=True
    )  # of the knowledge base, as shown
    outcome = models.CharField(max_length=10, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    number = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["party_id", "-asked_at"], name="enterprises_party"),
            models.Index(fields=["asked_at"], name="enterprises_asked_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["", "answered", "filed"]), name="enterprises_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="filed") | ~Q(number=""), name="enterprises_filed_has_number"
            ),
        ]


class Case(models.Model):
    """That an appeal is an enterprise's."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    number = models.CharField(max_length=40, unique=True)
    category = models.CharField(max_length=20)
    urgent = models.BooleanField(default=False)
    filed_at = models.DateTimeField()
    backstop_unit = models.CharField(max_length=60, blank=True, default="")
    backstop_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["filed_at"], name="enterprises_case_filed")]


class Callback(models.Model):
    """A call back after a bad rating: a matter of its own about the appeal `number`."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    number = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    settled = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "round"], name="enterprises_call_once_a_rating")
        ]
