"""Versions of programmes, who is entitled to what, what happened to it, and what each night found."""

from django.db import models
from django.db.models import Q

from .contracts import EntitlementState, ProgrammeState

OPEN = [ProgrammeState.DRAFT.value, ProgrammeState.WAITING.value]


class ProgrammeVersion(models.Model):
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12)
    title = models.CharField(max_length=120)
    unit = models.CharField(max_length=60)
    terms = models.JSONField()
    author = models.CharField(max_length=100, blank=True, default="")
    approver = models.CharField(max_length=100, blank=True, default="")
    written_by = models.JSONField(default=list)  # accounts of all who had a hand in it
    note = models.CharField(max_length=500, blank=True, default="")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="benefits_one_version"),
            models.UniqueConstraint(fields=["code"], condition=Q(state="live"), name="benefits_one_live"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state__in=OPEN), name="benefits_one_open_draft"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in ProgrammeState]), name="benefits_version_state"
            ),
        ]


class Entitlement(models.Model):
    """One programme for one party in one period; whatever runs at once, there is one row."""

    number = models.CharField(max_length=40, unique=True)
    programme = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    unit = models.CharField(max_length=60)
    party_id = models.BigIntegerField()
    period = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    fen = models.PositiveBigIntegerField()
    group = models.CharField(max_length=40, blank=True, default="")
    state = models.CharField(max_length=12)
    district = models.CharField(max_length=12, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    sealed = models.BinaryField(null=True)  # what it was decided on, and the account it goes to
    account_tail = models.CharField(max_length=4, blank=True, default="")
    matter = models.CharField(max_length=40, blank=True, default="")  # of the check by a person
    made_at = models.DateTimeField()
    expires_on = models.DateField(null=True)
    reminded = models.BooleanField(default=False)
    tried = models.BooleanField(default=False)  # to be paid without asking
    paid_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["party_id", "-made_at"], name="benefits_of_party"),
            models.Index(fields=["expires_on"], name="benefits_offers", condition=Q(state="offered")),
            models.Index(fields=["state", "unit"], name="benefits_at_unit"),
            models.Index(
                fields=["programme", "-paid_at"], name="benefits_published", condition=Q(state="paid")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "party_id", "period"], name="benefits_once"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in EntitlementState]), name="benefits_state"
            ),
            models.CheckConstraint(condition=Q(fen__gt=0), name="benefits_of_something"),
        ]


class Step(models.Model):
    entitlement = models.ForeignKey(Entitlement, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=20)
    words = models.CharField(max_length=300, blank=True, default="")
    by = models.CharField(max_length=100, blank=True, default="")
    at = models.DateTimeField()


class NightRow(models.Model):
    """What one night found; the bits lie beside the other data of the lake."""

    on = models.DateField()
    about = models.CharField(max_length=12)
    people = models.PositiveBigIntegerField()
    programmes = models.PositiveIntegerField()
    pairs = models.PositiveBigIntegerField()
    gained = models.PositiveBigIntegerField()
    lost = models.PositiveBigIntegerField()
    offered = models.PositiveBigIntegerField(default=0)
    cpu_s = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on", "about"], name="benefits_one_night")]
