"""A year of appeals: varied texts, believable courses, the same again for the same seed."""

import statistics
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

import pytest

from cdos.base.matters import api as matters
from cdos.nets.governance.appeals.contracts import KIND, AppealRow, Outcome
from cdos.sample.appeals import course, history
from cdos.sample.appeals.lively import PLAN, lively
from cdos.sample.ground.base_map import City
from cdos.sample.people.residents import take_census
from cdos.sample.people.units import units
from cdos.sample.texts.similarity import near_equal_share

SEED, SCALE = 4403, 0.001
NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk(drawn: City) -> history.Desk:
    census = take_census(SCALE, SEED)
    names = {unit.code: unit.name for unit in units()}
    return history.Desk(drawn.neighbourhoods, census, range(1, census.total + 1), names)


@pytest.fixture(scope="module")
def rows(desk: history.Desk) -> list[AppealRow]:
    return list(history.year(desk, scale=SCALE, seed=SEED, now=NOW))


def test_a_thousandth_is_about_5_100_appeals_a_year_in_order_of_filing(rows: list[AppealRow]) -> None:
    assert 4_800 < len(rows) < 5_600
    assert all(a.filed_at <= b.filed_at for a, b in zip(rows, rows[1:], strict=False))
    assert rows[-1].filed_at <= NOW


def test_fewer_than_one_text_in_twenty_has_a_near_equal_one(rows: list[AppealRow]) -> None:
    assert near_equal_share([row.text for row in rows]) < 0.05


def test_the_measure_of_likeness_finds_what_is_alike() -> None:
    text = "小区门口的井盖松了一压就响晚上根本睡不着请尽快派人来看看谢谢"
    others = [
        "完全不同的一句话说的是公交车的事情等了四十分钟也没有来",
        "另外一件事情关于工资拖欠两个月没有发",
    ]
    assert near_equal_share([text, text + "。", *others]) == 0.5
    assert near_equal_share(others) == 0.0


def test_texts_run_from_a_line_to_a_story(rows: list[AppealRow]) -> None:
    lengths = [len(row.text) for row in rows]
    assert min(lengths) >= 8
    assert max(lengths) > 300
    assert max(lengths) <= 600
    assert 60 < statistics.median(lengths) < 140
    assert all("{" not in row.text and "{" not in row.reply and "{" not in row.title for row in rows)


def test_times_follow_one_another_and_agree_with_the_state(rows: list[AppealRow]) -> None:
    for row in rows:
        times = [row.filed_at, row.dispatched_at, row.contacted_at, row.replied_at, row.closed_at]
        known = [moment for moment in times if moment is not None]
        assert known == sorted(known)
        assert known[-1] <= NOW
        state = matters.flow(KIND).state(row.state)
        assert (row.closed_at is not None) == (state.phase == "done")
        assert (row.dispatched_at is None) == (row.state == "received") or row.state == "withdrawn"
        assert not row.solved_at or row.outcome is Outcome.SOLVED
        assert bool(row.reply) == (row.replied_at is not None)


def test_most_are_on_time_some_are_not_and_some_are_sent_back(rows: list[AppealRow]) -> None:
    done = [row for row in rows if row.handling_on_time is not None]
    assert 0.9 < statistics.mean(bool(row.handling_on_time) for row in done) < 0.99
    assert (
        0.9
        < statistics.mean(bool(row.dispatch_on_time) for row in rows if row.dispatch_on_time is not None)
        < 1
    )
    rated = [row.rating for row in rows if row.rating]
    assert 0.85 < statistics.mean(rating.satisfied for rating in rated) < 0.99
    assert sum(row.redo_count > 0 for row in rows) > 100


def test_all_eighteen_classes_and_nine_districts_are_heard(rows: list[AppealRow]) -> None:
    assert len({row.item[:2] for row in rows if row.item}) == 18
    assert len({row.place.scope.district for row in rows}) == 9


def test_the_last_days_hold_every_open_state(desk: history.Desk) -> None:
    found = list(lively(desk, seed=SEED, now=NOW))
    counts = Counter(row.state for row in found)
    assert counts["received"] >= 10
    assert set(counts) == {state for state, *_ in PLAN}
    assert any(row.unit == "440304-water" for row in found)


def test_the_same_seed_and_moment_give_the_same_appeals(desk: history.Desk) -> None:
    first, second = (list(islice(history.year(desk, scale=SCALE, seed=SEED, now=NOW), 60)) for _ in "ab")
    assert first == second
    assert first != list(islice(history.year(desk, scale=SCALE, seed=SEED + 1, now=NOW), 60))


def test_an_appeal_seen_at_a_moment_shows_nothing_that_lies_ahead() -> None:
    random = Random(5)
    for _ in range(400):
        went = course.run(random, NOW, urgent=False, amount=7, unit="working_days")
        for hours in (0, 1, 30, 100, 300, 900):
            moment = NOW + timedelta(hours=hours)
            stands = course.at(went, moment)
            known = [stands.dispatched, stands.contacted, stands.replied, stands.rated, stands.closed]
            assert all(at is None or at <= moment for at in known)
            assert (stands.closed is not None) == (stands.state in {"confirmed", "closed", "withdrawn"})
