"""When a centre is open, and the half hours that can be booked."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from cdos.base.calendar import api as calendar

SLOT = timedelta(minutes=30)
DAYS_AHEAD = 14
NOTICE = timedelta(minutes=30)  # the soonest that can be booked
BEFORE_CLOSE = timedelta(minutes=15)  # the last number before the hall closes


def hours() -> list[tuple[time, time]]:
    """Of a working day, as the city's setting says."""
    spans = (span.split("-") for span in settings.WORKING_HOURS.split(","))
    return [(time.fromisoformat(start.strip()), time.fromisoformat(end.strip())) for start, end in spans]


def moment(on: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(on, at))


def slots(on: date) -> Iterator[datetime]:
    """Starts of the half hours of a day; none on a free day."""
    if not calendar.is_working_day(on):
        return
    for start, end in hours():
        at, last = moment(on, start), moment(on, end)
        while at + SLOT <= last:
            yield at
            at += SLOT


def bookable(on: date, now: datetime) -> list[datetime]:
    today = timezone.localtime(now).date()
    if not today <= on <= today + timedelta(days=DAYS_AHEAD):
        return []
    return [at for at in slots(on) if at >= now + NOTICE]


def days(now: datetime) -> list[date]:
    """Days that have a half hour to book, today first."""
    today = timezone.localtime(now).date()
    every = (today + timedelta(days=number) for number in range(DAYS_AHEAD + 1))
    return [on for on in every if bookable(on, now)]


def open_by_hours(now: datetime) -> bool:
    """Whether halls give numbers now, unless somebody opened or closed one by hand."""
    on = timezone.localtime(now).date()
    if not calendar.is_working_day(on):
        return False
    return any(moment(on, start) <= now <= moment(on, end) - BEFORE_CLOSE for start, end in hours())
