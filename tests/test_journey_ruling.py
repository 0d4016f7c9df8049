"""A disputed duty in the real browser: handed on three times, ruled, and the next appeal proposed by the precedent."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.support.journey import Open, Resident, Staff, comes, picks

pytestmark = [pytest.mark.browser, pytest.mark.slow]
URBAN, WATER, OFFICE = "440304-urban", "440304-water", "440304008-office"
WORDS = "道路塌陷冒水"
TEXT = "家门口的污水井旁边道路塌陷冒水，越塌越大，没有人来围挡。"


def acts(page: Page, number: str, move: str, units: dict[str, str] | None = None, **values: str) -> None:
    """Opens the move's form, chooses units as a clerk does by typing, fills the rest, sends it."""
    page.goto(f"/staff/?queue=all&matter={number}")
    form = page.locator(f"form[action*='/act/{move}']").last
    if not form.is_visible():
        page.locator(f"details.move:has(form[action*='/act/{move}']) > summary").last.click()
    for name, code in (units or {}).items():
        picks(form, name, code)
    for name, value in values.items():
        field = form.locator(f"[name='{name}']")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_response(lambda answer: f"/act/{move}" in answer.url) as sent:
        form.locator("button.primary").last.click()
    assert sent.value.status < 400, sent.value.text()


def returns(page: Page, number: str, proposed: str, reason: str) -> None:
    acts(page, number, "return", {"proposed_unit": proposed}, reason=reason)


def until(page: Page, address: str, words: str) -> None:
    comes(page, address, page.get_by_text(words))


def handed_on_three_times(open_as: Open) -> str:
    number = Resident(open_as("chenxiaoman")).files(TEXT)
    desk = open_as("dispatcher")
    acts(desk, number, "dispatch", {"unit": WATER})
    returns(open_as("water-handler"), number, URBAN, "路面塌陷不是排水设施。")
    acts(desk, number, "redispatch", {"unit": URBAN}, reason="按退回意见改派")
    returns(open_as("urban-handler"), number, OFFICE, "路面不由城管养护。")
    acts(desk, number, "redispatch", {"unit": OFFICE}, reason="按退回意见改派")
    returns(open_as("office-handler"), number, WATER, "街道没有道路养护职责。")
    return number


def ruled(open_as: Open, number: str) -> str:
    """A lead's view, the supervisor's decision; the ruling's number."""
    supervisor, lead = open_as("supervisor"), open_as("water-lead")
    until(supervisor, "/staff/rulings", "道路塌陷冒水")
    card = supervisor.locator("article.card", has_text="道路塌陷冒水").first
    found = re.search(r"R-\d{2}-\d+-\w", card.inner_text())
    assert found
    lead.goto("/staff/rulings")
    lead.locator("article.card", has_text=found[0]).get_by_role("link").last.click()
    expect(lead.get_by_text("路面塌陷不是排水设施。").first).to_be_visible()
    acts(lead, found[0], "view", {"whose": URBAN}, reason="塌陷处在市政路面，归城管养护。")
    supervisor.goto(f"/staff/?queue=all&matter={found[0]}")
    expect(supervisor.get_by_text("塌陷处在市政路面，归城管养护。").first).to_be_visible()
    decision = {"reason": "市政道路养护归城管，依据《道路养护职责划分》第三条。", "holds": "yes"}
    acts(supervisor, found[0], "settle", {"unit": URBAN}, **decision, wording=WORDS, level="district")
    return found[0]


def test_a_disputed_duty_is_ruled_and_the_next_appeal_follows_the_precedent(open_as: Open) -> None:
    number = handed_on_three_times(open_as)
    ruling = ruled(open_as, number)
    urban = open_as("urban-handler")
    urban.goto(f"/staff/?queue=all&matter={number}")
    expect(urban.locator(".matter-head").get_by_text("福田区城市管理和综合执法局")).to_be_visible()

    later = Resident(open_as("chenxiaoman")).files("家门口的污水井那条路道路塌陷冒水，车都过不去。")
    desk = open_as("dispatcher")
    until(desk, f"/staff/?queue=all&matter={later}", ruling)
    words = Staff(desk).dispatches_as_proposed(later)
    assert ruling in words
    assert "市政道路养护归城管" in words

    editor = open_as("editor")
    editor.goto(f"/staff/precedents?q={ruling}")
    card = editor.locator("article.card", has_text=WORDS)
    expect(card.get_by_text("生效中")).to_be_visible()
    assert editor.evaluate("document.documentElement.scrollWidth") <= editor.viewport_size["width"]
    card.locator("summary").click()
    card.locator("[name=reason]").fill("职责清单已经写明。")
    card.get_by_role("button", name="撤回").click()
    expect(editor.get_by_text("已撤回").first).to_be_visible()
