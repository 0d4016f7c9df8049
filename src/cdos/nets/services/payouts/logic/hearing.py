"""What the bank says of one order, taken once: paid, refused, returned, paid after all, paid twice."""

from datetime import date, timedelta

from django.utils import timezone

from ..contracts import Answer, Failure, Mismatch, PayoutState, Said
from ..models import Payout as Row
from ..models import Try
from . import accounts, listeners, noting

# Paid, or paid and asked back: nothing is owed any more.
SETTLED = {PayoutState.PAID.value, PayoutState.RECOVERING.value, PayoutState.RECOVERED.value}

ASK_RARELY = timedelta(days=1)


def hear(bank: str, answer: Answer, *, day: date | None = None) -> Try:
    """LookupError: no such order. The payout is locked first, so answers to one payout are taken one after the other.

    `day`: of the statement that says it. Whether that ends the batch is for the caller to look, once for many answers.
    """
    known = Try.objects.filter(key=answer.key, bank=bank).values_list("payout_id", flat=True)
    row = Row.objects.select_related("pool").select_for_update(of=("self",)).filter(pk__in=known).first()
    if row is None:
        raise LookupError(answer.key)
    order = Try.objects.get(key=answer.key)
    if answer.said is Said.PAID:
        _paid(row, order, answer, day)
    elif answer.said is Said.FAILED:
        _refused(row, order, answer)
    return order


def lock(order: Try) -> None:
    """The payout before its order, as `hear` does, and the order as it is once the lock is there."""
    Row.objects.select_for_update().get(pk=order.payout_id)
    order.refresh_from_db(fields=["state", "stated_on", "ended_at", "lines"])


def _paid(row: Row, order: Try, answer: Answer, day: date | None) -> None:
    if order.state in {"paid", "returned", "double"}:
        return
    if answer.fen and answer.fen != order.fen:
        another_sum(order, answer.fen, day)
        return
    if row.state in SETTLED or row.state == PayoutState.CANCELLED:
        # Money that nobody was owed has left the bank: no pool pays for it, a person gets it back and settles the difference.
        _end(order, "double", answer)
        kind = Mismatch.TWICE if row.state in SETTLED else Mismatch.STRANGE
        noting.note(order, kind, bank_fen=order.fen, day=day)
        return
    if order.state == "failed":
        noting.note(order, Mismatch.LATE, bank_fen=order.fen, day=day)
    _end(order, "paid", answer)
    accounts.pay(row.pool.code, order.fen, order=order.key, bank=order.bank, memo=row.title)
    row.state, row.failure, row.paid_at, row.batch = PayoutState.PAID.value, "", timezone.now(), order.batch
    row.save(update_fields=["state", "failure", "paid_at", "batch"])
    listeners.changed(row)


def another_sum(order: Try, fen: int, day: date | None) -> None:
    """Until a person has cleared it up with the bank, the bank says the same: it is asked rarely."""
    noting.note_sum(order, bank_fen=fen, day=day)
    Try.objects.filter(pk=order.pk).update(ask_after=timezone.now() + ASK_RARELY)


def _refused(row: Row, order: Try, answer: Answer) -> None:
    if order.state == "paid":
        if answer.failure is Failure.RETURNED:
            _returned(row, order, answer)
        return
    if order.state != "open":
        return
    _end(order, "failed", answer)
    if row.state != PayoutState.SENT or order.key != f"{row.key}#{row.tries}":
        return
    row.state, row.failure = PayoutState.FAILED.value, order.failure
    row.save(update_fields=["state", "failure"])
    listeners.changed(row)


def _returned(row: Row, order: Try, answer: Answer) -> None:
    """退汇. After some of it was given back, nobody can say which money this is: a person looks at it."""
    if row.recovered_fen:
        noting.note(order, Mismatch.STRANGE, bank_fen=-order.fen)
        return
    accounts.take_back(row.pool.code, order.fen, order=order.key, bank=order.bank, memo=row.title)
    _end(order, "returned", answer)
    row.state, row.failure = PayoutState.RETURNED.value, Failure.RETURNED.value
    row.paid_at, row.recover_fen = None, 0
    row.save(update_fields=["state", "failure", "paid_at", "recover_fen"])
    listeners.changed(row)


def _end(order: Try, state: str, answer: Answer) -> None:
    order.state, order.ended_at = state, timezone.now()
    order.failure = answer.failure or (Failure.BANK if state == "failed" else "")
    order.reference = answer.reference[:80] or order.reference
    order.save(update_fields=["state", "ended_at", "failure", "reference"])
