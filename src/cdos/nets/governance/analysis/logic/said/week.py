"""What a report is about, and small helpers of its sentences."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from scipy.stats import binomtest

from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import Period, Statistics

SURE = 0.01  # a rise is told when chance brings it more rarely


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from Monday on, in an area ("" is the city), with the figures of it and of the week before."""

    area: str
    area_name: str
    first: date
    this: Statistics
    before: Statistics

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)

    @property
    def start(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def end(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))


def counted(area: str, area_name: str, first: date) -> Week:
    return Week(area, area_name, first, _figures(area, first), _figures(area, first - timedelta(days=7)))


def _figures(area: str, first: date) -> Statistics:
    return appeals.statistics(actor=SYSTEM, period=Period(first, first + timedelta(days=6)), area=area)


def percent(share: float) -> str:
    return f"{100 * share:.1f}"


def change(now: int, before: int) -> float | None:
    """In percent; None where there was nothing before."""
    return 100 * (now - before) / before if before else None


def rose(now: int, before: int) -> bool:
    """More than chance makes of two equal weeks."""
    return now > before and now + before > 0 and binomtest(now, now + before, 0.5).pvalue < SURE
