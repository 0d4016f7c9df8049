"""Pools, payouts, each try at a bank, batches, what came back and what did not agree. Account numbers are sealed."""

from django.db import models
from django.db.models import F, Q

from .contracts import BatchState, Failure, Mismatch, PayoutState

STATES = [state.value for state in PayoutState]
# The pool's money is out, or was, in these; in CANCELLED it is free; in all others it is reserved.
GONE = [PayoutState.PAID.value, PayoutState.RECOVERING.value, PayoutState.RECOVERED.value]
HELD = [state for state in STATES if state not in {*GONE, PayoutState.CANCELLED.value}]


class Pool(models.Model):
    """What is in it stands in the books, under pool/CODE/."""

    code = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=60)
    year = models.PositiveIntegerField()
    opened_at = models.DateTimeField()


class Batch(models.Model):
    number = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=12, default=BatchState.MADE)
    count = models.PositiveIntegerField()
    fen = models.PositiveBigIntegerField()
    units = models.JSONField(default=list)  # whose pools are in it
    made_by = models.CharField(max_length=100)
    made_account = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    approved_by = models.CharField(max_length=100, blank=True, default="")
    approved_account = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in BatchState]), name="payouts_batch_state"
            ),
            models.CheckConstraint(
                condition=Q(approved_account__isnull=True)
                | Q(made_account__isnull=True)
                | ~Q(approved_account=F("made_account")),
                name="payouts_four_eyes",
            ),
        ]


class Payout(models.Model):
    """One sum owed to one party; `key` is the reason it is owed, so it is there once."""

    key = models.CharField(max_length=120, unique=True)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="payouts")
    party_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    area = models.CharField(max_length=12, blank=True, default="")
    fen = models.PositiveBigIntegerField()
    state = models.CharField(max_length=12)
    sealed = models.BinaryField(null=True)  # the payee
    failure = models.CharField(max_length=20, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")  # of cancelling, of asking back
    asked_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="payouts")
    tries = models.PositiveIntegerField(default=0)
    recover_fen = models.PositiveBigIntegerField(default=0)
    recovered_fen = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["pool", "state", "id"], name="payouts_of_pool"),
            models.Index(fields=["state", "id"], name="payouts_in_state"),
            models.Index(fields=["party_id"], name="payouts_of_party"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="payouts_state"),
            models.CheckConstraint(
                condition=Q(failure="") | Q(failure__in=[one.value for one in Failure]),
                name="payouts_failure",
            ),
            models.CheckConstraint(
                condition=Q(fen__gt=0, recover_fen__lte=F("fen"), recovered_fen__lte=F("recover_fen")),
                name="payouts_sums",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PayoutState.BATCHED.value, PayoutState.SENT.value])
                | Q(sealed__isnull=False, batch__isnull=False),
                name="payouts_sent_to_somebody",
            ),
        ]


class Try(models.Model):
    """One order at a bank. `open`: handed to it, or perhaps handed to it; at most one of a payout is open or paid."""

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="orders")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="orders")
    key = models.CharField(max_length=140, unique=True)
    bank = models.CharField(max_length=40)
    fen = models.PositiveBigIntegerField()
    sealed = models.BinaryField(null=True)  # the payee, as the bank was told
    state = models.CharField(max_length=12, default="open")
    failure = models.CharField(max_length=20, blank=True, default="")
    reference = models.CharField(max_length=80, blank=True, default="")
    sent_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    stated_on = models.DateField(null=True)  # on which statement it stood
    lines = models.JSONField(
        default=dict, db_default={}
    )  # reference -> fen, once a statement had another sum
    ask_after = models.DateTimeField(null=True)  # a person must look at it first: it is asked after rarely

    class Meta:
        indexes = [
            models.Index(fields=["asked_at", "id"], name="payouts_try_open", condition=Q(state="open")),
            models.Index(fields=["ended_at"], name="payouts_try_ended"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "paid", "failed", "returned", "double"]),
                name="payouts_try_state",
            ),
            models.UniqueConstraint(fields=["payout"], condition=Q(state="paid"), name="payouts_paid_once"),
            models.UniqueConstraint(
                fields=["payout"], condition=Q(state="open"), name="payouts_one_at_the_bank"
            ),
        ]


class Receipt(models.Model):
    """Money that came back from who was paid too much; each receipt counts once."""

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="receipts")
    number = models.CharField(max_length=80)
    fen = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payout", "number"], name="payouts_receipt_once"),
            models.CheckConstraint(condition=Q(fen__gt=0), name="payouts_receipt_of_something"),
        ]


class Difference(models.Model):
    day = models.DateField()
    bank = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=140)
    unit = models.CharField(max_length=60, blank=True, default="")  # of the pool; none: strange to all
    ours_fen = models.BigIntegerField()
    bank_fen = models.BigIntegerField()
    found_at = models.DateTimeField()
    settled_by = models.CharField(max_length=100, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True, default="")
    taken_back = models.JSONField(
        default=list, db_default=[]
    )  # of TWICE: the statements' lines that took the second back

    class Meta:
        indexes = [models.Index(fields=["settled_by", "-day"], name="payouts_unsettled")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Mismatch]), name="payouts_mismatch"
            ),
            models.UniqueConstraint(fields=["day", "bank", "kind", "key"], name="payouts_differs_once"),
        ]


class Statement(models.Model):
    """A day of a bank whose statement was read whole, after that day had ended."""

    bank = models.CharField(max_length=40)
    day = models.DateField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bank", "day"], name="payouts_statement_once")]


class DemoOrder(models.Model):
    """What the demonstration bank remembers of an order: no name, and of the account its last two digits only."""

    key = models.CharField(max_length=140, unique=True)
    tail = models.CharField(max_length=2)
    fen = models.PositiveBigIntegerField()
    state = models.CharField(max_length=12)  # unheard working paid failed returned
    failure = models.CharField(max_length=20, blank=True, default="")
    reference = models.CharField(max_length=80, unique=True)
    asked = models.PositiveSmallIntegerField(default=0)
    paid_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
