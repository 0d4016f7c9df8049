"""Rows of the demonstration registers, consents, and requests to correct a value. What people are is sealed."""

from django.db import models
from django.db.models import Q


class RegisterRow(models.Model):
    """What one demonstration register holds of one party."""

    source = models.CharField(max_length=40)
    party_id = models.BigIntegerField()
    sealed = models.BinaryField()
    as_of = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party_id", "source"], name="registers_one_row_a_party"),
        ]


class ConsentRow(models.Model):
    """That a source may be used for a purpose; a withdrawn one stays, as the record of what was allowed when."""

    party_id = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)
    given_to = models.CharField(max_length=60, blank=True, default="")
    source = models.CharField(max_length=40)
    purpose = models.CharField(max_length=80)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    used = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party_id", "purpose", "source"],
                condition=Q(withdrawn_at__isnull=True),
                name="registers_one_open_consent",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("given_at")),
                name="registers_withdrawn_after_given",
            ),
        ]
        indexes = [models.Index(fields=["party_id", "-given_at"], name="registers_consents_of")]


class CorrectionRow(models.Model):
    """What a request to correct knows beside its matter; the values and the reason are sealed."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    number = models.CharField(max_length=40, unique=True)
    party_id = models.BigIntegerField()
    source = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    sealed = models.BinaryField()
    state = models.CharField(max_length=12, default="asked")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party_id", "-asked_at"], name="registers_corrections_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "corrected", "kept", "withdrawn"]),
                name="registers_correction_state",
            )
        ]
