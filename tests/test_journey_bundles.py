"""Bundles in the real browser: settling as talent in one sitting, a newborn's first papers, an own bundle that changes."""

import re

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from tests.support.journey import Open, comes, is_offered, photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = "15400000004"
TYPED = {"numeric": "3", "decimal": "3", "date": "2026-01-05", "tel": PHONE}
PAPER: FilePayload = {"name": "paper.jpg", "mimeType": "image/jpeg", "buffer": photo()}


def fill_in(page: Page) -> None:
    """What is asked, must be answered and is empty: as a person in a hurry would. An answer may ask for more."""
    for _round in range(4):
        for entry in page.locator("#bundle-form .form-entry:visible").all():
            if not entry.locator(".optional").count():
                answer(entry)


def answer(entry: Locator) -> None:
    if entry.locator("select").count():
        if not entry.locator("select").input_value():
            entry.locator("select").select_option(index=1)
        return
    if entry.locator("[type=radio], [type=checkbox]").count():
        if not entry.locator(":checked").count():
            entry.locator("label.check").first.click()
        return
    field = entry.locator("input:not([type=hidden]):not([type=file]), textarea").first
    if not field.count() or field.input_value():
        return
    if entry.locator("cdos-combobox input[type=hidden]").count():
        is_offered(field, entry.locator("[role=option]").first, "景田").click()
        return
    kind = field.get_attribute("inputmode") or field.get_attribute("type") or "text"
    field.fill(TYPED.get(kind, "样例"))


def hand_in_papers(page: Page) -> None:
    for pick in page.locator("#bundle-form input[type=file][id^='material-']").all():
        pick.set_input_files([PAPER])
    for shown in page.locator("#bundle-form cdos-upload").all():
        shown.locator(".thumbs input").first.wait_for(state="attached")


def decides(page: Page, number: str, *moves: str) -> None:
    """A clerk on the workbench."""
    for move in moves:
        act(page, number, move)


def act(page: Page, number: str, move: str) -> None:
    page.goto(f"/staff/?queue=all&matter={number}")
    form = page.locator(f"form[action*='/act/{move}']").last
    form.wait_for(state="attached")
    if not form.is_visible():
        page.locator(f"details.move:has(form[action*='/act/{move}']) > summary").last.click()
    with page.expect_response(lambda answer: f"/act/{move}" in answer.url) as sent:
        form.locator("button[type=submit], button.primary").last.click()
    assert sent.value.status < 400, sent.value.text()


def part(page: Page, item: str) -> str:
    return page.locator(f".task[data-item='{item}']").get_attribute("data-state") or ""


def application_of(page: Page, item: str) -> str:
    """Its number, from the link of the part."""
    href = page.locator(f".task[data-item='{item}'] a").first.get_attribute("href") or ""
    return href.rstrip("/").rpartition("/")[2]


def until(page: Page, item: str, *states: str) -> None:
    """The page asks again by itself while something moves; a reload does no harm."""
    wanted = ", ".join(f".task[data-item='{item}'][data-state={state}]" for state in states)
    comes(page, page.url, page.locator(wanted))


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


def send(page: Page) -> str:
    """From the form to the number."""
    fill_in(page)
    hand_in_papers(page)
    page.get_by_role("button", name="下一步：核对").click()
    page.wait_for_url(re.compile("/check$"))
    fits(page)
    page.get_by_role("button", name="全部提交").click()
    page.wait_for_url(re.compile("/bundles/matters/"))
    fits(page)
    return page.url.rpartition("/")[2]


def test_settling_as_talent_in_one_sitting(open_as: Open, width: int) -> None:
    page = open_as("zhouyichen")
    page.goto("/bundles/?q=落户")
    page.locator("a.tile", has_text="来深圳落户").click()
    expect(page.locator("h1")).to_have_text("人才引进落户一件事")
    assert page.locator(".part").count() >= 5
    fits(page)
    page.get_by_role("link", name="开始办理").click()
    page.locator("label.check", has_text="读者证").locator("input").check()
    page.get_by_role("button", name="下一步").click()
    page.wait_for_url(re.compile("/form$"))
    assert "已为您填好" in page.locator("main").inner_text()
    fits(page)
    number = send(page)
    until(page, "talent-review", "done")
    until(page, "library-card", "done")
    assert part(page, "household-move-in") == "waiting"
    until(page, "talent-settlement", "delivered")
    decides(open_as("police-handler"), application_of(page, "talent-settlement"), "accept", "grant")
    page.goto(f"/bundles/matters/{number}")
    until(page, "household-move-in", "done")
    expect(page.locator(".state-card")).to_contain_text("全部办好了")
    departments = {text.split(" ·")[0] for text in page.locator(".task p.quiet").all_inner_texts()}
    assert len(departments) == 3
    page.goto("/me/licences/")
    expect(page.locator("main")).to_contain_text("准予迁入证明")


def test_the_newborns_first_papers_on_behalf_of_the_child(open_as: Open, width: int) -> None:
    page = open_as("chenxiaoman")
    page.goto("/bundles/newborn/start")
    # The younger of her two children: nobody has to choose.
    expect(page.locator("label.check", has_text="陈知秋").locator("input")).to_be_checked()
    page.get_by_role("button", name="下一步").click()
    page.wait_for_url(re.compile("/form$"))
    expect(page.locator("main")).to_contain_text("陈知秋")
    number = send(page)
    until(page, "newborn-birth-certificate", "delivered")
    assert part(page, "newborn-household") == "waiting"
    clerk = open_as("health-handler")
    decides(clerk, application_of(page, "newborn-birth-certificate"), "accept", "grant")
    page.goto(f"/bundles/matters/{number}")
    until(page, "newborn-household", "done")
    until(page, "newborn-vaccination", "delivered", "done")
    if (
        part(page, "newborn-vaccination") == "delivered"
    ):  # no paper says yet whose child it is: a person looks
        decides(clerk, application_of(page, "newborn-vaccination"), "accept", "grant")
        page.goto(f"/bundles/matters/{number}")
    until(page, "newborn-vaccination", "done")


def test_an_own_bundle_of_four_where_taking_one_out_changes_the_form(open_as: Open, width: int) -> None:
    page = open_as("zhouyichen")
    page.goto("/bundles/own")
    for words, title in (
        ("人才引进核准", "人才引进核准"),
        ("入户审批", "人才引进入户审批"),
        ("读者证", "读者证"),
        ("颐年卡", "敬老优待证"),
    ):
        page.locator("#own-q").fill(words)
        page.locator(".found .chosen-row", has_text=title).first.get_by_role("link").click()
        expect(page.locator(".chosen .chosen-row", has_text=title)).to_have_count(1)
    assert page.locator(".chosen .chosen-row").count() == 4
    fits(page)
    fields = int(page.locator("#field-count").inner_text())
    papers = page.locator(".own-chosen .papers").first.inner_text()
    page.locator(".chosen .chosen-row", has_text="人才引进核准").get_by_role("link").click()
    expect(page.locator(".chosen .chosen-row")).to_have_count(3)
    assert int(page.locator("#field-count").inner_text()) < fields
    expect(page.locator(".own-said").first).to_contain_text("已去掉")
    assert page.locator(".own-chosen .papers").first.inner_text() != papers
    page.go_back()
    expect(page.locator(".chosen .chosen-row")).to_have_count(4)
