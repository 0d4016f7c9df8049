"""对账: a bank's statement of a day against our orders. What agrees is marked, what a statement knows better is taken over.

Each order's lines are taken in a transaction of their own; the same statement again finds the same.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence

from ..adapters import registry
from ..contracts import Answer, BankAway, Failure, Mismatch, Said, StatementLine
from ..models import Difference, Statement, Try
from . import batching, hearing, noting


def reconcile(day: date) -> list[int]:
    """Differences of that day, over all banks that were ever ordered from. BankAway."""
    for bank in _banks():
        _read(bank, day)
    with fence.everything():
        return list(Difference.objects.filter(day=day).order_by("pk").values_list("pk", flat=True))


def catch_up(until: date) -> list[date]:
    """Every day up to this one that was not read yet, bank by bank. BankAway: some were not readable, all others are read."""
    done: set[date] = set()
    away: BankAway | None = None
    for bank in _banks():
        for day in _left(bank, until):
            try:
                _read(bank, day)
                done.add(day)
            except BankAway as found:
                away = found
    if away is not None:
        raise away
    return sorted(done)


def _banks() -> list[str]:
    with fence.everything():
        return sorted({*Try.objects.values_list("bank", flat=True).distinct(), registry.bank().name})


def _left(bank: str, until: date) -> list[date]:
    """From the first day on which it was ordered from; what was read in other ways is not read again."""
    with fence.everything():
        first = Try.objects.filter(bank=bank).aggregate(at=Min("sent_at"))["at"]
        read = set(Statement.objects.filter(bank=bank).values_list("day", flat=True))
    begins = min(until, timezone.localtime(first).date()) if first else until
    days = (begins + timedelta(days=number) for number in range((until - begins).days + 1))
    return [day for day in days if day not in read]


def _read(bank: str, day: date) -> None:
    """What is read before its day has ended is read once more afterwards."""
    over = day < timezone.localdate()
    _compare(bank, day, registry.bank(bank).statement(day))
    if over:
        with fence.everything():
            Statement.objects.get_or_create(bank=bank, day=day, defaults={"read_at": timezone.now()})


def _compare(bank: str, day: date, lines: Sequence[StatementLine]) -> None:
    by_key: dict[str, list[StatementLine]] = {}
    for line in lines:
        by_key.setdefault(line.key, []).append(line)
    for earlier in _unread(bank, day, lines):
        _compare(bank, earlier, registry.bank(bank).statement(earlier))
    for key, its in by_key.items():
        with fence.everything():
            _take(bank, day, key, its)
    with fence.everything():
        _missing(bank, day)


def _unread(bank: str, day: date, lines: Sequence[StatementLine]) -> list[date]:
    """Days before it that must be read first: what came back may be the second of two payments that stand there."""
    back = [line.key for line in lines if line.fen < 0 and line.key]
    with fence.everything():
        orders = Try.objects.filter(bank=bank, key__in=back, stated_on__isnull=True)
        at = {moment for times in orders.values_list("sent_at", "ended_at") for moment in times if moment}
    return sorted(found for found in {timezone.localdate(moment) for moment in at} if found < day)


def _take(bank: str, day: date, key: str, lines: Sequence[StatementLine]) -> None:
    order = Try.objects.select_related("payout__pool").filter(key=key, bank=bank).first() if key else None
    if order is None:
        for line in lines:
            noting.note_strange(bank, day, line.key or line.reference, line.fen)
        return
    hearing.lock(order)
    if order.lines or any(abs(line.fen) != order.fen for line in lines):
        _net(order, day, lines)
        return
    if out := [line for line in lines if line.fen > 0]:
        _out(order, day, out)
    if back := [line for line in lines if line.fen < 0]:
        order.refresh_from_db()
        _back(order, day, back)


def _net(order: Try, day: date, lines: Sequence[StatementLine]) -> None:
    """Another sum than was ordered, in one line or several: all that the bank has booked for it counts together."""
    if all(line.reference in order.lines for line in lines):
        return  # read before
    before = order.lines or ({"": order.fen} if order.stated_on else {})
    order.lines = before | {line.reference: line.fen for line in lines}
    order.stated_on = order.stated_on or day
    order.save(update_fields=["lines", "stated_on"])
    noting.settle_of(
        order.key, Mismatch.MISSING, words=_("It stands on the statement of %(day)s.") % {"day": day}
    )
    net, words = sum(order.lines.values()), _("The bank has put it right.")
    if net not in {0, order.fen}:
        hearing.another_sum(order, net, day)
        return
    noting.settle_of(order.key, Mismatch.AMOUNT, words=words)
    if net and order.state in {"open", "failed"}:
        _hear(order, Answer(order.key, Said.PAID, net, None, lines[-1].reference), day)
    elif not net and order.state in {"open", "paid"}:
        why = Failure.RETURNED if order.state == "paid" else Failure.BANK
        _hear(order, Answer(order.key, Said.FAILED, order.fen, why, lines[-1].reference), day)


def _out(order: Try, day: date, lines: Sequence[StatementLine]) -> None:
    total = sum(line.fen for line in lines)
    before = order.stated_on if order.state not in {"open", "failed"} else None
    Try.objects.filter(pk=order.pk, stated_on__isnull=True).update(stated_on=day)
    noting.settle_of(
        order.key, Mismatch.MISSING, words=_("It stands on the statement of %(day)s.") % {"day": day}
    )
    if len(lines) > 1:
        noting.note(order, Mismatch.TWICE, bank_fen=total, day=day)
    elif before not in {None, day}:  # it stood on another day's already
        noting.note(order, Mismatch.TWICE, bank_fen=order.fen + total, day=day)
    if order.state not in {"open", "failed"}:
        return
    if order.state == "open":  # its answer was lost, no more: nothing for a person to do
        late = noting.note(order, Mismatch.LATE, bank_fen=order.fen, day=day)
        noting.settle(late, by="system", words=_("Taken over from the statement."))
    _hear(order, Answer(order.key, Said.PAID, order.fen, None, lines[0].reference), day)


def _hear(order: Try, answer: Answer, day: date) -> None:
    hearing.hear(order.bank, answer, day=day)
    batching.look_whether_done(order.batch_id)


def _back(order: Try, day: date, lines: Sequence[StatementLine]) -> None:
    words = _("The bank took the second payment back.")
    left = [line for line in lines if not noting.took_back(order, line.reference, -line.fen, words=words)]
    if not left:
        return
    total = -sum(line.fen for line in left)
    if total != order.fen:
        noting.note_sum(order, bank_fen=-total, day=day)
    elif order.state == "paid":
        said = Answer(order.key, Said.FAILED, order.fen, Failure.RETURNED, left[0].reference)
        _hear(order, said, day)
    elif order.state != "returned":
        noting.note(order, Mismatch.STRANGE, bank_fen=-total, day=day)


def _missing(bank: str, day: date) -> None:
    """Near midnight the bank may book it a day later; then that day's statement settles it."""
    begins = timezone.make_aware(datetime.combine(day, time()))
    ours = Try.objects.select_related("payout__pool").filter(
        bank=bank,
        state="paid",
        stated_on__isnull=True,
        ended_at__gte=begins,
        ended_at__lt=begins + timedelta(days=1),
    )
    for order in ours:
        noting.note(order, Mismatch.MISSING, bank_fen=0, day=day)
