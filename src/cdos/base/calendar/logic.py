"""The verbs of the calendar: name a day, confirm a year, notice a missing year."""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.calendar import models, span
from cdos.base.calendar.contracts import Day, DayRefused
from cdos.base.calendar.table import HELD, table

NOVEMBER = 11  # the State Council publishes the next year's holidays in November


def set_day(*, actor_name: str, on: date, working: bool, name: str) -> Day:
    check_day(on=on, name=name)
    now, name = timezone.now(), name.strip()
    with transaction.atomic():
        models.Day.objects.update_or_create(
            on=on, defaults={"working": working, "name": name, "edited_by": actor_name, "edited_at": now}
        )
        what = "working" if working else "free"
        _log(on=on, year=on.year, what=what, reason=name, edited_by=actor_name)
        _changed()
    return Day(on=on, working=working, name=name)


def check_day(*, on: date, name: str) -> None:
    if not span.FIRST <= on <= span.LAST:
        raise DayRefused(_("The calendar reaches from 1990 to 2100."))
    if not name.strip():
        raise DayRefused(_("Say why the day changes: the name of the holiday, or make-up day."))
    if len(name.strip()) > 100:
        raise DayRefused(_("The reason has more than 100 characters. Make it shorter."))


def confirm_year(*, actor_name: str, year: int) -> None:
    """From now on deadlines in the year are firm; DayRefused while no holiday of the year is entered."""
    check_year(year=year)
    with transaction.atomic():
        now = timezone.now()
        models.Year.objects.get_or_create(
            year=year, defaults={"confirmed_by": actor_name, "confirmed_at": now}
        )
        _log(on=None, year=year, what="confirmed", reason="", edited_by=actor_name)
        _changed()


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


def _changed() -> None:
    models.Stamp.objects.update_or_create(id=1, defaults={"token": uuid.uuid4()})
    HELD.forget()
    transaction.on_commit(HELD.forget)
