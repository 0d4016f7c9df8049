"""Several forms as one: each field asked once, conflicts settled the same way, each form's answers out again."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from cdos.nets.services.forms import api
from cdos.nets.services.forms.contracts import Form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def form(code: str, *entries: Any, title: str = "甲") -> Form:
    return api.parse({"code": code, "title": code, "sections": [{"title": title, "entries": list(entries)}]})


def own(name: str, widget: str = "text", **more: Any) -> dict[str, Any]:
    return {"name": name, "label": name, "widget": widget, **more}


def when(field: str, value: object) -> dict[str, Any]:
    return {"id": "w", "field": field, "op": "eq", "value": value}


def test_a_field_of_both_is_asked_once_and_sections_stay() -> None:
    merged = api.merge([form("a", "name", own("x"), title="人"), form("b", "name", own("y"), title="事")])
    assert [(one.title, [e.name for e in one.entries]) for one in merged.sections] == [
        ("人", ["name", "x"]),
        ("事", ["y"]),
    ]
    assert merged.code == "a+b"
    assert sorted(merged.schema["required"]) == ["name", "x", "y"]


def test_a_single_form_stays_as_it_is() -> None:
    one = form("a", "name")
    assert api.merge([one]) is one


def test_required_in_one_is_required_and_optional_in_both_is_not() -> None:
    first, second = form("a", own("x", required=False)), form("b", own("x"))
    for order in ([first, second], [second, first]):
        entry = api.merge(order).entry("x")
        assert entry is not None
        assert entry.required
        assert entry.required_if is None
    entry = api.merge([first, form("c", own("x", required=False))]).entry("x")
    assert entry is not None
    assert not entry.required


def test_what_one_asks_only_sometimes_and_the_other_offers_is_required_only_then() -> None:
    """A: needed if p. B: always there, never needed."""
    first = form("a", own("p", "yes_no"), own("x", shown=when("p", True)))
    second = form("b", own("x", required=False))
    for order in ([first, second], [second, first]):
        merged = api.merge(order)
        assert api.shown(merged, {"p": False}, facts={}) == {"p", "x"}
        assert not api.check(merged, {"p": False}, facts={}).problems
        assert [one.field for one in api.check(merged, {"p": True}, facts={}).problems] == ["x"]


def test_it_is_shown_where_either_shows_it() -> None:
    first = form("a", own("p", "yes_no"), own("x", shown=when("p", True)))
    second = form("b", own("q", "yes_no"), own("x", shown=when("q", True)))
    merged = api.merge([first, second])
    assert "x" in api.shown(merged, {"p": True, "q": False}, facts={})
    assert "x" in api.shown(merged, {"p": False, "q": True}, facts={})
    assert "x" not in api.shown(merged, {"p": False, "q": False}, facts={})


def test_the_stricter_limits_hold() -> None:
    merged = api.merge(
        [
            form("a", own("x", "number", schema={"minimum": 5, "maximum": 50})),
            form("b", own("x", "number", schema={"minimum": 1, "maximum": 20})),
        ]
    )
    schema = merged.schema["properties"]["x"]
    assert (schema["minimum"], schema["maximum"]) == (5, 20)


def test_a_choice_offers_what_both_accept() -> None:
    merged = api.merge(
        [
            form("a", own("x", "choice", options={"c": "丙", "a": "甲", "b": "乙"})),
            form("b", own("x", "choice", options={"a": "甲", "c": "丙", "d": "丁"})),
        ]
    )
    assert [code for code, _title in api.options(merged, "x")] == ["c", "a"]


@pytest.mark.parametrize(
    "other",
    [
        own("x", "number"),
        own("x", "text", schema={"minLength": 60, "maxLength": 80}),
    ],
)
def test_what_no_value_could_satisfy_is_asked_twice(other: dict[str, Any]) -> None:
    first, second = form("a", own("x", schema={"maxLength": 50})), form("b", other)
    merged = api.merge([first, second])
    assert [entry.name for entry in merged.entries] == ["x", "x__b"]
    answers = {"x": "短", "x__b": "另"}
    assert api.part(merged, answers, first) == {"x": "短"}
    assert api.part(merged, answers, second) == {"x": "另"}


def test_conditions_follow_a_field_that_had_to_be_asked_twice() -> None:
    first = form("a", own("p", "choice", options={"a": "甲", "b": "乙"}))
    second = form("b", own("p", "yes_no"), own("y", shown=when("p", True)))
    merged = api.merge([first, second])
    assert "y" in api.shown(merged, {"p": "a", "p__b": True}, facts={})
    assert "y" not in api.shown(merged, {"p": "a", "p__b": False}, facts={})


def test_only_what_both_let_be_typed_over_may_be() -> None:
    merged = api.merge([form("a", "name"), form("b", {"name": "name", "editable": False})])
    entry = merged.entry("name")
    assert entry is not None
    assert not entry.editable


def entries(draw: st.DrawFn, code: str) -> Form:
    names = draw(st.lists(st.sampled_from("pqrxyz"), min_size=1, max_size=5, unique=True))
    rows = []
    for at, name in enumerate(names):
        row: dict[str, Any] = own(name, "yes_no", required=draw(st.booleans()))
        before = names[:at]
        if before and draw(st.booleans()):
            row["shown"] = when(draw(st.sampled_from(before)), draw(st.booleans()))
        rows.append(row)
    return form(code, *rows)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Form, Form, Form]:
    return entries(draw, "a"), entries(draw, "b"), entries(draw, "c")


@tuned(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs(), st.dictionaries(st.sampled_from("pqrxyz"), st.booleans()))
def test_answers_that_the_bundle_takes_are_taken_by_each_of_its_forms(
    forms: tuple[Form, Form, Form], answers: dict[str, bool]
) -> None:
    """The promise of a bundle: one form checked once, and no department's own form finds anything missing."""
    merged = api.merge(forms)
    assert api.merge(forms) == merged  # the same every time
    checked = api.check(merged, answers, facts={})
    if checked.problems:
        return
    for one in forms:
        own_part = api.part(merged, checked.answers, one)
        assert not api.check(one, own_part, facts={}).problems
