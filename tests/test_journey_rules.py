"""An editor changes a rule without seeing JSON, counts whom it would let in, and cannot approve it alone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect
from tests.support.journey import Open

CODE = "elder-card"


def test_an_editor_writes_the_next_version_and_somebody_else_must_approve_it(
    open_as: Open, width: int
) -> None:
    editor = open_as("editor")
    editor.goto(f"/staff/rules/{CODE}")
    expect(editor.get_by_role("heading", level=1)).to_contain_text("敬老优待证")
    if editor.get_by_role("link", name="继续写草稿").count():  # of the other width
        editor.get_by_role("link", name="继续写草稿").click()
    else:
        editor.get_by_role("link", name="编写下一版").click()
    with far_away(editor):
        age = lowered(editor, width)
        with_a_group(editor)
    editor.get_by_role("button", name="保存草稿").click()
    expect(editor.locator(".diff .added").filter(has_text=f"不低于 {age} 周岁")).to_be_visible()
    counted(editor)
    tried(editor)
    editor.get_by_role("button", name="提交复核").click()
    expect(editor.locator("main")).to_contain_text("等待第二人复核")
    expect(editor.get_by_role("button", name="复核通过")).to_have_count(0)  # not by who wrote it
    editor.get_by_role("button", name="撤回").click()
    expect(editor.locator("main")).to_contain_text("草稿")


@contextmanager
def far_away(page: Page) -> Iterator[None]:
    """Every answer takes 300 ms longer: what is chosen while the editor is drawn anew must not be lost."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 300, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)
    yield
    line.send("Network.emulateNetworkConditions", {**slow, "latency": 0})
    line.detach()


def lowered(page: Page, width: int) -> int:
    """The age goes down by some years; what the rule says is shown at once."""
    age = 58 if width == 1440 else 57
    page.locator("[name='low.r-0']").fill(str(age))
    page.get_by_role("button", name="看看它说什么").click()
    expect(page.locator("aside .rule-lines")).to_contain_text(f"年龄不低于 {age} 周岁")
    return age


def with_a_group(page: Page) -> None:
    """A group is added with one condition; its inputs follow what is chosen."""
    if page.locator("[name='field.r-1-0']").count() == 0:
        page.get_by_role("button", name="添加条件组").click()
    page.locator("[name='field.r-1-0']").select_option("hukou")
    page.locator("[name='op.r-1-0']").select_option("in")
    page.get_by_role("checkbox", name="深圳户籍").check()
    page.get_by_role("checkbox", name="市外户籍").check()
    page.get_by_role("button", name="看看它说什么").click()
    expect(page.locator("aside .rule-lines")).to_contain_text("户籍为深圳户籍、市外户籍之一")


def counted(page: Page) -> None:
    page.locator("form:has([value='population'])").get_by_role("button", name="统计人数").click()
    expect(page.locator("#tried")).to_contain_text(re.compile(r"将多出 \d+ 人符合"))


def tried(page: Page) -> None:
    page.get_by_label("年龄（周岁）").fill("40")
    page.get_by_role("button", name="判定").click()
    expect(page.locator("#tried")).to_contain_text("不符合")
