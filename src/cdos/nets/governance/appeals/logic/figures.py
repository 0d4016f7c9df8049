"""Figures of appeals, in one pass over a narrow set of columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from ..contracts import Figures, Group, Period, Point, Statistics
from . import duty, suppressing

SMALLEST_CELL = 5
LONGEST_DAYS = 1100
AREA_COLUMNS = {6: "district", 9: "street", 12: "community"}

MEASURES = """
  count(*),
  count(*) FILTER (WHERE closed_at IS NULL AND state NOT IN ('confirmed', 'closed', 'withdrawn')),
  count(replied_at), count(solved_at), count(confirmed_at),
  avg(dispatch_on_time::int), avg(contact_on_time::int), avg(handling_on_time::int),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM dispatched_at - filed_at) / 60),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM replied_at - filed_at) / 3600),
  count(satisfied), avg(satisfied::int), avg(speed), avg(effect), avg(experience), avg(reply_quality),
  count(*) FILTER (WHERE redo_count > 0),
  count(dispatch_on_time), count(contact_on_time), count(handling_on_time), count(dispatched_at)
"""

GROUPED = """
WITH picked AS MATERIALIZED (
  SELECT a.unit, a.source, {area} AS area, coalesce(i.class_name, '') AS class_name, a.state, a.closed_at, a.filed_at,
    a.dispatched_at, a.replied_at, a.solved_at, a.confirmed_at, a.dispatch_on_time, a.contact_on_time,
    a.handling_on_time, a.satisfied, a.speed, a.effect, a.experience, a.reply_quality, a.redo_count
  FROM appeals_appeal a
  LEFT JOIN appeals_dutylist l ON l.version = a.list_version
  LEFT JOIN appeals_dutyitem i ON i.list_id = l.id AND i.code = a.item_code
  WHERE {where}
)
SELECT grouping(unit, class_name, area, source), unit, class_name, area, source, {measures}
FROM picked GROUP BY GROUPING SETS ((), (unit), (class_name), (area), (source))
"""

DAYS = """
SELECT (a.{column} AT TIME ZONE %s)::date AS day, count(*) FROM appeals_appeal a
WHERE {where} GROUP BY 1
"""

# grouping() sets a bit for each column that a row is summed over; the first column is the highest bit.
TOTAL, BY_UNIT, BY_CLASS, BY_AREA, BY_SOURCE = 15, 7, 11, 13, 14
GROUP_COLUMN = {BY_UNIT: 1, BY_CLASS: 2, BY_AREA: 3, BY_SOURCE: 4}


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition over `appeals_appeal a` with its values."""

    sql: str
    values: tuple[Any, ...]


def reach(actor: Actor) -> Filter | None:
    """What staff may count: the areas they oversee and the units they work in; None for everything."""
    if actor.system:
        return None
    areas = organisation.areas_of(actor, Action.FIGURES)
    if settings.CITY_CODE in areas:
        return None
    known = [area for area in areas if len(area) in AREA_COLUMNS]
    units = organisation.units_of(actor, Action.FIGURES)
    clauses = [f"a.{AREA_COLUMNS[len(area)]} = %s" for area in known] + ["a.unit = %s"] * len(units)
    values = [*known, *units]
    if not clauses:
        raise NotAllowed(
            "no_figures", _("These figures are for staff who dispatch, handle or supervise appeals.")
        )
    return Filter(f"({' OR '.join(clauses)})", tuple(values))


def _bounds(period: Period) -> tuple[datetime, datetime]:
    """The period as instants; a period that is upside down is empty."""
    end = min(period.end, period.start + timedelta(days=LONGEST_DAYS))
    return _midnight(period.start), _midnight(end + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def narrowed(allowed: Filter | None, unit: str, area: str, item_class: str) -> Filter:
    clauses = [allowed.sql] if allowed else []
    values = list(allowed.values) if allowed else []
    if unit:
        clauses.append("a.unit = %s")
        values.append(unit)
    if area and area != settings.CITY_CODE:
        clauses.append(f"a.{AREA_COLUMNS.get(len(area), 'district')} = %s")
        values.append(area)
    if item_class:
        held = duty.held()
        codes = [item.code for item in held.items if item.class_name == item_class] if held else []
        clauses.append("a.item_code = ANY(%s)")
        values.append(codes)
    return Filter(" AND ".join(clauses) or "true", tuple(values))


def _grain(area: str) -> str:
    """The column one level below the area that is looked at."""
    return {6: "street", 9: "community", 12: "community"}.get(
        len(area) if area != settings.CITY_CODE else 0, "district"
    )


def statistics(*, period: Period, chosen: Filter, area: str, smallest: int = 0) -> Statistics:
    """`smallest`: what fewer appeals tell is masked, each measure by its own number, with what would let it be counted,
    since a public figure must not point at a person."""
    start, end = _bounds(period)
    sql = GROUPED.format(
        area=f"a.{_grain(area)}",
        where=f"a.filed_at >= %s AND a.filed_at < %s AND {chosen.sql}",
        measures=MEASURES,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [start, end, *chosen.values])
        rows = cursor.fetchall()
    total = next((row for row in rows if row[0] == TOTAL), None)
    return Statistics(
        period=period,
        total=_whole(total[5:], smallest) if total else EMPTY,
        by_unit=_groups(rows, BY_UNIT, smallest, unit_name),
        by_class=_groups(rows, BY_CLASS, smallest, lambda name: name),
        by_area=_groups(rows, BY_AREA, smallest, area_name),
        by_source=_groups(rows, BY_SOURCE, smallest, lambda name: name),
        days=_days(start, end, chosen, smallest),
        at=timezone.now(),
    )


def unit_name(code: str) -> str:
    found = organisation.unit(code) if code else None
    return found.name if found else code


def area_name(code: str) -> str:
    found = organisation.area(code) if code else None
    return found.name if found else code


def _groups(rows: Sequence[tuple[Any, ...]], kind: int, smallest: int, name: Any) -> tuple[Group, ...]:
    """Most appeals first, then what is masked in the order of its keys, which tells nothing of how many they are; what
    belongs to no group comes with an empty key."""
    column = GROUP_COLUMN[kind]
    picked = sorted((row for row in rows if row[0] == kind), key=lambda row: (-row[5], row[column]))
    counts = [_values(row[5:]) for row in picked]
    hidden = _hidden(counts, smallest) if smallest else [NOTHING] * len(picked)
    if hidden is None:
        return ()
    found = [
        Group(row[column], name(row[column]), _figures(values, gone))
        for row, values, gone in zip(picked, counts, hidden, strict=True)
    ]
    masked = sorted((group for group in found if group.figures.masked), key=lambda group: group.key)
    return (*(group for group in found if not group.figures.masked), *masked)


def _hidden(groups: Sequence[dict[str, Any]], smallest: int) -> list[frozenset[str]] | None:
    """Of each group the counts that are not published; None where the very list of groups would tell them."""
    masked = suppressing.unsaid([values["filed"] for values in groups], smallest)
    if masked is None:
        return None
    places = {"filed": masked}
    for base in BASES[1:]:
        gap = suppressing.unsaid([values[base] for values in groups], smallest, besides=masked)
        places[base] = set(range(len(groups))) if gap is None else gap
    return [frozenset(base for base in BASES if at in places[base]) for at in range(len(groups))]


NAMES = tuple(name for name in Figures.__slots__ if name != "masked")
COUNTS = ("filed", "open", "replied", "solved", "confirmed", "rated", "redone")
COUNTED_ONLY = ("timed_dispatch", "timed_contact", "timed_handling", "dispatched")
BASES = (*COUNTS, *COUNTED_ONLY)
NOTHING: frozenset[str] = frozenset()
# Of how many each share or median is.
OF = {
    "dispatch_on_time": "timed_dispatch",
    "contact_on_time": "timed_contact",
    "handling_on_time": "timed_handling",
    "median_dispatch_min": "dispatched",
    "median_reply_h": "replied",
    **dict.fromkeys(("satisfied", "speed", "effect", "experience", "reply_quality"), "rated"),
}


def _made(values: dict[str, Any]) -> Figures:
    return Figures(**values)


EMPTY = _made({name: 0 if name in COUNTS else None for name in NAMES})
MASKED = _made(dict.fromkeys(NAMES) | {"masked": True})


def _share(value: Any) -> Any:
    return None if value is None else round(float(value), 4)


def _values(row: Sequence[Any]) -> dict[str, Any]:
    return dict(zip((*NAMES, *COUNTED_ONLY), row, strict=True))


def _whole(row: Sequence[Any], smallest: int) -> Figures:
    values = _values(row)
    if values["filed"] < smallest:
        return MASKED
    return _figures(values, frozenset(base for base in BASES if suppressing.is_few(values[base], smallest)))


def _figures(values: dict[str, Any], hidden: frozenset[str]) -> Figures:
    """None where what is measured was counted of a few only; nothing of a group whose very number is not said."""
    if "filed" in hidden:
        return MASKED
    shown = {name: None if OF.get(name, name) in hidden else values[name] for name in NAMES}
    return _made({name: value if name in COUNTS else _share(value) for name, value in shown.items()})


def _days(start: datetime, end: datetime, chosen: Filter, smallest: int) -> tuple[Point, ...]:
    counts: dict[date, list[int]] = {}
    with connection.cursor() as cursor:
        for place, column in enumerate(("filed_at", "replied_at")):
            where = f"a.{column} >= %s AND a.{column} < %s AND {chosen.sql}"
            cursor.execute(
                DAYS.format(column=column, where=where), [settings.TIME_ZONE, start, end, *chosen.values]
            )
            for day, count in cursor.fetchall():
                counts.setdefault(day, [0, 0])[place] = count
    first, last = timezone.localdate(start), timezone.localdate(end - timedelta(seconds=1))
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    kept = [(day, counts.get(day, [0, 0])) for day in days]
    gone = suppressing.unsaid([filed for _day, (filed, _replied) in kept], smallest)
    return tuple(
        Point(
            day,
            None if gone is None or at in gone else filed,
            None if suppressing.is_few(replied, smallest) else replied,
        )
        for at, (day, (filed, replied)) in enumerate(kept)
    )
