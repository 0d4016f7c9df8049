"""Terms on a table of days: when they end, how much of them is used, what a pause moves.

Working minutes and hours run from the instant itself. *N working days* end at the close of work of the N-th working
day after the day of the start, whatever the hour of the start: the opening day does not count (Civil Code art. 201) and
where business hours exist the last day ends with them (art. 203); the 12345 lines count the same way (受理当日不计).
So what arrives on Monday at 08:00 or at 23:00 within one working day is due on Tuesday at the close of work, and what
arrives on Saturday is due on Monday. Calendar minutes, hours and days (of 24 hours) are plain durations.
"""

from datetime import UTC, datetime, timedelta

from cdos.base.calendar.contracts import Deadline, Term, TimeUnit
from cdos.base.calendar.span import MINUTE
from cdos.base.calendar.table import Table

CALENDAR_MINUTES = {TimeUnit.MINUTES: 1, TimeUnit.HOURS: 60, TimeUnit.DAYS: 24 * 60}


def deadline(table: Table, start: datetime, term: Term) -> Deadline:
    if term.amount < 0:
        raise ValueError("A term cannot be negative.")
    if term.unit in CALENDAR_MINUTES:
        return _plain(start, start + timedelta(minutes=term.amount * CALENDAR_MINUTES[term.unit]))
    if term.amount == 0:
        return _plain(start, start)
    used = term.amount * _step(table, term.unit)
    return _dated(table, table.time.instant(_origin(table, start, term.unit) + used))


def elapsed(table: Table, start: datetime, end: datetime, unit: TimeUnit) -> int:
    if unit in CALENDAR_MINUTES:
        return max(0, (end - start) // timedelta(minutes=1))
    used = table.time.position(end) - _origin(table, start, unit)
    return max(0, used) // MINUTE


def remaining(table: Table, now: datetime, due: datetime, unit: TimeUnit) -> int:
    if unit in CALENDAR_MINUTES:
        return int((due - now) / timedelta(minutes=1))
    left = table.time.position(due) - table.time.position(now)
    return left // MINUTE if left >= 0 else -(-left // MINUTE)


def shift(
    table: Table,
    start: datetime,
    due: datetime,
    paused_from: datetime,
    paused_until: datetime,
    unit: TimeUnit,
) -> Deadline:
    if paused_until < paused_from:
        raise ValueError("A pause cannot end before it begins.")
    paused_from, paused_until = max(paused_from, start), max(paused_until, start)
    if unit in CALENDAR_MINUTES:
        return _plain(start, due + (paused_until - paused_from))
    origin = _origin(table, start, unit)
    lost = max(table.time.position(paused_until), origin) - max(table.time.position(paused_from), origin)
    if lost == 0:
        return _dated(table, due)
    return _dated(table, max(due, table.time.instant(table.time.position(due) + lost)))


def day_minutes(table: Table) -> int:
    return table.time.a_day // MINUTE


def _origin(table: Table, start: datetime, unit: TimeUnit) -> int:
    """The working position from which a term of this unit counts."""
    return table.time.day_end(start) if unit is TimeUnit.WORKING_DAYS else table.time.position(start)


def _step(table: Table, unit: TimeUnit) -> int:
    if unit is TimeUnit.WORKING_DAYS:
        return table.time.a_day
    return MINUTE if unit is TimeUnit.WORKING_MINUTES else 60 * MINUTE


def _plain(start: datetime, at: datetime) -> Deadline:
    if start.tzinfo is None:
        raise ValueError("An instant needs its time zone.")
    return Deadline(at=at.astimezone(UTC), provisional=False)


def _dated(table: Table, at: datetime) -> Deadline:
    return Deadline(at=at.astimezone(UTC), provisional=table.time.local_date(at) > table.last_known)
