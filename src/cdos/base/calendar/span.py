"""Arithmetic of working time, exact to the microsecond; no Django.

Every instant has a *working position*: the working time between 1990-01-01 and it. Positions are prefix sums over days,
so a term of any length costs two look-ups. The way back picks the earliest instant with that position, so a
term ends at noon and not at two o'clock, on Friday evening and not on Monday morning.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
MINUTE = 60_000_000  # in microseconds, the unit of every int below


@dataclass(frozen=True, slots=True)
class WorkingTime:
    zone: ZoneInfo
    spans: tuple[tuple[int, int], ...]  # of a working day, since local midnight
    before: list[int]  # working days before day i, counted from FIRST; one longer than the days
    worked: list[int]  # the day index of the k-th working day

    @property
    def a_day(self) -> int:
        return sum(end - start for start, end in self.spans)

    def position(self, at: datetime) -> int:
        """Working time from FIRST to `at`; raises ValueError for a naive instant or one outside 1990-2100."""
        index, clock = self._local(at)
        whole = self.before[index] * self.a_day
        return whole + self._within(clock) if self.is_worked(index) else whole

    def instant(self, position: int) -> datetime:
        """The earliest instant with this position (> 0), in UTC."""
        nth = (position - 1) // self.a_day
        if nth >= len(self.worked):
            raise ValueError("The term ends after the year 2100.")
        return self._utc(self.worked[nth], self._clock(position - nth * self.a_day))

    def day_end(self, at: datetime) -> int:
        """The position at the end of the local day of `at`."""
        return self.before[self._local(at)[0] + 1] * self.a_day

    def is_worked(self, index: int) -> bool:
        return self.before[index + 1] > self.before[index]

    def local_date(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _within(self, clock: int) -> int:
        return sum(min(max(clock - start, 0), end - start) for start, end in self.spans)

    def _clock(self, worked: int) -> int:
        for start, end in self.spans:
            if worked <= end - start:
                return start + worked
            worked -= end - start
        raise ValueError("More working time than a day has.")

    def _local(self, at: datetime) -> tuple[int, int]:
        if at.tzinfo is None:
            raise ValueError("An instant needs its time zone.")
        local = at.astimezone(self.zone)
        index = local.toordinal() - FIRST.toordinal()
        if not 0 <= index < len(self.before) - 1:
            raise ValueError("The calendar reaches from 1990 to 2100.")
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return index, seconds * 1_000_000 + local.microsecond

    def _utc(self, index: int, clock: int) -> datetime:
        midnight = datetime.combine(FIRST + timedelta(days=index), time(), tzinfo=self.zone)
        return (midnight + timedelta(microseconds=clock)).astimezone(UTC)


def build(*, zone: str, hours: str, is_working: Callable[[date], bool]) -> WorkingTime:
    """`hours` like "09:00-12:00,14:00-18:00"; raises ValueError when it cannot be read."""
    before, worked = [0], []
    for index in range((LAST - FIRST).days + 1):
        if is_working(FIRST + timedelta(days=index)):
            worked.append(index)
        before.append(len(worked))
    return WorkingTime(zone=ZoneInfo(zone), spans=read_hours(hours), before=before, worked=worked)


def read_hours(text: str) -> tuple[tuple[int, int], ...]:
    spans = tuple(_read_span(part) for part in text.split(","))
    flat = [edge for span in spans for edge in span]
    if flat != sorted(set(flat)) or flat[-1] > 24 * 60 * MINUTE:
        raise ValueError(f"Working hours must follow one another: {text}")
    return spans


def _read_span(text: str) -> tuple[int, int]:
    start, _, end = text.strip().partition("-")
    return _read_clock(start), _read_clock(end)


def _read_clock(text: str) -> int:
    hours, _, minutes = text.strip().partition(":")
    return (int(hours) * 60 + int(minutes)) * MINUTE
