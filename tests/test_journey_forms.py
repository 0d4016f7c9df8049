"""Forms in the real browser: an editor adds a field with a condition and another approves it; the browser shows what the
server would; a resident takes a consent back and says that a value is wrong."""

import json
import random

import pytest
from playwright.sync_api import Browser, expect
from tests.support.journey import Open

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Truth
from cdos.nets.services.forms.logic import browser as wired

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CODE = "dog-licence"


def test_an_editor_changes_a_form_and_another_one_approves_it(open_as: Open) -> None:
    page = open_as("editor")
    page.goto(f"/staff/forms/{CODE}/")
    begin = page.locator("form[action$='/begin'] button")
    if begin.count():
        begin.click()
    else:  # a draft is open already
        page.locator("a[href$='/edit']").click()
    page.wait_for_url("**/edit*")
    section = page.locator("section.card", has_text="犬只").first
    section.locator("summary", has_text="在这里添加字段").click()
    label = f"免疫证号{random.randrange(10**6)}"
    section.locator("input[name=label]").fill(label)
    section.locator("form", has=page.locator("input[value=add_own]")).get_by_role(
        "button", name="添加"
    ).click()
    page.wait_for_url("**field=*")
    field = page.locator("#field")
    field.locator("[name=help]").fill("在免疫证的右上角")
    field.locator("[name=help]").blur()
    expect(page.locator("#form-preview")).to_contain_text(
        "在免疫证的右上角"
    )  # typed, and there, without a reload
    field.locator("[name=when_field_0]").select_option("neutered")
    field.locator("[name=when_value_0]").fill("是")
    field.get_by_role("button", name="保存并关闭").click()
    page.wait_for_url(lambda url: "field=" not in url)

    preview = page.locator("#form-preview")
    asked = preview.locator(".form-entry", has_text=label)
    expect(asked).to_be_hidden()
    preview.locator("label", has_text="是").last.click()
    expect(asked).to_be_visible()
    preview.get_by_role("button", name="检查填写的内容").click()
    expect(preview.locator(".form-problems")).to_contain_text(f"请填写：{label}")

    page.goto(f"/staff/forms/{CODE}/")
    page.locator("form[action$='/submit'] button").click()
    expect(page.locator("main")).to_contain_text("待另一位编辑审核")
    expect(page.locator("form[action$='/approve']")).to_have_count(0)
    other = open_as("reviewer")
    other.goto(f"/staff/forms/{CODE}/")
    other.locator("form[action$='/approve'] button").click()
    expect(other.locator("main")).to_contain_text("田雨桐")
    expect(other.locator("form[action$='/begin']")).to_have_count(1)  # nothing is open any more
    expect(other.locator(".form-preview")).to_contain_text("养犬登记表")


def test_a_resident_takes_a_consent_back_and_says_that_a_value_is_wrong(open_as: Open) -> None:
    page = open_as("chenxiaoman")
    page.goto("/me/consents")
    allowed = page.locator("main .row-link", has=page.get_by_role("button", name="撤回"))
    before = allowed.count()
    if before:
        allowed.first.get_by_role("button", name="撤回").click()
        expect(page.locator("#toasts")).to_contain_text("已撤回")
        expect(allowed).to_have_count(before - 1)
    page.goto("/me/registers/marriage")
    page.locator(".row-link", has_text="结婚登记日期").get_by_role("link", name="有误").click()
    page.locator("[name=claimed]").fill("2015-05-21")
    page.get_by_role("button", name="提交给登记单位").click()
    expect(page.locator("main")).to_contain_text("您的依据")  # without a reason it stays, and says why
    page.locator("[name=reason]").fill("结婚证上是 5 月 21 日")
    page.get_by_role("button", name="提交给登记单位").click()
    page.wait_for_url("**/me/consents")
    expect(page.locator("#corrections")).to_contain_text("核实中")
    clerk = open_as("civil-handler")
    clerk.goto("/staff/registers")
    clerk.locator("main .row-link", has_text="结婚登记日期").first.click()
    expect(clerk.locator("main")).to_contain_text("2015-05-21")


def rule(draw: random.Random, depth: int = 0) -> dict[str, object]:
    """A random condition over the fields below."""
    kind = draw.choice(["leaf", "leaf", "all", "any", "not"]) if depth < 3 else "leaf"
    if kind == "not":
        return {"not": rule(draw, depth + 1)}
    if kind in ("all", "any"):
        return {kind: [rule(draw, depth + 1) for _one in range(draw.randint(1, 3))]}
    name, op, value = draw.choice(LEAVES)
    return {"id": f"c{draw.randrange(10**9)}", "field": name, "op": op, "value": value}


LEAVES: list[tuple[str, str, object]] = [
    *(("age", op, 30) for op in ("eq", "ne", "lt", "le", "gt", "ge")),
    ("age", "between", [18, 45]), ("age", "in", [30, 31]), ("age", "not_in", [30, 31]),
    ("marital_status", "eq", "married"), ("marital_status", "ne", "married"), ("marital_status", "in", ["single", "married"]),
    ("veteran", "eq", True), ("veteran", "ne", True),
    ("marriage_date", "le", "2020-01-01"), ("marriage_date", "between", ["2010-01-01", "2020-01-01"]),
    ("income_month_fen", "lt", 200000), ("hukou", "eq", "sz"), ("residence_years", "ge", 3),
]  # fmt: skip
# What the browser reads from the page, as typed; hukou and residence_years are not on it: the server's facts alone.
TYPED: dict[str, tuple[str, list[str]]] = {
    "age": ("number", ["", "17", "30", "31", "４５", "老"]),
    "marital_status": ("text", ["", "single", "married"]),
    "veteran": ("boolean", ["", "yes", "no"]),
    "marriage_date": ("date", ["", "2015-05-20", "2021-01-01"]),
    "income_month_fen": ("fen", ["", "1,500", "2000", "2000.5"]),
}
READ = """async ([address, cases]) => {
  const { truth, reading, holds } = await import(address);
  return cases.map(({ node, typed, kinds }) => {
    const value = (name) => (name in typed ? reading(kinds[name], [typed[name]]) : null);
    return [truth(node, value), holds(node, value, new Set(Object.keys(kinds)))];
  });
}"""


def test_the_browser_says_of_every_condition_what_the_server_says(chromium: Browser, live_city: str) -> None:
    """1,500 random conditions and answers, a third of them not known."""
    from cdos.nets.services.forms.contracts import Entry, Form, Section
    from cdos.nets.services.forms.logic import answers, showing

    widgets = {"number": "number", "text": "text", "boolean": "yes_no", "date": "date", "fen": "money"}
    entries = tuple(Entry(name, name, widget=widgets[kind]) for name, (kind, _texts) in TYPED.items())
    schema = {"properties": {entry.name: {} for entry in entries}}
    form = Form("t", 1, "t", schema, (Section("t", entries),))
    draw, cases, expected = random.Random(20261126), [], []
    for _case in range(1500):
        node = rules.parse(rule(draw))
        typed = {name: draw.choice(texts) for name, (_kind, texts) in TYPED.items()}
        facts = {"hukou": draw.choice(["sz", "other", None]), "residence_years": draw.choice([1, 5, None])}
        told = {name: value for name, value in answers.read(form, typed).items() if value != "老"}
        known = {**facts, **told}
        truth = rules.decide(node, known).truth
        own = frozenset(TYPED)
        kinds = {name: kind for name, (kind, _texts) in TYPED.items()}
        cases.append({"node": wired.wire(node, form, facts), "typed": typed, "kinds": kinds})
        expected.append([truth.value, showing.holds(node, known, own)])
    assert {one[0] for one in expected} == {truth.value for truth in Truth}
    made = chromium.new_context(base_url=live_city)
    page = made.new_page()
    page.goto("/")
    found = page.evaluate(READ, ["/static/forms/form.js", cases])
    wrong = [
        (json.dumps(c, ensure_ascii=False), e, f)
        for c, e, f in zip(cases, expected, found, strict=True)
        if e != f
    ]
    made.close()
    assert not wrong, wrong[:3]
