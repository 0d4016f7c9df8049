"""The door of the calendar: working days, terms and deadlines. Pure arithmetic over a table held in the process."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.http import HttpRequest

from cdos.base.calendar import access, logic, terms
from cdos.base.calendar.contracts import Access, Day, Deadline, Term, TimeUnit
from cdos.base.calendar.table import HELD, table


def deadline(*, start: datetime, term: Term) -> Deadline:
    """When the term ends (UTC); `terms` says how each unit counts. ValueError: negative, naive, or past 2100."""
    return terms.deadline(table(), start, term)


def add(*, start: datetime, term: Term) -> datetime:
    return deadline(start=start, term=term).at


def elapsed(*, start: datetime, end: datetime, unit: TimeUnit) -> int:
    """Whole minutes of the unit's own time used: calendar minutes for minutes, hours and days; working minutes else.

    A working day counts `working_day_minutes()`, and its count opens after the day of the start.
    """
    return terms.elapsed(table(), start, end, unit)


def remaining(*, now: datetime, deadline: datetime, unit: TimeUnit) -> int:
    """Whole minutes left of the unit's own time, as `elapsed` counts them; negative once overdue."""
    return terms.remaining(table(), now, deadline, unit)


def shift(
    *, start: datetime, due: datetime, paused_from: datetime, paused_until: datetime, unit: TimeUnit
) -> Deadline:
    """The new due time after a pause: exactly the time of this unit that the pause took is given back.

    Pauses add up in any cutting; never earlier than `due`. ValueError when the pause ends before it begins.
    """
    return terms.shift(table(), start, due, paused_from, paused_until, unit)


def working_day_minutes() -> int:
    """Working minutes of a working day, 420 by default."""
    return terms.day_minutes(table())


def day(on: date) -> Day:
    return table().day(on)


def is_working_day(on: date) -> bool:
    return day(on).working


def days(year: int) -> list[Day]:
    first, held = date(year, 1, 1), table()
    return [held.day(first + timedelta(days=n)) for n in range((date(year + 1, 1, 1) - first).days)]


def last_known_day() -> date:
    """Deadlines after it are provisional: the weekday rule is assumed."""
    return table().last_known


def missing_years(today: date) -> list[int]:
    """Years whose holidays should be entered by now: the present one, and from November on the next."""
    return logic.missing_years(today)


def set_day(*, actor_name: str, on: date, working: bool, name: str, actor_id: int | None = None) -> Day:
    """Name a day worked or free, with the reason; the caller has checked the right to. Raises DayRefused."""
    return set_days(actor_name=actor_name, first=on, last=on, working=working, name=name, actor_id=actor_id)[
        0
    ]


def set_days(
    *, actor_name: str, first: date, last: date, working: bool, name: str, actor_id: int | None = None
) -> list[Day]:
    """As `set_day`, for up to 31 days in a row. Announces "calendar.changed" with first and last (ISO dates)."""
    return logic.set_days(
        actor_name=actor_name, first=first, last=last, working=working, name=name, actor_id=actor_id
    )


def confirm_year(*, actor_name: str, year: int, actor_id: int | None = None) -> None:
    """Say that all holidays of the year are entered. Raises DayRefused."""
    logic.confirm_year(actor_name=actor_name, year=year, actor_id=actor_id)


def register_access(check: Callable[[HttpRequest], Access]) -> None:
    """Who may see and edit the calendar's page; without an answer nobody may."""
    access.register(check)


def forget() -> None:
    """Look at the table again at the next call (a test that rolls back needs this)."""
    HELD.forget()
