"""A year as its page shows it: twelve month grids, and the named days in runs."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext, gettext_noop, pgettext_lazy

from cdos.base.calendar import api
from cdos.base.calendar.contracts import Day

# The names in the seed; shown in the reader's language. Names typed by an editor are shown as typed.
KNOWN = [
    gettext_noop("New Year's Day"),
    gettext_noop("Spring Festival"),
    gettext_noop("Tomb-sweeping Day"),
    gettext_noop("Labour Day"),
    gettext_noop("Dragon Boat Festival"),
    gettext_noop("Mid-autumn Festival"),
    gettext_noop("National Day"),
    gettext_noop("Anti-Fascist 70th Day"),
    gettext_noop("Make-up day"),
]
WEEKDAYS = [
    pgettext_lazy("weekday", "Mo"),
    pgettext_lazy("weekday", "Tu"),
    pgettext_lazy("weekday", "We"),
    pgettext_lazy("weekday", "Th"),
    pgettext_lazy("weekday", "Fr"),
    pgettext_lazy("weekday", "Sa"),
    pgettext_lazy("weekday", "Su"),
]


@dataclass(frozen=True, slots=True)
class Cell:
    on: date
    kind: str  # "worked", "free", "holiday" (named and free) or "makeup" (named and worked)
    name: str


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    weeks: list[list[Cell | None]]


@dataclass(frozen=True, slots=True)
class Run:
    first: date
    last: date
    working: bool
    name: str

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def months(year: int) -> list[Month]:
    cells = {day.on: _cell(day) for day in api.days(year)}
    return [Month(date(year, month, 1), _weeks(year, month, cells)) for month in range(1, 13)]


def _weeks(year: int, month: int, cells: dict[date, Cell]) -> list[list[Cell | None]]:
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    return [[cells[on] if on.month == month and on.year == year else None for on in week] for week in weeks]


def _cell(day: Day) -> Cell:
    kind = ("makeup" if day.working else "holiday") if day.name else ("worked" if day.working else "free")
    return Cell(on=day.on, kind=kind, name=shown_name(day.name))


def shown_name(name: str) -> str:
    return gettext(name) if name in KNOWN else name


def runs(days: Iterable[Day]) -> list[Run]:
    """Days in a row with one name, joined."""
    made: list[Run] = []
    for day in (day for day in days if day.name):
        last = made[-1] if made else None
        name = shown_name(day.name)
        if last and (last.last + timedelta(days=1), last.working, last.name) == (day.on, day.working, name):
            made[-1] = Run(last.first, day.on, day.working, name)
        else:
            made.append(Run(day.on, day.on, day.working, name))
    return made


def working_days(year: int) -> int:
    return sum(day.working for day in api.days(year))
