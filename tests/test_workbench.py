"""The workbench in the real browser: keys, going on, undoing, selecting; at a desk and on a phone."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from tests.support import journey

pytestmark = pytest.mark.browser
SLOW_MS = 60_000


def sign_in(context: BrowserContext, login: str) -> Page:
    context.set_default_timeout(SLOW_MS)
    page = context.new_page()
    journey.sign_in(page, login)
    page.wait_for_url(re.compile("/staff/"))
    return page


def file_some(context: BrowserContext, how_many: int) -> None:
    """What the desk will have to dispatch, filed by the door that everybody has."""
    for n in range(how_many):
        body = {"text": f"莲花路口的污水井盖松动，第{n}处，车压过去很响", "lon": 114.06, "lat": 22.55}
        answer = context.request.post("/api/appeals", data=body)
        assert answer.status == 201, answer.text()


PAGE = 50  # rows of a list


def shown(page: Page) -> str:
    return page.locator(".matter-head .number").inner_text()


def test_a_dispatcher_works_by_keys_and_takes_a_move_back(browser_context: BrowserContext) -> None:
    file_some(browser_context, 3)
    page = sign_in(browser_context, "dispatcher")
    page.goto("/staff/?queue=appeal-dispatch")
    rows = page.locator(".work-row")
    expect(rows.nth(1)).to_be_visible()
    first, before = shown(page), rows.count()
    page.keyboard.press("j")
    expect(page.locator(".matter-head .number")).not_to_have_text(first)
    number = shown(page)
    assert number in page.url

    page.keyboard.press("d")
    # A full page takes the next one up where there are more than it shows.
    expect(rows).to_have_count(before - 1 if before < PAGE else PAGE)
    expect(page.get_by_text("已完成：分拨")).to_be_visible()
    expect(page.locator(".matter-head .number")).not_to_have_text(number)
    assert number not in page.url

    page.keyboard.press("z")
    expect(rows).to_have_count(before)
    expect(page.locator(".matter-head .number")).to_have_text(number)

    page.keyboard.press("Control+k")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("很响")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=%E5%BE%88%E5%93%8D"))
    expect(rows.first).to_be_visible()
    page.go_back()
    expect(rows).to_have_count(before)


def test_the_list_keeps_its_place_while_matters_are_opened(browser_context: BrowserContext) -> None:
    file_some(browser_context, 8)
    page = sign_in(browser_context, "dispatcher")
    glances: list[Route] = []
    # The first matter's pane is held back until the list is scrolled.
    page.route(re.compile("glance="), lambda route: glances.append(route))
    with page.expect_request(re.compile("glance=")):
        page.goto("/staff/?queue=all")
    rows = page.locator(".work-row")
    rows.nth(12).scroll_into_view_if_needed()
    place = page.evaluate("document.getElementById('queues').scrollTop")
    assert place > 0
    head = page.locator(".matter-head .number")
    expect(head).to_have_count(0)
    for glance in glances:
        glance.continue_()
    expect(head).to_be_visible()
    page.wait_for_timeout(1000)  # a scroll begun by the pane's arrival would be under way
    assert abs(page.evaluate("document.getElementById('queues').scrollTop") - place) < 40
    rows.nth(12).click()
    expect(rows.nth(12)).to_have_attribute("aria-current", "true")
    expect(head).to_have_text(str(rows.nth(12).get_attribute("id")).removeprefix("row-"))
    assert abs(page.evaluate("document.getElementById('queues').scrollTop") - place) < 40


def test_several_are_dispatched_as_proposed(browser_context: BrowserContext) -> None:
    file_some(browser_context, 2)
    page = sign_in(browser_context, "dispatcher")
    page.goto("/staff/?queue=appeal-dispatch")
    page.get_by_text("批量选择").click()
    boxes = page.locator(".pick input[type=checkbox]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="按建议分拨").click()
    expect(page.locator(".bulk-rows > li")).to_have_count(2)
    page.get_by_role("button", name="按建议分拨").click()
    expect(page.get_by_text(re.compile("共 2 件，完成"))).to_be_visible()


def test_on_a_phone_the_list_leads_to_the_matter_and_to_what_can_be_done(
    phone_context: BrowserContext,
) -> None:
    file_some(phone_context, 1)
    page = sign_in(phone_context, "dispatcher")
    page.goto("/staff/?queue=appeal-dispatch")
    expect(page.locator(".pane-main")).to_be_hidden()
    page.locator(".work-row").first.tap()
    expect(page.locator(".pane-queues")).to_be_hidden()
    page.get_by_role("link", name="可做的操作").tap()
    expect(page.locator(".first-move")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="返回列表").first.tap()
    expect(page.locator(".work-row").first).to_be_visible()
    expect(page.locator(".pane-main")).to_be_hidden()
