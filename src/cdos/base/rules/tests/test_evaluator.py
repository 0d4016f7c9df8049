"""One case: true, false or not known, with every condition that stands in the way."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from cdos.base.rules import api
from cdos.base.rules.contracts import All, AnyOf, Clause, Leaf, Node, Not, Op, Ref, Truth
from cdos.base.rules.logic import tree

from . import randomly

ON = date(2026, 11, 26)
AGE = Leaf("age", "age", Op.BETWEEN, (18, 45), Clause("办法", "", "第三条"))
EDU = Leaf("edu", "education", Op.IN, ("bachelor", "master"))
SKILL = Leaf("skill", "skill_level", Op.LE, 2)
POOR = Leaf("poor", "low_income", Op.EQ, True)
RULE = All((AGE, AnyOf((EDU, SKILL)), Not(POOR)))


def said(node: Node, facts: Mapping[str, Any], on: date = ON) -> tuple[str, list[str], list[str]]:
    verdict = api.decide(node, facts, on=on)
    return (
        verdict.truth.value,
        [one.leaf.id for one in verdict.failing],
        [one.leaf.id for one in verdict.unknown],
    )


FIT = {"age": 30, "education": "master", "skill_level": 5, "low_income": False}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (FIT, ("yes", [], [])),
        ({**FIT, "age": 46}, ("no", ["age"], [])),
        ({**FIT, "age": 46, "education": None}, ("no", ["age"], ["edu"])),
        ({**FIT, "education": "high"}, ("no", ["edu", "skill"], [])),
        ({**FIT, "education": None}, ("unknown", [], ["edu"])),
        ({**FIT, "low_income": True}, ("no", ["poor"], [])),
        ({}, ("unknown", [], ["age", "edu", "skill", "poor"])),
        ({**FIT, "education": "high", "skill_level": None}, ("unknown", [], ["skill"])),
    ],
)
def test_a_verdict_names_what_fails_and_what_is_not_known(facts: dict[str, Any], expected: object) -> None:
    assert said(RULE, facts) == expected


@pytest.mark.parametrize("value", ["30", "", True, float("nan"), [30], date(2000, 1, 1)])
def test_a_value_of_the_wrong_kind_is_not_known_and_refuses_nobody(value: Any) -> None:
    assert said(All((AGE,)), {"age": value}) == ("unknown", [], ["age"])


def test_a_day_written_as_text_is_a_day() -> None:
    leaf = Leaf("d", "graduation_date", Op.GE, date(2024, 1, 1))
    assert said(leaf, {"graduation_date": "2024-06-30"})[0] == "yes"
    assert said(leaf, {"graduation_date": "soon"})[0] == "unknown"


def test_the_trace_has_every_condition_with_what_was_found() -> None:
    trace = api.decide(RULE, {**FIT, "age": 50}, on=ON).trace
    assert [(one.leaf.id, one.truth, one.found) for one in trace] == [
        ("age", Truth.NO, 50),
        ("edu", Truth.YES, "master"),
        ("skill", Truth.NO, 5),
        ("poor", Truth.NO, False),
    ]


def test_a_condition_outside_its_days_falls_out_of_its_group() -> None:
    ended = Leaf("old", "education", Op.EQ, "college", valid_until=date(2025, 12, 31))
    either = AnyOf((EDU, ended))
    assert said(either, {"education": "college"}, date(2025, 12, 31))[0] == "yes"
    assert said(either, {"education": "college"}, date(2026, 1, 1)) == ("no", ["edu"], [])
    assert said(All((AGE, ended)), {"age": 20, "education": "junior"})[0] == "yes"
    assert said(Not(ended), {"education": "college"}, date(2026, 1, 1))[0] == "yes"


def test_two_fields_are_compared_and_either_may_be_missing() -> None:
    leaf = Leaf("r", "pension_months", Op.GE, Ref("social_security_months"))
    assert said(leaf, {"pension_months": 5, "social_security_months": 4})[0] == "yes"
    assert said(leaf, {"pension_months": 5})[0] == "unknown"
    assert said(leaf, {"social_security_months": 5})[0] == "unknown"


def test_what_an_editor_writes_is_never_executed() -> None:
    nasty = "x'); import os; os.abort() #"
    leaf = Leaf("n", nasty, Op.EQ, nasty, Clause(nasty), words=nasty)
    assert said(All((leaf,)), {nasty: nasty})[0] == "yes"
    assert said(All((leaf,)), {nasty: "y"})[0] == "no"


def test_yes_and_one_are_different_rules_also_when_read_one_after_the_other() -> None:
    assert said(Leaf("a", "unheard", Op.EQ, True), {"unheard": True})[0] == "yes"
    assert said(Leaf("a", "unheard", Op.EQ, 1), {"unheard": True})[0] == "unknown"
    assert said(Leaf("a", "unheard", Op.EQ, 1), {"unheard": 1})[0] == "yes"


def kleene(node: Node | None, truths: Mapping[str, Truth]) -> Truth:
    """The plain definition, to hold the compiled one against."""
    order = [Truth.NO, Truth.UNKNOWN, Truth.YES]
    if node is None:
        return Truth.YES
    if isinstance(node, Leaf):
        return truths[node.id]
    if isinstance(node, Not):
        return order[2 - order.index(kleene(node.of, truths))]
    inner = [order.index(kleene(one, truths)) for one in node.of]
    return order[min(inner) if isinstance(node, All) else max(inner)]


def test_a_verdict_follows_from_its_trace_and_its_reasons_would_turn_it() -> None:
    """By the plain definition; and were what fails (or is not known) otherwise, the verdict would be another."""
    crowd, turned = randomly.people(40, seed=5), {Truth.NO: Truth.YES, Truth.YES: Truth.NO}
    for node in randomly.rules(150, seed=9):
        kept = tree.pruned(node, randomly.ON)
        for facts in crowd:
            verdict = api.decide(node, facts, on=randomly.ON)
            truths = {one.leaf.id: one.truth for one in verdict.trace}
            assert kleene(kept, truths) is verdict.truth
            blamed = {one.leaf.id: turned[one.truth] for one in verdict.failing}
            if verdict.truth is Truth.NO:
                assert verdict.failing
                assert kleene(kept, truths | blamed) is not Truth.NO
            else:
                assert not verdict.failing
            assert bool(verdict.unknown) or verdict.truth is not Truth.UNKNOWN
