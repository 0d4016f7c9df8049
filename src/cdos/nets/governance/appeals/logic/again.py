"""Appeals filed anew near what was said to be solved: the same place and the same problem, some days later."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cdos.base.matters import api as matters
from cdos.base.organisation.contracts import SYSTEM

from ..contracts import Again
from ..models import Appeal
from . import reading
from .cells import cells_around, distance_m
from .text import likeness, pieces

ALIKE, ALIKE_OF_ITEM = 0.3, 0.1  # common pieces of both texts; fewer are enough under the same duty item
CANDIDATES = 100
COMPARED = 2000  # characters
FIELDS = ("matter_id", "number", "title", "text", "item_code", "lon", "lat", "solved_at", "filed_at")


def filed_again(
    after: tuple[datetime, int], until: datetime, days: int, radius_m: int, limit: int
) -> tuple[list[Again], tuple[datetime, int]]:
    """Of the appeals filed after that moment and id, and before `until`: what each repeats; and the last one looked at.

    By when they were filed, not by id: each process takes its ids in blocks.
    """
    rows = reading.filed_between(after, until).filter(history=False)
    new = list(rows.only(*FIELDS)[:limit])
    found = [again for row in new if row.lon is not None for again in _of(row, days, radius_m)]
    return _with_people(found), (new[-1].filed_at, new[-1].matter_id) if new else after


def _of(row: Appeal, days: int, radius_m: int) -> Iterator[Again]:
    lon, lat = row.lon or 0.0, row.lat or 0.0
    solved = Appeal.objects.filter(
        cell__in=cells_around(lon, lat, radius_m),
        solved_at__lt=row.filed_at,
        solved_at__gte=row.filed_at - timedelta(days=days),
    ).exclude(matter_id=row.matter_id)
    wanted = frozenset(pieces(f"{row.title} {row.text[:COMPARED]}"))
    for old in solved.only(*FIELDS).order_by("-solved_at")[:CANDIDATES]:
        metres = distance_m(lon, lat, old.lon or 0.0, old.lat or 0.0)
        alike = likeness(wanted, frozenset(pieces(f"{old.title} {old.text[:COMPARED]}")))
        same_item = bool(row.item_code) and row.item_code == old.item_code
        if metres <= radius_m and alike >= (ALIKE_OF_ITEM if same_item else ALIKE):
            assert old.solved_at is not None
            yield Again(
                old_id=old.matter_id,
                old_number=old.number,
                new_id=row.matter_id,
                new_number=row.number,
                days=(row.filed_at - old.solved_at).days,
                distance_m=round(metres),
                similarity=round(alike, 3),
                same_item=same_item,
            )


def _with_people(found: list[Again]) -> list[Again]:
    """Whether the same party filed both; of who filed one without a name nobody learns it."""
    ids = {one for again in found for one in (again.old_id, again.new_id)}
    people = {key: one.subject_id for key, one in matters.get_many(actor=SYSTEM, ids=sorted(ids)).items()}
    for nameless in Appeal.objects.filter(matter_id__in=ids, anonymous=True).values_list(
        "matter_id", flat=True
    ):
        people[nameless] = None
    return [
        again.by_same(
            people.get(again.old_id) is not None and people.get(again.old_id) == people.get(again.new_id)
        )
        for again in found
    ]
