"""Agreements, visits, what hospitals told of them, and what the bank was asked for. Sums are in the books."""

from django.db import models
from django.db.models import F, Q


class Agreement(models.Model):
    party_id = models.BigIntegerField()
    level = models.CharField(max_length=2)
    limit_fen = models.PositiveBigIntegerField()
    signed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=12, blank=True, default="")
    code_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party_id"], condition=Q(ended_at=None), name="credit_care_one_agreement"
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="credit_care_code_of_one"),
            models.CheckConstraint(condition=Q(limit_fen__gt=0), name="credit_care_limit"),
        ]


class Enquiry(models.Model):
    party_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party_id"], condition=Q(answered_at=None), name="credit_care_one_enquiry"
            ),
        ]


class Visit(models.Model):
    """One a matter; `own_fen` is what its settlements say together, `credit_fen` what the bank has paid for it."""

    matter_id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=40, unique=True)
    party_id = models.BigIntegerField(db_index=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="visits")
    hospital = models.CharField(max_length=40)
    stay = models.CharField(max_length=60)
    title = models.CharField(max_length=100)
    opened_at = models.DateTimeField()
    total_fen = models.PositiveBigIntegerField(null=True)
    insurance_fen = models.PositiveBigIntegerField(default=0)
    own_fen = models.PositiveBigIntegerField(default=0)
    credit_fen = models.PositiveBigIntegerField(default=0)
    repaid_fen = models.PositiveBigIntegerField(default=0)
    refunded_fen = models.PositiveBigIntegerField(default=0)
    claimed_fen = models.PositiveBigIntegerField(default=0)
    refused = models.BooleanField(default=False)  # the bank said no: the rest is paid at the counter
    cancelled = models.BooleanField(default=False)
    overdue_at = models.DateTimeField(null=True)
    defaulted_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hospital", "stay"], name="credit_care_stay_once"),
            models.CheckConstraint(
                condition=Q(repaid_fen__lte=F("credit_fen")), name="credit_care_never_overpaid"
            ),
        ]


class Settlement(models.Model):
    """A settlement as it was told, in each version; never changed."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="settlements")
    settlement = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    total_fen = models.PositiveBigIntegerField()
    insurance_fen = models.PositiveBigIntegerField()
    own_fen = models.PositiveBigIntegerField()
    cancelled = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "settlement", "version"], name="credit_care_told_once"),
            models.CheckConstraint(
                condition=Q(total_fen=F("insurance_fen") + F("own_fen")), name="credit_care_sums_agree"
            ),
        ]


class Transfer(models.Model):
    """What the bank is asked for: to pay a hospital, to collect from a person, to give back to a person."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="transfers")
    key = models.CharField(max_length=80, unique=True)
    way = models.CharField(max_length=10)
    fen = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, default="asked")
    failure = models.CharField(max_length=300, blank=True, default="")
    tries = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["asked_at"], name="credit_care_asked", condition=Q(state="asked")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="credit_care_of_something"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "paid", "refused"]), name="credit_care_transfer_state"
            ),
            models.CheckConstraint(
                condition=Q(way__in=["advance", "collect", "refund"]), name="credit_care_transfer_way"
            ),
        ]


class DemoOrder(models.Model):
    """What the demonstration bank remembers; a real one has its own books."""

    key = models.CharField(max_length=80, unique=True)
    way = models.CharField(max_length=10)
    fen = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10)


class DemoWish(models.Model):
    """What the demonstration bank is to do with the next order of a visit; there in the demonstration only."""

    number = models.CharField(max_length=40, unique=True)
    wish = models.CharField(max_length=10)
