"""Weeks and days by the city's clock."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def midnight(day: date) -> datetime:
    """The first instant of the day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def this_week() -> date:
    return monday(timezone.localdate())
