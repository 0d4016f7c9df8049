"""A new service in the real browser, no code touched: an editor writes form, rule and item, a second editor approves them, and a
resident gets it at once; whom the rule refuses reads the clause.
"""

from datetime import date

import pytest
from playwright.sync_api import Page, expect
from tests.support.journey import Open, picks

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LAW, ARTICLE = "深圳经济特区绿化条例", "第十九条"


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


def writes_the_form(page: Page, code: str) -> None:
    page.goto("/staff/forms/new")
    page.fill("main [name=title]", "社区花园认领")
    page.fill("main [name=code]", code)
    page.locator("main form button").last.click()
    page.wait_for_url(f"**/{code}/edit*")
    for known in ("residence_address",):
        _adds(page, "add_known", "[name=element]", known)
    _adds(page, "add_own", "[name=label]", "想种什么")
    page.goto(f"/staff/forms/{code}/")
    page.locator("form[action$='/submit'] button").click()
    expect(page.locator("main")).to_contain_text("待另一位编辑审核")


def _adds(page: Page, what: str, field: str, value: str) -> None:
    form = page.locator(f"form:has(input[name=do][value={what}])").first
    if not form.is_visible():
        page.locator("details:has(input[name=do][value=add_known]) > summary").first.click()
    chosen = form.locator(field)
    chosen.select_option(value) if field == "[name=element]" else chosen.fill(value)
    form.locator("button").click()
    page.wait_for_url("**?field=*")


def writes_the_rule(page: Page, code: str) -> None:
    page.goto("/staff/rules/new")
    page.fill("main [name=title]", "社区花园认领")
    page.fill("main [name=code]", code)
    page.locator("main form button").last.click()
    page.wait_for_url(f"**/{code}/edit")
    page.locator("button[name=do][value^='leaf:']").last.click()
    page.locator("select[name^='field.']").select_option("age")
    page.locator("select[name^='op.']").select_option("ge")
    page.locator("input[name^='low.']").fill("18")
    page.locator(".rule-leaf details > summary").first.click()
    page.locator("input[name^='law.']").fill(LAW)
    page.locator("input[name^='article.']").fill(ARTICLE)
    page.locator("button.primary[name=do][value=save]").click()
    page.wait_for_url(f"**/staff/rules/{code}/1")
    expect(page.locator(".rule-lines").first).to_contain_text("18")
    page.locator("form[action$='/submit'] button").click()


def writes_the_item(page: Page, code: str) -> None:
    page.goto("/staff/items/")
    page.get_by_role("link", name="新增事项").click()
    values = {
        "code": code,
        "title": f"社区花园认领{code[-4:].strip('-')}",
        "summary": "认领一块社区花园，自己种花种菜。",
        "standard": "442180900000",
        "words": "认领花园、共建花园",
        "topics": "城市管理",
        "conditions": "年满十八周岁的居民。",
        "extension.address": "深圳市福田区福中三路市民中心B区",
        "extension.phone": "12345",
        "form": code,
        "rule": code,
        "promised_days": "0",
    }
    for name, value in values.items():
        page.locator(f"[name='{name}']").fill(value)
    picks(page.locator("main"), "department", "440300-urban")
    page.locator("[name=handling]").select_option("1")
    page.locator("[name=promised_unit]").select_option("at_once")
    page.locator("[name=instant]").check()
    for part in ("laws", "results"):
        page.locator(f"#{part} button[name=more]").click()
        page.locator(f"[name='{part}-0-name']").wait_for()
    page.locator("[name='laws-0-name']").fill(LAW)
    page.locator("[name='laws-0-article']").fill(ARTICLE)
    page.locator("[name='results-0-name']").fill("花园认领凭证")
    page.locator("[name='results-0-type']").select_option("30")
    assert page.locator("[name=title]").input_value() == values["title"]  # a row more lost nothing
    fits(page)
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url(f"**/staff/items/{code}/")


def hands_the_item_in(page: Page, code: str) -> None:
    page.get_by_role("button", name="提交审核").click()
    page.locator("form[action$='/submit'] [name=effective_from]").fill(date.today().isoformat())
    page.locator("form[action$='/submit'] button").click()
    page.get_by_text("待审核").first.wait_for()


def test_two_editors_make_a_service_and_a_resident_gets_it(open_as: Open, width: int) -> None:
    code = f"garden-plot-{width}"
    editor, reviewer = open_as("editor"), open_as("reviewer")
    writes_the_form(editor, code)
    writes_the_rule(editor, code)
    writes_the_item(editor, code)
    expect(editor.locator("main")).to_contain_text(
        "规则库中还没有生效的规则"
    )  # the linter knows the rule book
    hands_the_item_in(editor, code)
    assert editor.locator("form[action$='/approve']").count() == 0  # not by who wrote it

    visitor = open_as("chenxiaoman")
    assert visitor.goto(f"/services/apply/{code}").status == 404  # type: ignore[union-attr]
    for place in (f"/staff/rules/{code}/1", f"/staff/forms/{code}/", f"/staff/items/{code}/"):
        reviewer.goto(place)
        reviewer.locator("form[action$='/approve'] button").click()
        reviewer.wait_for_load_state()
    expect(reviewer.locator("main")).to_contain_text("现行有效")
    fits(reviewer)

    for _second in range(120):  # each process looks for new items every five seconds
        if visitor.goto(f"/services/apply/{code}").status < 400:  # type: ignore[union-attr]
            break
        visitor.wait_for_timeout(1000)
    if "/draft/" not in visitor.url:
        visitor.get_by_role("button", name="下一步").click()
        visitor.wait_for_url("**/services/apply/draft/*")
    visitor.locator("[name=residence_address]").fill("福田区莲花街道景田东路 8 号")
    visitor.get_by_label("想种什么").fill("番茄和向日葵")
    visitor.get_by_role("button", name="核对").click()
    visitor.wait_for_url("**/check")
    expect(visitor.locator("main")).to_contain_text("番茄和向日葵")
    visitor.locator("main form").get_by_role("button", name="提交", exact=True).click()
    visitor.wait_for_url("**/services/applications/SQ-*")
    expect(visitor.locator(".state-line")).to_contain_text("秒批")
    expect(visitor.locator("#result")).to_be_visible()
    fits(visitor)
