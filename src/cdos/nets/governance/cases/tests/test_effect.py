"""A campaign's effect: what the numbers say, and honest words where they are too few."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cdos.nets.governance.cases.contracts import Verdict
from cdos.nets.governance.cases.logic import effect

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def times(before: int = 90, after: int = 60, between: int = 20) -> effect.Times:
    done = NOW - timedelta(days=after)
    begun = done - timedelta(days=between)
    return effect.Times(begun - timedelta(days=before), begun, done, NOW)


def test_a_problem_that_went_fell() -> None:
    found = effect.reckoned(times(), (45, 3, 1), (1000, 667), done=True)
    assert found.verdict is Verdict.FELL
    assert (found.rate_before, found.rate_after, found.again) == (15.0, 1.5, 1)
    assert found.high is not None
    assert found.high < 1
    with override("en"):
        assert "less often" in effect.words(found)


def test_one_that_came_as_before_shows_no_change() -> None:
    assert effect.reckoned(times(), (45, 28, 9), (1000, 667), done=True).verdict is Verdict.UNCLEAR


def test_one_that_came_more_rose() -> None:
    assert effect.reckoned(times(), (20, 40, 9), (1000, 667), done=True).verdict is Verdict.ROSE


@pytest.mark.parametrize("after", [0, 1, 2])
def test_where_few_would_have_come_anyway_none_coming_proves_nothing(after: int) -> None:
    found = effect.reckoned(times(), (6, after, 0), (1000, 667), done=True)
    assert found.verdict is Verdict.TOO_FEW
    with override("en"):
        assert "Too few" in effect.words(found)


def test_before_four_weeks_have_gone_it_is_too_early() -> None:
    assert effect.reckoned(times(after=20), (90, 0, 0), (1000, 200), done=True).verdict is Verdict.TOO_EARLY
    assert effect.reckoned(times(), (90, 0, 0), (1000, 667), done=False).verdict is Verdict.TOO_EARLY


def test_that_the_whole_city_says_less_is_no_effect() -> None:
    """Half as many of everything: half as many of this is as before."""
    assert effect.reckoned(times(), (45, 15, 0), (1000, 333), done=True).verdict is Verdict.UNCLEAR


@given(st.integers(0, 60), st.integers(0, 60), st.floats(5, 60))
def test_the_bounds_hold_the_ratio(before: int, after: int, expected: float) -> None:
    ratio, low, high = effect.ratio_of(before, after, expected)
    if before == 0:
        assert ratio is None
        return
    assert ratio is not None and low is not None and high is not None  # noqa: PT018
    assert low <= ratio + 0.01 and ratio <= high + 0.01  # noqa: PT018


def test_without_an_effect_at_most_one_in_twenty_is_said_to_have_one() -> None:
    random = np.random.default_rng(11)
    wrong = 0
    for _run in range(1000):
        before, after = int(random.poisson(30)), int(random.poisson(20))
        found = effect.reckoned(times(), (before, after, 0), (1000, 667), done=True)
        wrong += found.verdict in {Verdict.FELL, Verdict.ROSE}
    assert wrong <= 65  # 50 and what chance adds to it
