"""What is owed, what was paid by which attempt, and every fen by department."""

from django.db import models
from django.db.models import F, Q


class Payment(models.Model):
    """One fee of one matter; `reference` is the secret in the address where it is paid."""

    matter_id = models.BigIntegerField()
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    fen = models.PositiveBigIntegerField()
    refunded_fen = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=12, default="open")
    failure = models.CharField(max_length=300, blank=True, default="")
    reference = models.CharField(max_length=40, unique=True)
    attempts = models.PositiveIntegerField(default=0)
    paid_by = models.CharField(max_length=60, blank=True, default="")  # key of the charge
    opened_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["number"], name="payments_of_matter")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "paid", "failed", "refunding", "refunded", "cancelled"]),
                name="payments_state",
            ),
            models.CheckConstraint(
                condition=Q(fen__gt=0, refunded_fen__lte=F("fen")), name="payments_never_gives_more_back"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "failed", "cancelled"]) | ~Q(paid_by=""),
                name="payments_paid_by_a_charge",
            ),
            models.UniqueConstraint(
                fields=["matter_id"],
                condition=Q(state__in=["open", "failed", "paid", "refunding"]),
                name="payments_one_live_a_matter",
            ),
        ]


class Share(models.Model):
    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="shares")
    department = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    fen = models.PositiveBigIntegerField()
    refunded_fen = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refunded_fen__lte=F("fen")), name="payments_share_never_gives_more_back"
            ),
        ]


class Charge(models.Model):
    """One attempt to pay at a provider."""

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="charges")
    key = models.CharField(max_length=60, unique=True)
    provider = models.CharField(max_length=40)
    state = models.CharField(max_length=12, default="open")
    failure = models.CharField(max_length=300, blank=True, default="")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # when the provider was last asked for it
    ask_at = models.DateTimeField(null=True)  # when it is asked again; none: never asked yet

    class Meta:
        indexes = [
            models.Index(fields=["began_at"], name="payments_charge_open", condition=Q(state="open")),
            models.Index(fields=["ask_at"], name="payments_charge_ask", condition=Q(state="open")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "paid", "failed", "double"]), name="payments_charge_state"
            ),
        ]


class Heard(models.Model):
    """A provider's message that was taken; the same one again changes nothing."""

    provider = models.CharField(max_length=40)
    message = models.CharField(max_length=100)
    charge = models.ForeignKey(Charge, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "message"], name="payments_heard_once"),
        ]


class Refund(models.Model):
    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="refunds")
    key = models.CharField(max_length=80, unique=True)
    charge = models.CharField(max_length=60)
    fen = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=300)
    parts = models.JSONField(default=list)  # [share id, fen]; none for a charge paid twice
    state = models.CharField(max_length=12, default="asked")
    tries = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)  # of the next try
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="payments_refund_of_something"),
            models.CheckConstraint(condition=Q(state__in=["asked", "done"]), name="payments_refund_state"),
        ]


class Posting(models.Model):
    """Every fen that came or went, by department; never changed."""

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="postings")
    department = models.CharField(max_length=60)
    fen = models.BigIntegerField()  # negative: given back
    key = models.CharField(max_length=80)  # of the charge or the refund
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["department", "at"], name="payments_posting_of")]
        constraints = [
            models.UniqueConstraint(fields=["key", "payment", "department"], name="payments_posted_once"),
        ]


class DemoCharge(models.Model):
    """What the demonstration provider remembers of a charge; a real one has its own books."""

    key = models.CharField(max_length=60, unique=True)
    fen = models.PositiveBigIntegerField()
    title = models.CharField(max_length=200)
    back = models.CharField(max_length=200)
    state = models.CharField(max_length=12, default="open")
    refunds = models.JSONField(default=dict)  # key of the refund -> fen
    deaf = models.PositiveSmallIntegerField(default=0)  # so many refunds are not answered first
