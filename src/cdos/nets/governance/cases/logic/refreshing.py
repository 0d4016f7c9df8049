"""Groups that changed are counted anew and named: people once each, growth, danger, trend, where and whose they are.

Counts are of the last 180 days and without who withdrew. A group is named again when it has grown by half.
"""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.topics import api as topics

from ..contracts import RECENT_DAYS, WEEKS, WINDOW_DAYS
from ..models import Campaign, Case, Member
from . import yardsticks

BATCH = 20
READ = 12  # members read for a name, first and last
PEOPLE = 2  # of whom a group needs at least so many to be a topic
ANEW = 1.5
IDLE = timedelta(days=60)  # one appeal alone that nothing joined
OLD = timedelta(days=400)

COUNTED = """
WITH m AS (
  SELECT *, coalesce(nullif(who, ''), 'm' || matter_id) AS person FROM cases_member WHERE case_id = ANY(%(ids)s)
)
SELECT case_id, min(filed_at), max(filed_at), avg(lon), avg(lat),
  count(DISTINCT person) FILTER (WHERE live),
  coalesce(sum(ln(1 + votes) / ln(2)) FILTER (WHERE live), 0),
  coalesce(avg(dangerous::int) FILTER (WHERE live), 0),
  count(DISTINCT person) FILTER (WHERE live AND filed_at > %(now)s - %(recent)s),
  count(DISTINCT person) FILTER (WHERE live AND filed_at > %(now)s - interval '7 days'),
  count(DISTINCT person) FILTER (WHERE live AND filed_at > %(now)s - interval '35 days'
    AND filed_at <= %(now)s - interval '7 days')
FROM (SELECT *, NOT withdrawn AND filed_at > %(now)s - %(window)s AS live FROM m) m GROUP BY 1
"""
WHOSE = """
SELECT case_id, array_agg(DISTINCT area) FILTER (WHERE area <> ''), array_agg(DISTINCT unit) FILTER (WHERE unit <> '')
FROM cases_member CROSS JOIN LATERAL unnest(ARRAY[district, street, community]) AS area
WHERE case_id = ANY(%(ids)s) GROUP BY 1
"""
TREND = """
SELECT case_id, floor(extract(epoch FROM %(now)s - filed_at) / 604800)::int AS week,
  count(DISTINCT coalesce(nullif(who, ''), 'm' || matter_id))
FROM cases_member
WHERE case_id = ANY(%(ids)s) AND NOT withdrawn AND filed_at > %(now)s - %(weeks)s AND filed_at <= %(now)s
GROUP BY 1, 2
"""
SAVED = (
    "name", "place", "problem", "named_size", "heat", "people", "growth", "severity", "week", "weekly", "trend",
    "first_at", "last_at", "lon", "lat", "areas", "units", "dirty", "refreshed_at",
)  # fmt: skip
SAVE = f"UPDATE cases_case SET {', '.join(f'{name} = %s' for name in SAVED)} WHERE id = %s"


def go_on(*, spend_s: float = 1.5) -> int:
    """Groups that changed, within about this time; how many."""
    ends, done = time.monotonic() + spend_s, 0
    while True:
        more = _slice()
        done += more
        if more < BATCH or time.monotonic() >= ends:
            return done


def _slice() -> int:
    with transaction.atomic(), fence.everything():
        dirty = Case.objects.filter(dirty=True).order_by("id").select_for_update(skip_locked=True)[:BATCH]
        cases = list(dirty)
        if cases:
            _count(cases, timezone.now())
            for case in cases:
                _name(case)
            _save(cases)
        return len(cases)


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _count(cases: Sequence[Case], now: datetime) -> None:
    values = {
        "ids": [case.id for case in cases],
        "now": now,
        "window": timedelta(days=WINDOW_DAYS),
        "recent": timedelta(days=RECENT_DAYS),
        "weeks": timedelta(weeks=WEEKS),
    }
    counted = {row[0]: row[1:] for row in _rows(COUNTED, values)}
    whose = {row[0]: row[1:] for row in _rows(WHOSE, values)}
    weeks: dict[int, dict[int, int]] = {}
    for case_id, week, people in _rows(TREND, values):
        weeks.setdefault(case_id, {})[week] = people
    for case in cases:
        if case.id in counted:
            _figures(case, counted[case.id])
            case.areas, case.units = (list(found or ()) for found in whose.get(case.id, ((), ())))
            case.units = sorted({*case.units, *_leading(case)})
        mine = weeks.get(case.id, {})
        case.trend = [mine.get(back, 0) for back in range(WEEKS - 1, -1, -1)]
        case.dirty, case.refreshed_at = False, now


def _leading(case: Case) -> set[str]:
    """The unit that leads a campaign about it sees it, whether or not one of the appeals is with it."""
    if not case.kept:
        return set()
    ids = list(Campaign.objects.filter(case_id=case.id, closed_at=None).values_list("matter_id", flat=True))
    return {one.holder_unit for one in matters.get_many(actor=SYSTEM, ids=ids).values() if one.holder_unit}


def _figures(case: Case, row: Sequence[Any]) -> None:
    case.first_at, case.last_at, case.lon, case.lat, people, support, dangerous, recent, week, before = row
    hot = topics.heat_of(
        people=people,
        support=float(support),
        lately=recent / people if people else 0.0,
        dangerous=float(dangerous),
    )
    case.heat, case.people, case.growth, case.severity = hot.value, people, hot.growth, hot.severity
    case.week, case.weekly = week, before / 4


def _name(case: Case) -> None:
    if case.people < PEOPLE or (case.name and case.size < ANEW * case.named_size):
        return
    members = Member.objects.filter(case_id=case.id)
    ids = {*members.order_by("filed_at").values_list("matter_id", flat=True)[:READ]}
    ids |= {*members.order_by("-filed_at").values_list("matter_id", flat=True)[:READ]}
    rows = appeals.arrivals_of(ids=sorted(ids))
    messages = [yardsticks.message(row) for row in rows if row.title or row.text]
    if not messages:
        return
    _, place, problem = topics.named(messages, yardsticks.stream())
    place, problem = mask(place)[:80], mask(problem)[:80]
    place = place or _area([row.community or row.street or row.district for row in rows])
    case.place, case.problem, case.name = place, problem, named(place, problem)
    case.named_size = case.size


def named(place: str, problem: str) -> str:
    between = ": " if place and (place + problem).isascii() else ""
    return f"{place}{between}{problem}"[:120]


def _area(codes: Sequence[str]) -> str:
    """The area of most members, where their words name no place."""
    known = [code for code in codes if code]
    area = organisation.area(max(known, key=known.count)) if known else None
    return area.name if area else ""


def _save(cases: Sequence[Case]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(SAVE, [[*(getattr(case, name) for name in SAVED), case.id] for case in cases])


def tidy() -> int:
    """Once a day: count again what was hot, forget single appeals that nothing joined and groups long over."""
    now = timezone.now()
    with transaction.atomic(), fence.everything():
        Case.objects.filter(people__gt=1, last_at__gt=now - timedelta(days=WINDOW_DAYS + 2)).update(
            dirty=True
        )
        alone = Case.objects.filter(size=1, into=None, last_at__lt=now - IDLE)
        old = Case.objects.filter(into=None, last_at__lt=now - OLD, kept=False)
        ids = [*alone.values_list("id", flat=True)[:20_000], *old.values_list("id", flat=True)[:5_000]]
        values = {"ids": ids}
        for table in ("cases_key", "cases_text"):
            _run(f"DELETE FROM {table} WHERE case_id = ANY(%(ids)s)", values)
        _run("DELETE FROM cases_member WHERE case_id = ANY(%(ids)s)", values)
        _run("DELETE FROM cases_case WHERE id = ANY(%(ids)s)", values)
        return len(ids)


def _run(sql: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
