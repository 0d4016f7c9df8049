"""Handing orders to the bank so that a kill at any moment leads to one payment.

A payout is marked as sent, with the key of this try, and that is committed, before anything is said to the bank. Only the process
that has just marked it says it without asking. Whoever finds a marked one later does not know whether the bank has heard it, so
the bank is asked by key first, and only what it never heard of is sent, under the same key. While one process is handing a batch
over, no other asks after it: the bank may have in its hands what it does not know of yet.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

import structlog
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cdos.base.alone import alone
from cdos.base.fence import api as fence

from ..adapters import registry
from ..contracts import Answer, BankAway, BatchState, Order, PayoutState, Said
from ..models import Batch, Payout, Try
from . import accounts, batching, hearing, listeners, vault

log = structlog.get_logger()
CHUNK = 200
ASK_AFTER = timedelta(seconds=30)
ASKED_AT_ONCE = 500
LOCK = 6_210_144  # of batches at the bank, beside the batch's own number


def send(batch_id: int) -> bool:
    """All of a batch that was not handed over yet; False: the bank is away or another is at it, so it is gone on with later."""
    with alone(LOCK, batch_id) as mine:
        return mine and _send(batch_id)


def _send(batch_id: int) -> bool:
    while marked := _mark(batch_id):
        try:
            bank = registry.bank(marked[0].bank)
            _hear(bank.name, bank.send([_order(one) for one in marked]))
        except BankAway as away:
            log.warning("payouts.bank_away", batch=batch_id, why=str(away))
            return False
    with fence.everything():
        batching.look_whether_done(batch_id)
    return True


def _mark(batch_id: int) -> list[Try]:
    """The next ones, as sent; committed before this returns."""
    bank = registry.bank().name
    with fence.everything():
        accounts.open_bank(bank)
        rows = Payout.objects.select_related("pool").select_for_update(of=("self",), skip_locked=True)
        wanted = rows.filter(batch_id=batch_id, state=PayoutState.BATCHED, batch__state=BatchState.SENDING)
        found = list(wanted.order_by("pk")[:CHUNK])
        return [_try(row, bank) for row in found]


def _try(row: Payout, bank: str) -> Try:
    payee = vault.payee(row)
    if payee is None or row.batch is None:  # a CHECK of the table keeps such a row from being there
        raise ValueError(f"nobody to pay: {row.key}")
    row.tries += 1
    row.state = PayoutState.SENT.value
    row.save(update_fields=["tries", "state"])
    made = Try.objects.create(
        payout=row,
        batch=row.batch,
        key=f"{row.key}#{row.tries}",
        bank=bank,
        fen=row.fen,
        sealed=vault.seal(payee, vault.TRY),
        sent_at=timezone.now(),
    )
    listeners.changed(row)
    return made


def _order(row: Try) -> Order:
    payee = vault.payee(row)
    if payee is None:
        raise ValueError(f"nobody to pay: {row.key}")
    return Order(row.key, payee, row.fen, row.payout.title)


def _hear(bank: str, answers: Sequence[Answer]) -> None:
    """Each in a transaction of its own, so that no pool is held for as long as a whole batch takes."""
    for answer in answers:
        with fence.everything():
            hearing.hear(bank, answer)


def follow(*, older: timedelta = ASK_AFTER) -> int:
    """Orders of which nothing was heard for a while, and batches that were not handed over to their end. How many were asked."""
    asked = 0
    for batch_id, orders in groupby(_silent(older), key=lambda one: one.batch_id):
        with alone(LOCK, batch_id) as mine:
            asked += sum(map(_follow, orders)) if mine else 0
    with fence.everything():
        unfinished = list(Batch.objects.filter(state=BatchState.SENDING).values_list("pk", flat=True))
    for batch_id in unfinished:
        send(batch_id)
    return asked


def _follow(one: Try) -> bool:
    """False: it has come to its end since it was looked up."""
    with fence.everything():
        if not Try.objects.filter(pk=one.pk, state="open").exists():
            return False
    try:
        _ask(one)
    except BankAway as away:
        log.warning("payouts.bank_away", order=one.key, why=str(away))
    else:
        with fence.everything():
            batching.look_whether_done(one.batch_id)
    return True


def silent(older: timedelta = ASK_AFTER) -> QuerySet[Try]:
    """Those of which nothing was heard for so long; what a person must look at first, once a day."""
    now = timezone.now()
    rows = Try.objects.filter(state="open", sent_at__lte=now - older)
    return rows.filter(Q(ask_after=None) | Q(ask_after__lte=now))


def _silent(older: timedelta) -> list[Try]:
    """The longest not asked first, so that one that never gets an answer does not keep others from being asked.

    What another process is just hearing of is left out: to wait for several orders at once would be to wait in a circle.
    """
    with fence.everything():
        due = (
            silent(older)
            .order_by(F("asked_at").asc(nulls_first=True), "pk")
            .select_for_update(skip_locked=True)
        )
        found = [one.pk for one in due[:ASKED_AT_ONCE]]
        Try.objects.filter(pk__in=found).update(asked_at=timezone.now())
        return list(Try.objects.select_related("payout").filter(pk__in=found).order_by("batch_id", "pk"))


def _ask(one: Try) -> None:
    bank = registry.bank(one.bank)
    answer = bank.ask(one.key)
    _hear(bank.name, bank.send([_order(one)]) if answer.said is Said.UNKNOWN else [answer])
