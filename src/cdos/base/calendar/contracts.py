"""Working time (工作日历): which days are worked, and when a term of working time ends."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class TimeUnit(StrEnum):
    """What a clock counts."""

    MINUTES = "minutes"  # calendar minutes
    HOURS = "hours"  # calendar hours
    DAYS = "days"  # calendar days
    WORKING_MINUTES = "working_minutes"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Term:
    amount: int
    unit: TimeUnit


@dataclass(frozen=True, slots=True)
class Day:
    """A day is worked by the weekday rule unless the calendar names it: a holiday or a make-up day (调休上班日)."""

    on: date
    working: bool
    name: str = ""  # of the holiday, or "Make-up day"


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a term ends; provisional when it lies past the last day the calendar knows."""

    at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class Access:
    """What somebody may do with the calendar; a module that knows posts answers (see `api.register_access`)."""

    name: str = ""
    account_id: int | None = None
    may_see: bool = False
    may_edit: bool = False


class DayRefused(ValueError):
    """The calendar does not take this change; the text says why and what to do."""
