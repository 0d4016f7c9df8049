"""The calendar over its tables."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cdos.base.calendar import api, models
from cdos.base.calendar.contracts import DayRefused, Deadline, Term, TimeUnit

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    api.forget()
    yield
    api.forget()


def deadline_from_new_year() -> Deadline:
    return api.deadline(start=datetime(2027, 1, 1, 10, tzinfo=ZONE), term=Term(1, TimeUnit.WORKING_DAYS))


def test_migrations_bring_the_years_2004_to_2026() -> None:
    assert api.last_known_day() == date(2026, 12, 31)
    assert api.is_working_day(date(2026, 2, 14))
    assert not api.is_working_day(date(2026, 10, 1))
    assert len(api.days(2024)) == 366


def test_arithmetic_makes_no_query_once_the_table_is_held() -> None:
    deadline_from_new_year()
    with CaptureQueriesContext(connection) as queries:
        for _ in range(100):
            deadline_from_new_year()
    assert len(queries) == 0


def test_an_edited_day_counts_at_once_and_is_logged() -> None:
    assert not api.is_working_day(date(2027, 1, 2))
    api.set_day(actor_name="李编辑", on=date(2027, 1, 2), working=True, name="Make-up day")
    assert deadline_from_new_year().at == datetime(2027, 1, 2, 18, tzinfo=ZONE)
    entry = models.Edit.objects.get(year=2027)
    assert (entry.on, entry.what, entry.edited_by) == (date(2027, 1, 2), "working", "李编辑")


def test_a_day_may_be_changed_back() -> None:
    api.set_day(actor_name="李编辑", on=date(2026, 3, 2), working=False, name="台风停工")
    assert not api.is_working_day(date(2026, 3, 2))
    api.set_day(actor_name="李编辑", on=date(2026, 3, 2), working=True, name="恢复")
    assert api.is_working_day(date(2026, 3, 2))
    assert models.Edit.objects.count() == 2


@pytest.mark.parametrize("reason", ["", "   ", "x" * 101])
def test_a_day_needs_a_short_reason(reason: str) -> None:
    with pytest.raises(DayRefused):
        api.set_day(actor_name="李编辑", on=date(2027, 1, 2), working=True, name=reason)
    assert not models.Edit.objects.exists()


def test_deadlines_stay_provisional_until_the_year_is_confirmed() -> None:
    assert deadline_from_new_year().provisional
    with pytest.raises(DayRefused):
        api.confirm_year(actor_name="李编辑", year=2027)
    api.set_day(actor_name="李编辑", on=date(2027, 1, 1), working=False, name="New Year's Day")
    assert deadline_from_new_year().provisional
    api.confirm_year(actor_name="李编辑", year=2027)
    assert not deadline_from_new_year().provisional
    assert api.last_known_day() == date(2027, 12, 31)


def test_a_year_is_confirmed_once() -> None:
    with pytest.raises(DayRefused):
        api.confirm_year(actor_name="李编辑", year=2026)


def test_the_next_year_is_missing_from_november_on() -> None:
    assert api.missing_years(date(2026, 10, 31)) == []
    assert api.missing_years(date(2026, 11, 1)) == [2027]
    assert api.missing_years(date(2027, 1, 1)) == [2027]


def test_another_process_is_noticed_by_its_stamp() -> None:
    assert not api.is_working_day(date(2027, 1, 2))
    models.Day.objects.create(on=date(2027, 1, 2), working=True, name="Make-up day")
    models.Stamp.objects.update(token="00000000-0000-0000-0000-000000000001")
    assert not api.is_working_day(date(2027, 1, 2))  # held for a few seconds
    api.forget()
    assert api.is_working_day(date(2027, 1, 2))
