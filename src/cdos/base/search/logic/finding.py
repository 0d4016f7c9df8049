"""Reading the index: newest first, cheap for common and for rare words.

For a reader of everything first the newest rows, which answer the most common words. Then the newest month. If that is
not enough, up to `FEW` matches of all time without
order: a rare word has no more. Otherwise the months are walked backwards, each step over twice as many, jumping gaps.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection
from django.utils import timezone

from cdos.base.search.contracts import Hit, Reach
from cdos.base.search.logic import labels

FEW = 300
LONGEST_STEP = 24  # months
Before = tuple[datetime, int]

_FIND = "SELECT * FROM search_find(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
_GAP = "SELECT search_gap(%s)"


@dataclass(frozen=True, slots=True)
class Search:
    words: str  # a tsquery
    reach: Reach
    kinds: tuple[str, ...]
    limit: int
    before: Before | None


def find(search: Search) -> list[Hit]:
    if not search.words or not (search.reach.everything or search.reach.labels) or search.limit < 1:
        return []
    if (
        search.reach.everything
        and len(last := _merge(_ask("last", search, limit=search.limit))) >= search.limit
    ):
        return last
    newest = labels.month(search.before[0] if search.before else timezone.now())
    months = range(newest, newest + (1 if search.before else 2))
    found = _in_months(search, months)
    if len(found) >= search.limit:
        return found[: search.limit]
    few = _few(search)
    return few[: search.limit] if few is not None else _walk(search, found, months.start)


def _walk(search: Search, found: list[Hit], until: int) -> list[Hit]:
    """Add older months to what was found from month `until` on."""
    step = 1
    while len(found) < search.limit and (older := _newest_before(labels.month_start(until))) is not None:
        last = labels.month(older)
        months = range(last - step + 1, last + 1)
        # Only what is older than the months walked so far: a party's rows are not parted by month.
        before = min(search.before or _edge(until), _edge(until))
        rest = replace(search, limit=search.limit - len(found), before=before)
        found = _merge(found + _in_months(rest, months))
        until, step = months.start, min(step * 2, LONGEST_STEP)
    return found[: search.limit]


def _edge(month: int) -> Before:
    return labels.month_start(month), 0


def _in_months(search: Search, months: range) -> list[Hit]:
    hits = _ask("newest", search, months, limit=search.limit)
    # A party's label is not split by months: what lies before them comes with a later step.
    first = labels.month_start(months.start)
    return [hit for hit in hits if hit.at >= first]


def _few(search: Search) -> list[Hit] | None:
    """All matches in order when they are few, else None."""
    hits = _ask("any", search, limit=FEW + 1)
    return None if len(hits) > FEW else _merge(hits)


def _merge(hits: Sequence[Hit]) -> list[Hit]:
    """Newest first, each object once (a long text has several rows)."""
    unique = {(hit.kind, hit.object_id): hit for hit in hits}
    return sorted(unique.values(), key=lambda hit: (hit.at, hit.object_id), reverse=True)


def _ask(shape: str, search: Search, months: range | None = None, *, limit: int) -> list[Hit]:
    """Migration 0003 says what each shape is for."""
    at, number = search.before or (None, 0)
    asked = [] if search.reach.everything else list(dict.fromkeys(search.reach.labels))
    first, last = (months.start, months.stop - 1) if months else (None, None)
    kinds = list(search.kinds) or None
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [shape, search.words, asked, first, last, kinds, at, number, limit])
        return [Hit(*row) for row in cursor.fetchall()]


def _newest_before(moment: datetime) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(_GAP, [moment])
        (at,) = cursor.fetchone()
    return at if isinstance(at, datetime) else None
