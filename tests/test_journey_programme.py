"""An editor changes what a programme pays and whom it is for, sees whom it would reach, and cannot put it in force alone."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.support.axe import complaints
from tests.support.journey import Open, comes

CODES = {
    390: "elder-allowance",
    1440: "disability-living",
}  # conditions change once a day: a programme a width


@pytest.fixture
def code(width: int) -> str:
    return CODES[width]


def test_a_programme_is_changed_by_one_and_put_in_force_by_another(
    open_as: Open, code: str, width: int
) -> None:
    editor, reviewer = open_as("editor"), open_as("reviewer")
    editor.goto(f"/staff/benefits/{code}/")
    previewed(editor)
    editor.get_by_role("link", name="编写下一版").click()
    title = editor.get_by_label("标题").input_value()
    to_a_fixed_sum(editor)
    editor.get_by_label("修改原因").fill("按年度调整方案提高标准")
    editor.get_by_role("button", name="保存草稿").click()
    expect(editor.locator("#differs").locator("..")).to_contain_text("321.50 元")
    with_one_condition_more(editor)
    expect(editor.locator(".diff .added").filter(has_text="100 周岁")).to_be_visible()
    previewed(editor)
    assert complaints(editor, "programme") == []
    editor.get_by_role("button", name="提交复核").click()
    expect(editor.locator("main")).to_contain_text("等待第二人复核")
    expect(editor.get_by_role("button", name="批准并生效")).to_have_count(0)  # not by who wrote it
    reviewer.goto("/staff/benefits/?state=waiting")
    reviewer.get_by_role("link", name=re.compile(title)).click()
    expect(reviewer.locator("main")).to_contain_text("按年度调整方案提高标准")
    previewed(reviewer)
    assert complaints(reviewer, "decision") == []
    reviewer.get_by_role("button", name="批准并生效").click()
    expect(reviewer.locator("main h1 + .badge, main .badge").first).to_contain_text("现行有效")
    in_force(open_as("civil-handler"), code)
    read_by_everybody(open_as(""), code)


def to_a_fixed_sum(page: Page) -> None:
    """The fields follow what is chosen; a sum that is none is said by its field, and the rest stays."""
    page.get_by_label("金额计算方式").select_option("fixed")
    page.get_by_label("金额（元）").fill("三百元")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator(".field.wrong .error")).to_contain_text("请以数字填写金额")
    expect(page.get_by_label("金额（元）")).to_have_value("三百元")
    assert complaints(page, "terms") == []
    page.get_by_label("金额（元）").fill("321.50")


def with_one_condition_more(page: Page) -> None:
    """In the rule editor, which leads back to the programme."""
    page.get_by_role("button", name="修改条件").click()
    page.wait_for_url("**/staff/rules/**")
    expect(page.locator("aside .rule-lines")).to_be_visible()
    parts = page.locator("[name^='field.r-'], [name^='kind.r-']")
    place = len(
        [name for name in parts.evaluate_all("all => all.map(one => one.name)") if name.count("-") == 1]
    )
    page.get_by_role("button", name="添加条件", exact=True).last.click()  # of the whole rule
    page.locator(f"[name='field.r-{place}']").select_option("age")
    page.locator(f"[name='op.r-{place}']").select_option("le")
    page.locator(f"[name='low.r-{place}']").fill("100")
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url("**/staff/benefits/**")


def previewed(page: Page) -> None:
    """Counted over the nightly extract while the page is read."""
    expect(page.locator("#preview")).to_contain_text("用时", timeout=60_000)
    expect(page.locator("#preview .stats")).to_contain_text("人")


def in_force(page: Page, code: str) -> None:
    """Whoever opens it the same minute reads the new terms and conditions; other processes look every few seconds."""
    conditions = page.locator("#who").locator("..").filter(has_text="100 周岁")
    comes(page, f"/staff/benefits/{code}/", conditions, within_s=60)
    expect(page.locator("#terms").locator("..")).to_contain_text("321.50 元")


def read_by_everybody(visitor: Page, code: str) -> None:
    """Without signing in: what it pays and who is entitled."""
    comes(visitor, f"/benefits/{code}/", visitor.locator("main").filter(has_text="100 周岁"), within_s=60)
    expect(visitor.locator("main")).to_contain_text("321.50 元")
