"""Forms: read from what a browser sends, shown by conditions, checked with words that say what to do."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from cdos.base.identity import api as identity
from cdos.nets.services.forms import api
from cdos.nets.services.forms.contracts import Form, FormRefused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
BODY = "44030419910314720"
NUMBER = BODY + identity.id_check_digit(BODY)
LEAF = {"id": "m", "field": "marital_status", "op": "eq", "value": "married"}


def form(*entries: Any, code: str = "t") -> Form:
    return api.parse({"code": code, "title": "试", "sections": [{"title": "甲", "entries": list(entries)}]})


def own(name: str, widget: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "label": name, "widget": widget, **more}


def words(made: Form, answers: Mapping[str, Any], facts: Mapping[str, Any] | None = None) -> dict[str, str]:
    with override("zh-hans"):
        checked = api.check(made, answers, facts=facts or {})
    return {one.field: one.words for one in checked.problems}


def sent(text: str) -> QueryDict:
    return QueryDict(text)


@pytest.mark.parametrize(
    ("widget", "typed", "kept"),
    [
        ("number", "１，２００", 1200),
        ("number", "3.5", 3.5),
        ("money", "1,280.5 元", 128050),
        ("money", "￥12", 1200),
        ("money", "0.005", "0.005"),
        ("date", "2026年3月5日", "2026-03-05"),
        ("date", "20260305", "2026-03-05"),
        ("date", "2026/3/5", "2026-03-05"),
        ("date", "2026-02-30", "2026-02-30"),
        ("yes_no", "是", True),
        ("yes_no", "no", False),
        ("phone", "+86 139 8765-0000", "13987650000"),
        ("document", f" {NUMBER.lower()} ", NUMBER),
        ("text", "  a\x00b ", "ab"),
        ("area", "西区", "440391"),
        ("area", "440391001", "440391001"),
    ],
)
def test_what_people_type_is_read_as_they_mean_it(widget: str, typed: str, kept: object) -> None:
    made = form(own("x", widget))
    assert api.read(made, {"x": typed})["x"] == kept


def test_empty_answers_are_left_out_and_unknown_ones_not_looked_at() -> None:
    made = form(own("x", "text"), own("y", "choices", options={"a": "甲", "b": "乙"}))
    assert api.read(made, sent("x=+&y=&z=1")) == {}
    assert api.read(made, sent("y=a&y=b&y=a"))["y"] == ["a", "b"]


@pytest.mark.parametrize(
    ("entry", "answer", "said"),
    [
        (own("姓名", "text"), None, "请填写：姓名。"),
        (own("照片", "file"), None, "请上传：照片。"),
        (own("去向", "choice", options={"a": "甲", "b": "乙"}), None, "请选择：去向。"),
        (own("去向", "choice", options={"a": "甲", "b": "乙"}), "c", "请选择：去向。"),
        (own("日期", "date"), None, "请填写日期：日期。"),
        (own("日期", "date"), "昨天", "请按年、月、日填写日期，例如 2026-03-15。"),
        (own("x", "number"), "很多", "请用数字填写。"),
        (own("x", "number", schema={"type": "integer"}), 1.5, "请填写整数。"),
        (own("x", "number", schema={"minimum": 5}), 3, "应不小于 5。"),
        (own("x", "number"), -3, "不能小于零。"),
        (own("x", "money", schema={"maximum": 100_00}), 200_00, "应不大于 100 元。"),
        (own("x", "money"), "一百", "请填写金额，单位为元，例如 1280 或 1280.50。"),
        (own("x", "text", schema={"minLength": 4}), "ab", "请至少填写 4 个字。"),
        (own("x", "text", schema={"maxLength": 3}), "abcd", "请不要超过 3 个字。"),
        (own("x", "text", schema={"pattern": "^粤"}), "京A", "格式不对，请对照原件再填一次。"),
        (own("x", "phone"), "12345", "请填写 11 位手机号码；境外号码请加 + 和国家代码。"),
        (own("x", "area"), "月球", "请从列表中选择区、街道或社区。"),
        (
            own("x", "choices", options={"a": "甲", "b": "乙"}, schema={"maxItems": 1}),
            ["a", "b"],
            "最多选 1 项。",
        ),
    ],
)
def test_each_mistake_is_said_in_plain_words(entry: dict[str, Any], answer: object, said: str) -> None:
    if "maxItems" in entry.get("schema", {}) and "options" in entry:
        made = form(entry)
        made.schema["properties"]["x"]["maxItems"] = 1
    else:
        made = form(entry)
    found = words(made, {} if answer is None else {entry["name"]: answer})
    assert found == {entry["name"]: said}


def test_a_wrong_check_digit_is_named() -> None:
    wrong = BODY + ("0" if NUMBER[-1] != "0" else "1")
    found = words(form("id_number"), {"id_number": wrong})
    assert "最后一位" in found["id_number"]
    assert words(form("id_number"), {"id_number": NUMBER}) == {}


def test_a_day_on_the_wrong_side_of_today_is_said() -> None:
    later = (date.today() + timedelta(days=3)).isoformat()
    made = form(
        own("x", "date", schema={"format": "past-date"}), own("y", "date", schema={"format": "future-date"})
    )
    assert set(words(made, {"x": later, "y": "2020-01-01"})) == {"x", "y"}
    assert words(made, {"x": "2020-01-01", "y": later}) == {}


def test_one_thing_is_said_of_each_field_and_in_the_order_of_the_page() -> None:
    made = form(own("b", "text", schema={"minLength": 9, "pattern": "^x"}), own("a", "text"))
    checked = api.check(made, {"b": "y"}, facts={})
    assert [one.field for one in checked.problems] == ["b", "a"]


def test_what_is_not_asked_is_neither_missed_nor_kept() -> None:
    made = form("marital_status", {"name": "spouse_name", "shown": LEAF})
    single = api.check(made, {"marital_status": "single", "spouse_name": "忘了删"}, facts={})
    assert (single.problems, dict(single.answers)) == ((), {"marital_status": "single"})
    married = api.check(made, {"marital_status": "married"}, facts={})
    assert [one.field for one in married.problems] == ["spouse_name"]


def test_what_hangs_on_an_answer_that_is_no_longer_asked_goes_too() -> None:
    chain = form(
        own("a", "yes_no"),
        own("b", "yes_no", shown={"id": "1", "field": "a", "op": "eq", "value": True}),
        own("c", "text", shown={"id": "2", "field": "b", "op": "eq", "value": True}),
    )
    checked = api.check(chain, {"a": False, "b": True, "c": "x"}, facts={})
    assert checked.shown == {"a"}
    assert dict(checked.answers) == {"a": False}


def test_what_nobody_knows_is_asked_and_what_the_person_can_answer_waits() -> None:
    by_fact = form(own("x", "text", shown={"id": "1", "field": "hukou", "op": "eq", "value": "sz"}))
    assert api.shown(by_fact, {}, facts={}) == {"x"}  # no register answers: ask
    assert api.shown(by_fact, {}, facts={"hukou": "other"}) == frozenset()
    by_answer = form("marital_status", {"name": "spouse_name", "shown": LEAF})
    assert api.shown(by_answer, {}, facts={}) == {"marital_status"}


def test_a_value_that_is_the_registers_own_cannot_be_typed_over() -> None:
    made = form({"name": "name", "editable": False}, "phone")
    checked = api.check(made, {"name": "别人", "phone": "13987650000"}, facts={"name": "陈一"})
    assert checked.answers["name"] == "陈一"
    free = api.check(made, {"name": "别人", "phone": "13987650000"}, facts={})
    assert free.answers["name"] == "别人"  # where no register knows it, the person says it


def test_constraints_over_several_fields_hold_too() -> None:
    body = {
        "code": "t",
        "title": "试",
        "schema": {"allOf": [{"if": {"properties": {"a": {"const": True}}, "required": ["a"]},
                              "then": {"properties": {"n": {"minimum": 10}}}}]},
        "sections": [{"title": "甲", "entries": [own("a", "yes_no"), own("n", "number")]}],
    }  # fmt: skip
    made = api.parse(body)
    assert words(made, {"a": True, "n": 3}) == {"n": "应不小于 10。"}
    assert words(made, {"a": False, "n": 3}) == {}


def test_a_form_is_the_same_after_writing_and_reading() -> None:
    rows = json.loads((files("cdos.nets.services.forms") / "data" / "forms.json").read_text("utf-8"))
    assert len(rows) >= 58
    for row in rows:
        made = api.parse(row)
        again = api.parse(json.loads(json.dumps(api.dump(made))), version=made.version)
        assert again == made
        assert not [one for one in api.lint(made) if one.grave], made.code


@pytest.mark.parametrize(
    "body",
    [
        {"code": "t", "title": "", "sections": []},
        {"code": "t", "title": "x", "sections": [{"title": "a", "entries": ["no_such"]}]},
        {"code": "t", "title": "x", "sections": [{"title": "a", "entries": ["name", "name"]}]},
        {
            "code": "t",
            "title": "x",
            "sections": [{"title": "a", "entries": [{"name": "name", "widget": "?"}]}],
        },
        {"code": "t", "title": "x", "sections": [{"title": "a", "entries": [{"name": "name", "colour": 1}]}]},
        {"code": "t", "title": "x", "sections": [{"title": "a", "entries": [{"name": "name", "shown": {}}]}]},
    ],
)
def test_a_form_that_is_none_is_refused_with_the_place(body: dict[str, Any]) -> None:
    with pytest.raises(FormRefused):
        api.parse(body)


texts = st.text(max_size=40) | st.sampled_from(["yes", "2026-03-05", "12", "a", NUMBER, "９９", "-0", "1e99"])


@tuned(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from("abcdefghij"), st.lists(texts, max_size=3)))
def test_nothing_that_is_typed_breaks_the_check(typed: dict[str, list[str]]) -> None:
    """Whatever comes, each field ends as a value of its schema, or with words; never both, never an error."""
    made = form(
        own("a", "text"), own("b", "number"), own("c", "money"), own("d", "date"), own("e", "yes_no"),
        own("f", "choice", options={"a": "甲", "b": "乙"}), own("g", "choices", options={"a": "甲", "b": "乙"}),
        own("h", "phone"), own("i", "document"), own("j", "area"),
    )  # fmt: skip
    answers = api.read(made, typed)
    checked = api.check(made, answers, facts={})
    wrong = {one.field for one in checked.problems}
    assert all(one.words for one in checked.problems)
    assert set(checked.answers) - wrong == set("abcdefghij") - wrong
    right = {name: value for name, value in checked.answers.items() if name not in wrong}
    assert not [one for one in api.check(made, right, facts={}).problems if one.field in right]
    assert "<script" not in api.render(made, checked.answers, checked.problems).split("<script type")[0]


def test_the_page_names_what_is_wrong_and_leads_to_it() -> None:
    made = form("marital_status", {"name": "spouse_name", "shown": LEAF}, own("y", "yes_no"))
    checked = api.check(made, {"marital_status": "married"}, facts={})
    html = api.render(made, {"marital_status": "married"}, checked.problems)
    assert 'href="#id_spouse_name"' in html
    assert 'href="#id_y_0"' in html
    assert 'id="id_y_0"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_spouse_name_error"' in html
    assert " required" not in html  # the browser holds nobody back; the server says what is wrong
    assert "data-when=" in html


def test_what_only_the_server_knows_does_not_leave_it() -> None:
    rule = {"all": [{"id": "1", "field": "income_month_fen", "op": "lt", "value": 200000},
                    {"id": "2", "field": "marital_status", "op": "eq", "value": "married"}]}  # fmt: skip
    made = form("marital_status", own("x", "text", shown=rule))
    html = api.render(made, {}, facts={"income_month_fen": 123456})
    when = html.split('data-when="')[1].split('"')[0]
    assert "123456" not in html
    assert "income" not in when
    assert "marital_status" in when


def test_what_is_typed_is_shown_as_text() -> None:
    html = api.render(form(own("x", "text")), {"x": '"><script>alert(1)</script>'})
    assert "<script>alert" not in html


def test_answers_are_said_in_words() -> None:
    made = form(
        own("x", "money"),
        own("y", "yes_no"),
        own("z", "choice", options={"a": "甲", "b": "乙"}),
        own("w", "area"),
    )
    with override("zh-hans"):
        ((title, rows),) = api.in_words(made, {"x": 128050, "y": True, "z": "b", "w": "440391001"})
    assert title == "甲"
    assert [row[2] for row in rows] == ["1,280.50 元", "是", "乙", "西区 · 甲街道"]
