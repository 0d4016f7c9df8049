"""The demonstration bank: fails in the ways real ones do, by the last two digits of the account, and keeps books of its own.

01 no such account      05 over the limit of what it may receive       09 at work: paid when asked the second time
02 another name         06 the bank's fault once, paid at the next try 10 paid, and returned on the statement of a later day
03 account closed       07 away: took it, and did not answer           11 paid, another sum on the statement
04 account frozen       08 away: did not hear it the first time        12 paid, twice on the statement
13 paid, and a line on the statement that nobody ordered               14 says refused, and the statement says paid
15 says paid, and the statement does not have it                       16 as 12, and the second is taken back the next day
17 says another sum; what lacks stands on the statement of the next day  18 as 17, and what was paid is taken back the next day
all others: paid at once
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from ..contracts import Answer, BankAway, Failure, Order, Said, StatementLine
from ..models import DemoOrder
from .base import Bank

REFUSED = {
    "01": Failure.NO_ACCOUNT,
    "02": Failure.NAME_MISMATCH,
    "03": Failure.CLOSED,
    "04": Failure.FROZEN,
    "05": Failure.LIMIT,
}
FAULT, SILENT, DEAF, SLOW, RETURNS = "06", "07", "08", "09", "10"
WRONG_SUM, TWICE, STRANGE, LIES, LOST, MENDED = "11", "12", "13", "14", "15", "16"
PARTS, UNDONE = "17", "18"
PART = 1  # fen that lack at first
PATIENCE = 2  # asked so often, the slow one is paid


class DemoBank(Bank):
    name = "demo"

    def send(self, orders: Sequence[Order]) -> Sequence[Answer]:
        answers = []
        for order in orders:
            answer = _take(order)
            if answer is None:  # what comes after it in the same message is not heard either
                raise BankAway("the demonstration bank does not answer")
            answers.append(answer)
        return answers

    def ask(self, key: str) -> Answer:
        with transaction.atomic():
            row = DemoOrder.objects.select_for_update().filter(key=key).first()
            if row is None or row.state == "unheard":
                return Answer(key, Said.UNKNOWN)
            if row.state == "working":
                row.asked += 1
                if row.asked >= PATIENCE:
                    _pay(row)
                row.save()
            return _answer(row)

    def statement(self, day: date) -> Sequence[StatementLine]:
        with transaction.atomic():
            DemoOrder.objects.filter(tail=RETURNS, state="paid", paid_on__lt=day).update(
                state="returned", returned_on=day
            )
            DemoOrder.objects.filter(tail=UNDONE, state="paid", paid_on__lt=day).update(state="returned")
            paid = DemoOrder.objects.filter(paid_on=day).order_by("pk")
            back = DemoOrder.objects.filter(returned_on=day).order_by("pk")
            before = DemoOrder.objects.filter(paid_on=day - timedelta(days=1)).order_by("pk")
            lines = [line for row in paid for line in _lines(row, day)]
            lines += [_line(row, day, -row.fen, "-back") for row in back]
            return [*lines, *(line for row in before for line in _lines_after(row, day))]


def _take(order: Order) -> Answer | None:
    """None: it does not answer. What it knows already it answers as it stands."""
    with transaction.atomic():
        tail = order.payee.account[-2:]
        made = {"tail": tail, "fen": order.fen, "state": "new", "reference": f"D{order.key}"[:80]}
        DemoOrder.objects.get_or_create(key=order.key, defaults=made)
        row = DemoOrder.objects.select_for_update().get(key=order.key)
        first = row.state == "new"
        if first and tail == DEAF:
            row.state = "unheard"
            row.save()
            return None
        if first or row.state == "unheard":
            _decide(row)
            row.save()
        return None if first and tail == SILENT else _answer(row)


def _decide(row: DemoOrder) -> None:
    if row.tail in REFUSED:
        row.state, row.failure = "failed", REFUSED[row.tail]
    elif row.tail == FAULT and not _tried_before(row):
        row.state, row.failure = "failed", Failure.BANK
    elif row.tail == SLOW:
        row.state = "working"
    else:
        _pay(row)


def _pay(row: DemoOrder) -> None:
    row.state, row.paid_on = "paid", timezone.localdate()


def _tried_before(row: DemoOrder) -> bool:
    before = row.key.rpartition("#")[0]
    return DemoOrder.objects.filter(key__startswith=f"{before}#", state="failed").exclude(pk=row.pk).exists()


def _answer(row: DemoOrder) -> Answer:
    if row.state == "working":
        return Answer(row.key, Said.WORKING, row.fen, None, row.reference)
    if row.state == "returned":
        return Answer(row.key, Said.FAILED, row.fen, Failure.RETURNED, row.reference)
    if row.tail == LIES:
        return Answer(row.key, Said.FAILED, row.fen, Failure.BANK, row.reference)
    if row.state == "failed":
        return Answer(row.key, Said.FAILED, row.fen, Failure(row.failure), row.reference)
    fen = row.fen - PART if row.tail in {PARTS, UNDONE} else row.fen
    return Answer(row.key, Said.PAID, fen, None, row.reference)


def _lines(row: DemoOrder, day: date) -> list[StatementLine]:
    if row.tail == LOST:
        return []
    if row.tail == WRONG_SUM:
        return [_line(row, day, row.fen + 1)]
    if row.tail in {PARTS, UNDONE}:
        return [_line(row, day, row.fen - PART)]
    more = [_line(row, day, row.fen, "-2")] if row.tail in {TWICE, MENDED} else []
    if row.tail == STRANGE:
        more = [StatementLine(f"{row.reference}-x", "", 4200, day, "手续费")]
    return [_line(row, day, row.fen), *more]


def _lines_after(row: DemoOrder, day: date) -> list[StatementLine]:
    """What stands on the statement of the day after it was paid."""
    after = {MENDED: -row.fen, PARTS: PART, UNDONE: PART - row.fen}
    return [_line(row, day, after[row.tail], "-after")] if row.tail in after else []


def _line(row: DemoOrder, day: date, fen: int, ending: str = "") -> StatementLine:
    return StatementLine(f"{row.reference}{ending}", row.key, fen, day)
