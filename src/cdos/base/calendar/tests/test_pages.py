"""The calendar's page, through the whole stack."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from cdos.base.calendar import access, api
from cdos.base.calendar.contracts import Access
from cdos.base.jobs import api as jobs

pytestmark = pytest.mark.django_db
EDITOR = Access(name="李编辑", may_see=True, may_edit=True)
READER = Access(name="张三", may_see=True)
HOLIDAY = {"first": "2027-02-05", "last": "2027-02-07", "working": "0", "name": "Spring Festival"}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    kept = list(access._checks)
    api.forget()
    yield
    access._checks[:] = kept
    api.forget()


def as_(who: Access) -> Client:
    api.register_access(lambda request: who)
    return Client()


def test_a_visitor_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get("/staff/calendar/2026/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/sign-in?next=%2Fstaff%2Fcalendar%2F2026%2F"


def test_the_year_shows_twelve_months_with_holidays_and_make_up_days() -> None:
    page = as_(READER).get("/staff/calendar/2026/").content.decode()
    assert page.count('<table class="month">') == 12
    assert page.count('class="day makeup"') == 6
    assert '<time datetime="2026-10-01">' in page
    assert 'action="/staff/calendar/2026/' not in page


def test_an_unknown_year_asks_to_be_confirmed() -> None:
    assert (
        'action="/staff/calendar/2027/confirm"' in as_(EDITOR).get("/staff/calendar/2027/").content.decode()
    )
    assert "/confirm" not in as_(EDITOR).get("/staff/calendar/2026/").content.decode()


@pytest.mark.parametrize("year", [1989, 2101, 999999])
def test_years_out_of_reach_are_not_found(year: int) -> None:
    assert as_(READER).get(f"/staff/calendar/{year}/").status_code == 404


@pytest.mark.parametrize("year", [1990, 2100])
def test_the_first_and_the_last_year_can_be_read(year: int) -> None:
    assert as_(EDITOR).get(f"/staff/calendar/{year}/").status_code == 200


def test_an_editor_enters_a_holiday_and_confirms_the_year() -> None:
    editor = as_(EDITOR)
    assert editor.post("/staff/calendar/2027/", HOLIDAY).status_code == 302
    assert not api.is_working_day(date(2027, 2, 5))
    assert editor.post("/staff/calendar/2027/confirm").status_code == 302
    assert api.last_known_day() == date(2027, 12, 31)
    assert "李编辑" in editor.get("/staff/calendar/2027/").content.decode()


def test_a_reader_changes_nothing() -> None:
    reader = as_(READER)
    assert reader.post("/staff/calendar/2027/", HOLIDAY).status_code == 403
    assert reader.post("/staff/calendar/2027/confirm").status_code == 403
    assert api.is_working_day(date(2027, 2, 5))


def test_a_post_without_the_token_is_refused() -> None:
    as_(EDITOR)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/staff/calendar/2027/", HOLIDAY).status_code == 403
    assert api.is_working_day(date(2027, 2, 5))


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": "2027-02-31"},
        {"last": "2027-01-01"},
        {"last": "2027-12-31"},
        {"name": " "},
        {"first": "3027-01-01"},
    ],
)
def test_wrong_days_are_refused_beside_the_form(wrong: dict[str, str]) -> None:
    answer = as_(EDITOR).post("/staff/calendar/2027/", HOLIDAY | wrong)
    assert answer.status_code == 200
    assert api.is_working_day(date(2027, 2, 5))


def test_a_click_on_a_day_offers_its_opposite() -> None:
    page = as_(EDITOR).get("/staff/calendar/2027/?day=2027-02-06").content.decode()
    assert 'value="2027-02-06"' in page
    assert '<option value="1" selected>' in page
    assert as_(EDITOR).get("/staff/calendar/2027/?day=nonsense").status_code == 200


def test_names_are_escaped() -> None:
    editor = as_(EDITOR)
    editor.post("/staff/calendar/2027/", HOLIDAY | {"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in editor.get("/staff/calendar/2027/").content.decode()


def test_who_counts_on_deadlines_hears_of_a_change_and_of_a_missing_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from cdos.base.calendar import tasks

    heard: list[dict[str, object]] = []
    for topic in ("calendar.changed", "calendar.missing_year"):
        jobs.subscribe(topic)(lambda event: heard.append(event.payload))
    api.set_day(actor_name="李编辑", on=date(2027, 2, 5), working=False, name="Spring Festival")
    monkeypatch.setattr(tasks.timezone, "localdate", lambda: date(2026, 11, 3))
    tasks.check_years()
    jobs.drain()
    assert heard == [{"first": "2027-02-05", "last": "2027-02-05"}, {"years": [2027]}]
