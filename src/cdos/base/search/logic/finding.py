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
from cdos.base.search.logic import grams, labels

FEW = 300
LONGEST_STEP = 24  # months
Before = tuple[datetime, int]

# Two fences against the planner. The query comes as a subselect, so that it cannot guess from the words that many rows
# match; OFFSET 0 keeps the order out of the search. Otherwise it may read the table by time and unpack each vector: 14 s
# where the GIN index takes 2 ms.
_SELECT = """
    SELECT kind, object_id, at FROM search_searchentry
    WHERE vector @@ (SELECT %(query)s::tsquery)
      AND (%(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s))
      AND (%(before)s::timestamptz IS NULL OR (at, object_id) < (%(before)s, %(id)s))
"""
_NEWEST = f"SELECT * FROM ({_SELECT} OFFSET 0) AS found ORDER BY at DESC, object_id DESC LIMIT %(limit)s"
_ANY = _SELECT + " LIMIT %(limit)s"
_LAST = """
    SELECT kind, object_id, at FROM (
        SELECT kind, object_id, at, vector FROM search_searchentry
        WHERE %(before)s::timestamptz IS NULL OR (at, object_id) < (%(before)s, %(id)s)
        ORDER BY at DESC, object_id DESC LIMIT 400
    ) AS newest
    WHERE vector @@ (SELECT %(query)s::tsquery) AND (%(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s))
    ORDER BY at DESC, object_id DESC LIMIT %(limit)s
"""
_GAP = "SELECT at FROM search_searchentry WHERE at < %s ORDER BY at DESC, object_id DESC LIMIT 1"


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
        and len(last := _merge(_ask(_LAST, search, search.words, search.limit))) >= search.limit
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
    lexemes = labels.in_months(search.reach.labels, search.reach.everything, months)
    query = f"{search.words} & {grams.any_of(lexemes)}"
    hits = _ask(_NEWEST, search, query, search.limit)
    # A party's label is not split by months: what lies before them comes with a later step.
    first = labels.month_start(months.start)
    return [hit for hit in hits if hit.at >= first]


def _few(search: Search) -> list[Hit] | None:
    """All matches in order when they are few, else None."""
    query = search.words
    if not search.reach.everything:
        query = f"{query} & {grams.any_of(labels.alone(search.reach.labels))}"
    hits = _ask(_ANY, search, query, FEW + 1)
    return None if len(hits) > FEW else _merge(hits)


def _merge(hits: Sequence[Hit]) -> list[Hit]:
    """Newest first, each object once (a long text has several rows)."""
    unique = {(hit.kind, hit.object_id): hit for hit in hits}
    return sorted(unique.values(), key=lambda hit: (hit.at, hit.object_id), reverse=True)


def _ask(sql: str, search: Search, query: str, limit: int) -> list[Hit]:
    at, number = search.before or (None, 0)
    kinds = list(search.kinds) or None
    values = {"query": query, "kinds": kinds, "before": at, "id": number, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Hit(*row) for row in cursor.fetchall()]


def _newest_before(moment: datetime) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(_GAP, [moment])
        row = cursor.fetchone()
    return row[0] if row else None
