"""Differences between us and the bank: noted once a day and kind, settled by a person who says how."""

from datetime import date

from django.utils import timezone

from ..contracts import Mismatch
from ..models import Difference, Try


def note(order: Try, kind: Mismatch, *, bank_fen: int, day: date | None = None) -> Difference:
    unit = order.payout.pool.unit
    return _note(order.bank, day, kind, order.key, unit, order.fen, bank_fen)


def note_sum(order: Try, *, bank_fen: int, day: date | None = None) -> None:
    """Once an order and sum, however often and on whatever day the bank says it again."""
    known = Difference.objects.filter(
        bank=order.bank, kind=Mismatch.AMOUNT, key=order.key, bank_fen=bank_fen
    ).exists()
    if not known:
        note(order, Mismatch.AMOUNT, bank_fen=bank_fen, day=day)


def took_back(order: Try, reference: str, fen: int, *, words: str) -> bool:
    """Whether this line of a statement takes back a second payment, and not the one that counts.

    Whoever settled the difference: that says nothing of the money. A line counts once, read as often as it may be.
    """
    rows = Difference.objects.select_for_update().filter(bank=order.bank, kind=Mismatch.TWICE, key=order.key)
    found = list(rows.order_by("pk"))
    if any(reference in row.taken_back for row in found):
        return True
    for row in found:
        left = max(1, row.bank_fen // order.fen - 1) - len(row.taken_back)
        if left > 0 and fen == order.fen:
            row.taken_back.append(reference)
            row.save(update_fields=["taken_back"])
            if left == 1 and not row.settled_by:
                settle(row, by="system", words=words)
            return True
    return False


def note_strange(bank: str, day: date, key: str, fen: int) -> Difference:
    """A line of the statement that belongs to no order of ours."""
    return _note(bank, day, Mismatch.STRANGE, key[:140], "", 0, fen)


def _note(
    bank: str, day: date | None, kind: Mismatch, key: str, unit: str, ours_fen: int, bank_fen: int
) -> Difference:
    row, _made = Difference.objects.get_or_create(
        day=day or timezone.localdate(),
        bank=bank,
        kind=kind,
        key=key,
        defaults={"unit": unit, "ours_fen": ours_fen, "bank_fen": bank_fen, "found_at": timezone.now()},
    )
    return row


def settle(row: Difference, *, by: str, words: str) -> None:
    row.settled_by, row.settled_at, row.note = by[:100], timezone.now(), words[:500]
    row.save(update_fields=["settled_by", "settled_at", "note"])


def settle_of(key: str, kind: Mismatch, *, words: str) -> bool:
    """By the city itself, when a later statement explains it; False when there was nothing to settle."""
    rows = list(Difference.objects.filter(key=key, kind=kind, settled_by=""))
    for row in rows:
        settle(row, by="system", words=words)
    return bool(rows)
