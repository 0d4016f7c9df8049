"""The calendar as this process holds it: named days, known years and their prefix sums."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from cdos.base.calendar import models, span
from cdos.base.calendar.contracts import Day
from cdos.base.versioned import Versioned


@dataclass(frozen=True, slots=True)
class Table:
    time: span.WorkingTime
    named: dict[date, Day]
    years: frozenset[int]
    last_known: date

    def day(self, on: date) -> Day:
        return self.named.get(on) or Day(on=on, working=on.weekday() < 5)


def load() -> Table:
    named = {
        row["on"]: Day(on=row["on"], working=row["working"], name=row["name"])
        for row in models.Day.objects.values("on", "working", "name")
    }
    years = frozenset(models.Year.objects.values_list("year", flat=True))
    return make(named, years)


def make(named: dict[date, Day], years: frozenset[int]) -> Table:
    def is_working(on: date) -> bool:
        entry = named.get(on)
        return on.weekday() < 5 if entry is None else entry.working

    time = span.build(zone=settings.TIME_ZONE, hours=settings.WORKING_HOURS, is_working=is_working)
    return Table(time=time, named=named, years=years, last_known=last_known(years))


def last_known(years: frozenset[int]) -> date:
    """The last day of the last year before the first gap; the day before 1990 when nothing is known."""
    year = min(years, default=span.FIRST.year)
    while year in years:
        year += 1
    return date(year - 1, 12, 31)


def stamp() -> object:
    return models.Stamp.objects.values_list("token", flat=True).first()


HELD: Versioned[Table] = Versioned(stamp=stamp, load=load)


def table() -> Table:
    return HELD.get()
