"""Members, what they allowed, every look, and what the plan owes for each settlement. Money is in the pool's books."""

from django.db import models
from django.db.models import Q


class Member(models.Model):
    party_id = models.BigIntegerField(unique=True)
    number = models.CharField(max_length=40, unique=True)
    since = models.DateField()
    until = models.DateField(null=True)
    allowed_at = models.DateTimeField(null=True)  # the standing authorisation; none: nothing is read


class Look(models.Model):
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="looks")
    at = models.DateTimeField()
    why = models.CharField(max_length=10)
    found = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["member", "-at"], name="mutual_aid_looks")]


class Claim(models.Model):
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="claims")
    settlement = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    hospital = models.CharField(max_length=100)
    care = models.CharField(max_length=12, blank=True)
    admitted_on = models.DateField()
    left_on = models.DateField()
    total_fen = models.PositiveBigIntegerField()
    insurance_fen = models.PositiveBigIntegerField()
    own_fen = models.PositiveBigIntegerField()
    fen = models.PositiveBigIntegerField(default=0)  # what the plan owes for it now
    parts = models.JSONField(default=list)  # [what, fen, count]
    rule_version = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict)  # what was decided on
    granted = models.BooleanField(null=True)  # by a person, where something was not known
    note = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=10)
    doubt = models.BooleanField(
        default=False, db_default=False
    )  # confirmed, and a correction nobody can decide
    found_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["settlement"], name="mutual_aid_settlement_once"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        *("ready", "asking", "nothing", "confirmed"),
                        *("failed", "paid", "back", "cancelled"),
                    ]
                ),
                name="mutual_aid_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(fen__gt=0), name="mutual_aid_ready_for_something"
            ),
        ]


class Grant(models.Model):
    """One payout for a claim; a correction upwards is paid by another one."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="grants")
    key = models.CharField(max_length=60, unique=True)
    fen = models.PositiveBigIntegerField()
    state = models.CharField(max_length=12)
    failure = models.CharField(max_length=20, blank=True, default="")
    back_fen = models.PositiveBigIntegerField(default=0)


class DemoStay(models.Model):
    """What the demonstration's hospitals have settled, by a keyed hash of the person's number."""

    person = models.CharField(max_length=64, db_index=True)
    settlement = models.CharField(max_length=80, unique=True)
    body = models.JSONField()
