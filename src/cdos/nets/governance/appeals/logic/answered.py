"""Answered appeals that a new answer may lean on, within the present fence."""

from cdos.base.masking.api import mask

from ..contracts import Precedent
from ..models import Appeal
from . import duty, reading
from .text import likeness, pieces

LOOKED_AT = 300  # newest answered ones of the unit
LEAST = 0.08  # below it two texts share by chance
COMPARED = 2000
FIELDS = (
    *("matter_id", "number", "title", "text", "reply", "outcome", "item_code", "list_version"),
    *("confirmed_at", "replied_at", "satisfied", "speed", "effect", "experience", "reply_quality"),
)


def precedents(number: str, limit: int) -> list[Precedent]:
    row = reading.row_of(number)
    rows = (
        Appeal.objects.filter(unit=row.unit, replied_at__isnull=False, redo_count=0)
        .exclude(matter_id=row.matter_id)
        .exclude(reply="")
        .exclude(satisfied=False)
    )
    wanted = frozenset(pieces(f"{row.title} {row.text[:COMPARED]}"))
    found = [
        (_same(row, other, wanted), other) for other in rows.only(*FIELDS).order_by("-filed_at")[:LOOKED_AT]
    ]
    best = sorted((one for one in found if one[0] >= LEAST), key=lambda one: -one[0])[:limit]
    return [_info(other, same) for same, other in best]


def _same(row: Appeal, other: Appeal, wanted: frozenset[str]) -> float:
    """Likeness of the words, and a little for the same item and a person who confirmed the answer."""
    same = likeness(wanted, frozenset(pieces(f"{other.title} {other.text[:COMPARED]}")))
    if same and row.item_code and row.item_code == other.item_code:
        same += 0.1
    return min(1.0, same + (0.05 if same and other.confirmed_at else 0.0))


def _info(row: Appeal, same: float) -> Precedent:
    item = duty.item(row.item_code, row.list_version or None)
    given = [mark for mark in (row.speed, row.effect, row.experience, row.reply_quality) if mark is not None]
    assert row.replied_at is not None
    return Precedent(
        number=row.number,
        title=mask(row.title),
        reply=mask(row.reply),
        outcome=row.outcome,
        item_name=item.name if item else "",
        confirmed=row.confirmed_at is not None,
        marks=round(sum(given) / len(given), 1) if given else None,
        replied_at=row.replied_at,
        likeness=round(same, 3),
    )
