"""The verbs of the calendar: name a day, confirm a year, notice a missing year."""

import uuid
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.calendar import models, recording, span
from cdos.base.calendar.contracts import Day, DayRefused
from cdos.base.calendar.table import HELD, table
from cdos.base.jobs import api as jobs

LONGEST = 31  # days in one change
NOVEMBER = 11  # the State Council publishes the next year's holidays in November


def set_days(
    *, actor_name: str, first: date, last: date, working: bool, name: str, actor_id: int | None = None
) -> list[Day]:
    check_days(first=first, last=last, name=name)
    made = [
        Day(on=first + timedelta(days=n), working=working, name=name.strip())
        for n in range((last - first).days + 1)
    ]
    with transaction.atomic():
        for day in made:
            _write(day, actor_name)
        _changed([day.on for day in made])
        recording.changed(by=actor_id, first=first, last=last, working=working, name=name.strip())
    return made


def _write(day: Day, actor_name: str) -> None:
    now, what = timezone.now(), "working" if day.working else "free"
    models.Day.objects.update_or_create(
        on=day.on,
        defaults={"working": day.working, "name": day.name, "edited_by": actor_name, "edited_at": now},
    )
    _log(on=day.on, year=day.on.year, what=what, reason=day.name, edited_by=actor_name)


def check_days(*, first: date, last: date, name: str) -> None:
    if not span.FIRST <= first <= last <= span.LAST:
        raise DayRefused(_("The last day must not lie before the first, and both between 1990 and 2100."))
    if (last - first).days >= LONGEST:
        raise DayRefused(_("Change at most 31 days at a time."))
    if not name.strip():
        raise DayRefused(_("Say why the day changes: the name of the holiday, or make-up day."))
    if len(name.strip()) > 100:
        raise DayRefused(_("The reason has more than 100 characters. Make it shorter."))


def confirm_year(*, actor_name: str, year: int, actor_id: int | None = None) -> None:
    """From now on deadlines in the year are firm; DayRefused while no holiday of the year is entered."""
    check_year(year=year)
    with transaction.atomic():
        now = timezone.now()
        models.Year.objects.get_or_create(
            year=year, defaults={"confirmed_by": actor_name, "confirmed_at": now}
        )
        _log(on=None, year=year, what="confirmed", reason="", edited_by=actor_name)
        _changed([date(year, 1, 1), date(year, 12, 31)])
        recording.confirmed(by=actor_id, year=year)


def check_year(*, year: int) -> None:
    if year in table().years:
        raise DayRefused(_("The year is confirmed already."))
    if not any(day.on.year == year and not day.working for day in table().named.values()):
        raise DayRefused(_("Enter the holidays and make-up days of the year first, then confirm it."))


def missing_years(today: date) -> list[int]:
    """This year when unknown, and from November the next one."""
    wanted = [today.year] + ([today.year + 1] if today.month >= NOVEMBER else [])
    return [year for year in wanted if year not in table().years]


def edits(year: int) -> list[models.Edit]:
    return list(models.Edit.objects.filter(year=year).order_by("-edited_at")[:50])


def _log(*, on: date | None, year: int, what: str, reason: str, edited_by: str) -> None:
    models.Edit.objects.create(
        on=on, year=year, what=what, reason=reason, edited_by=edited_by, edited_at=timezone.now()
    )


def _changed(days: list[date]) -> None:
    """Those who count on deadlines in these days hear of it."""
    jobs.announce("calendar.changed", first=min(days).isoformat(), last=max(days).isoformat())
    models.Stamp.objects.update_or_create(id=1, defaults={"token": uuid.uuid4()})
    HELD.forget()
    transaction.on_commit(HELD.forget)
