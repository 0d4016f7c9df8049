"""Properties of working time that hold for every table of days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdos.base.calendar import seed, span, table, terms
from cdos.base.calendar.contracts import Day, Term, TimeUnit

ZONE = ZoneInfo("Asia/Shanghai")
TABLE = table.make({day.on: day for day in seed.days()}, frozenset(seed.YEARS))
MINUTES = {TimeUnit.MINUTES: 1, TimeUnit.HOURS: 60, TimeUnit.DAYS: 1440}
MINUTES |= {TimeUnit.WORKING_MINUTES: 1, TimeUnit.WORKING_HOURS: 60, TimeUnit.WORKING_DAYS: 420}

instants = st.datetimes(datetime(2004, 1, 1), datetime(2030, 1, 1), timezones=st.just(ZONE))
lengths = st.timedeltas(timedelta(0), timedelta(days=60))
units = st.sampled_from(TimeUnit)
amounts = st.integers(0, 3000)
given_terms = st.builds(Term, amount=amounts, unit=units)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def due(start: str, amount: int, unit: TimeUnit) -> datetime:
    return terms.deadline(TABLE, at(start), Term(amount, unit)).at


@given(instants, given_terms)
def test_the_term_is_used_up_exactly_at_its_deadline(start: datetime, term: Term) -> None:
    end = terms.deadline(TABLE, start, term).at
    assert terms.elapsed(TABLE, start, end, term.unit) == term.amount * MINUTES[term.unit]
    if term.amount:
        just_before = end - timedelta(microseconds=1)
        assert terms.elapsed(TABLE, start, just_before, term.unit) < term.amount * MINUTES[term.unit]


@given(instants, lengths, given_terms)
def test_who_starts_later_never_ends_earlier(start: datetime, later: timedelta, term: Term) -> None:
    assert terms.deadline(TABLE, start, term).at <= terms.deadline(TABLE, start + later, term).at


@given(instants, units, amounts, st.integers(1, 500))
def test_a_longer_term_never_ends_earlier(start: datetime, unit: TimeUnit, amount: int, more: int) -> None:
    shorter = terms.deadline(TABLE, start, Term(amount, unit)).at
    assert shorter < terms.deadline(TABLE, start, Term(amount + more, unit)).at


@given(instants, given_terms, lengths, lengths)
def test_a_pause_never_shortens_and_gives_back_what_it_took(
    start: datetime, term: Term, wait: timedelta, length: timedelta
) -> None:
    paused = start + wait
    before = terms.deadline(TABLE, start, term).at
    after = terms.shift(TABLE, start, before, paused, paused + length, term.unit).at
    assert after >= before
    if paused <= before and term.amount:
        resumed = paused + length
        used = terms.elapsed(TABLE, start, paused, term.unit)
        lost = terms.elapsed(TABLE, start, resumed, term.unit) - used
        gained = terms.elapsed(TABLE, start, after, term.unit) - terms.elapsed(
            TABLE, start, before, term.unit
        )
        assert abs(gained - lost) <= 1  # both are whole minutes


@given(instants, st.integers(1, 3000), units, lengths, lengths, lengths)
def test_two_pauses_in_a_row_count_like_one(
    start: datetime, amount: int, unit: TimeUnit, wait: timedelta, first: timedelta, second: timedelta
) -> None:
    whole = terms.deadline(TABLE, start, Term(amount, unit)).at
    a, b, c = start + wait, start + wait + first, start + wait + first + second
    at_once = terms.shift(TABLE, start, whole, a, c, unit).at
    in_two = terms.shift(TABLE, start, terms.shift(TABLE, start, whole, a, b, unit).at, b, c, unit).at
    assert at_once == in_two


@given(instants, lengths)
def test_working_positions_grow_with_time_and_lead_back(start: datetime, later: timedelta) -> None:
    time = TABLE.time
    first, second = time.position(start), time.position(start + later)
    assert first <= second
    assert time.position(time.instant(second)) == second
    assert time.instant(second) <= start + later


def test_thirty_working_minutes_wait_over_noon() -> None:
    assert due("2026-03-02T11:50", 30, TimeUnit.WORKING_MINUTES) == at("2026-03-02T14:20")


def test_a_term_that_is_used_up_at_noon_ends_at_noon() -> None:
    assert due("2026-03-02T11:00", 1, TimeUnit.WORKING_HOURS) == at("2026-03-02T12:00")


def test_two_working_hours_from_friday_evening_end_on_monday() -> None:
    assert due("2026-03-06T19:00", 2, TimeUnit.WORKING_HOURS) == at("2026-03-09T11:00")


@pytest.mark.parametrize("clock", ["00:00", "08:00", "17:59", "23:00"])
def test_one_working_day_from_any_hour_of_monday_ends_on_tuesday_at_six(clock: str) -> None:
    assert due(f"2026-03-02T{clock}", 1, TimeUnit.WORKING_DAYS) == at("2026-03-03T18:00")


def test_one_working_day_from_saturday_ends_on_monday() -> None:
    assert due("2026-03-07T10:00", 1, TimeUnit.WORKING_DAYS) == at("2026-03-09T18:00")


@pytest.mark.parametrize("on", ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"])
def test_make_up_days_of_2026_are_worked(on: str) -> None:
    day = date.fromisoformat(f"2026-{on}")
    assert day.weekday() >= 5
    assert TABLE.day(day).working
    evening_before = at(f"2026-{on}T00:00") - timedelta(hours=5)
    assert terms.deadline(TABLE, evening_before, Term(1, TimeUnit.WORKING_DAYS)).at == at(f"2026-{on}T18:00")


def test_national_day_is_passed_over() -> None:
    assert due("2026-09-30T17:00", 2, TimeUnit.WORKING_HOURS) == at("2026-10-08T10:00")


def test_a_pause_on_a_holiday_moves_nothing() -> None:
    start, end = at("2026-09-30T17:00"), at("2026-10-08T10:00")
    moved = terms.shift(
        TABLE, start, end, at("2026-10-02T00:00"), at("2026-10-05T00:00"), TimeUnit.WORKING_HOURS
    )
    assert moved.at == end


def test_a_pause_before_the_count_of_days_opens_moves_nothing() -> None:
    start, end = at("2026-03-02T09:00"), at("2026-03-03T18:00")
    moved = terms.shift(
        TABLE, start, end, at("2026-03-02T10:00"), at("2026-03-02T16:00"), TimeUnit.WORKING_DAYS
    )
    assert moved.at == end


def test_a_due_time_set_by_hand_on_a_sunday_is_kept_by_an_empty_pause() -> None:
    sunday, friday = at("2026-03-08T12:00"), at("2026-03-06T10:00")
    assert terms.shift(TABLE, friday, sunday, friday, friday, TimeUnit.WORKING_HOURS).at == sunday


def test_deadlines_after_the_last_known_day_are_provisional() -> None:
    assert not terms.deadline(TABLE, at("2026-12-30T10:00"), Term(1, TimeUnit.WORKING_DAYS)).provisional
    assert terms.deadline(TABLE, at("2026-12-31T10:00"), Term(1, TimeUnit.WORKING_DAYS)).provisional
    assert not terms.deadline(TABLE, at("2026-12-31T10:00"), Term(48, TimeUnit.HOURS)).provisional


def test_the_last_known_day_stops_at_the_first_gap() -> None:
    assert table.last_known(frozenset({2025, 2026, 2028})) == date(2026, 12, 31)
    assert table.last_known(frozenset()) < date(1990, 1, 1)


def test_what_is_left_turns_negative_once_overdue() -> None:
    end = at("2026-03-06T18:00")
    assert terms.remaining(TABLE, at("2026-03-06T14:30"), end, TimeUnit.WORKING_HOURS) == 210
    assert terms.remaining(TABLE, at("2026-03-09T09:30"), end, TimeUnit.WORKING_DAYS) == -30
    assert terms.remaining(TABLE, at("2026-03-06T18:05"), end, TimeUnit.MINUTES) == -5


def test_naive_instants_negative_terms_and_far_days_are_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        terms.deadline(TABLE, datetime(2026, 3, 2, 9), Term(1, TimeUnit.WORKING_HOURS))
    with pytest.raises(ValueError, match="negative"):
        terms.deadline(TABLE, at("2026-03-02T09:00"), Term(-1, TimeUnit.HOURS))
    with pytest.raises(ValueError, match="2100"):
        terms.deadline(TABLE, at("2026-03-02T09:00"), Term(10**6, TimeUnit.WORKING_DAYS))
    with pytest.raises(ValueError, match="2100"):
        terms.deadline(TABLE, datetime(1980, 1, 1, tzinfo=UTC), Term(1, TimeUnit.WORKING_DAYS))


@pytest.mark.parametrize("hours", ["", "9", "18:00-09:00", "09:00-12:00,11:00-18:00", "09:00-25:00"])
def test_unreadable_working_hours_are_refused(hours: str) -> None:
    with pytest.raises(ValueError):
        span.read_hours(hours)


def test_every_day_from_2004_to_2026_agrees_with_chinesecalendar() -> None:
    source = pytest.importorskip("chinese_calendar")
    on = date(2004, 1, 1)
    while on <= date(2026, 12, 31):
        assert TABLE.day(on).working == source.is_workday(on), on
        on += timedelta(days=1)


def test_a_named_day_says_what_it_is() -> None:
    assert TABLE.day(date(2026, 10, 1)) == Day(on=date(2026, 10, 1), working=False, name="National Day")
