"""What would change it, and what a yes would pay, are said as they are."""

from datetime import date

import pytest

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Leaf, Op, Value

from .. import api
from ..contracts import About, Period
from ..logic import explaining
from .conftest import LAW, Town, payee, programme

ANYBODY = Leaf("age", "age", Op.GE, 0, LAW)


def hint(field: str, op: Op, value: object, found: Value, *, push: bool = False) -> str:
    leaf = Leaf("one", field, op, value, LAW)  # type: ignore[arg-type]
    (failing,) = rules.decide(leaf, {field: found}).failing
    return explaining.change(failing, push=push)


def test_a_value_that_must_be_below_is_not_said_to_be_enough_when_it_is_just_that() -> None:
    assert "at most" in hint("income_month_fen", Op.LE, 500_000, 600_000)
    assert "is below 5,000 yuan" in hint("income_month_fen", Op.LT, 500_000, 600_000)


@pytest.mark.parametrize("found", [date(2019, 1, 1), date(2026, 1, 1)])
def test_a_day_outside_of_two_is_told_both(found: date) -> None:
    span = (date(2020, 1, 1), date(2021, 1, 1))
    said = hint("graduation_date", Op.BETWEEN, span, found)
    assert "from 2020-01-01 to 2021-01-01" in said


def test_more_than_whole_years_is_not_said_to_be_reached_by_whole_years() -> None:
    assert "is above 3" in hint("residence_years", Op.GT, 3, 0.5)


def test_only_what_the_city_tells_of_itself_is_said_to_be_told() -> None:
    told, silent = (hint("age", Op.GE, 80, 75, push=push) for push in (True, False))
    assert "tells you" in told
    assert silent == "5 years are missing."


def test_the_page_says_what_is_left_of_the_group_and_a_tap_pays_that(pool: None, town: Town) -> None:
    grouped = {"group": "aid", "group_most_fen": 30_000, "period": Period.YEAR}
    codes = ("one", "two", "three")
    api.load([programme(code, ANYBODY, push=code == "two", **grouped) for code in codes])
    actor = town.actor(0)
    api.match_night(about=About.PERSON)
    api.claim(actor=actor, code="one", payee=payee())
    for code in ("two", "three"):
        found = api.explain(actor=actor, code=code)
        assert (found.fen, "100" in found.sentence, "200" in found.sentence) == (10_000, True, False)
    offered = api.explain(actor=actor, code="two").entitlement
    assert offered is not None
    assert offered.fen == api.mine(actor=actor).offers[0].fen == 10_000
    assert api.confirm(actor=actor, number=offered.number, payee=payee()).fen == 10_000
    assert api.explain(actor=actor, code="two").entitlement.fen == 10_000  # type: ignore[union-attr]
