"""Three appellants, one matter, in the real browser: joined at the desk, parted and joined again, answered and rated apart."""

import pytest
from playwright.sync_api import Page, expect
from tests.support.journey import Open, Resident, Staff, comes, picks

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TEXT = "家门口的污水井被填了，暴雨后积水漫进电梯井，三号楼的老人下不了楼。"


def joins(desk: Page, number: str, into: str) -> None:
    """From what is proposed at the desk, with the full text and the picture."""
    desk.goto(f"/staff/?queue=all&matter={number}")
    card = desk.locator(".duplicates li", has=desk.locator(f"input[name=into][value='{into}']"))
    expect(card.locator(".said")).to_contain_text("漫进电梯井")
    expect(card.locator("img").first).to_be_visible()
    with desk.expect_response(lambda answer: "/act/merge" in answer.url) as sent:
        card.get_by_role("button", name=f"并入 {into}").click()
    assert sent.value.status < 400


def dispatches(desk: Page, number: str) -> None:
    """To the water authority, chosen by hand."""
    desk.goto(f"/staff/?queue=all&matter={number}")
    form = desk.locator("form[action*='/act/dispatch']").last
    if not form.is_visible():
        desk.locator("details.move:has(form[action*='/act/dispatch']) > summary").last.click()
    picks(form, "unit", "440304-water")
    with desk.expect_response(lambda answer: "/act/dispatch" in answer.url) as sent:
        form.locator("button.primary").last.click()
    assert sent.value.status < 400


def sees(page: Page, number: str, words: str) -> None:
    comes(page, f"/track/{number}", page.get_by_text(words))


def test_three_are_joined_answered_each_and_one_is_parted_again(open_as: Open) -> None:
    mother, neighbour, visitor = (Resident(open_as(who)) for who in ("chenxiaoman", "linguodong", ""))
    first, second, third = (who.files(TEXT) for who in (mother, neighbour, visitor))
    desk, unit = open_as("dispatcher"), Staff(open_as("water-handler"))
    for number in (second, third):
        joins(desk, number, first)
    sees(visitor.page, third, "各自都会收到答复")
    assert "陈小满" not in visitor.page.content()

    desk.goto(f"/staff/?queue=all&matter={first}")
    card = desk.locator(".joined li", has_text=third)
    card.locator("summary", has_text="撤销并案").click()
    card.locator("[name=reason]").fill("另一栋楼，先分开看。")
    card.get_by_role("button", name="撤销并案").click()
    desk.wait_for_url(lambda url: third in url)
    assert "分拨" in visitor.opens(third)  # as before: it waits for dispatch
    joins(desk, third, first)

    dispatches(desk, first)
    sees(neighbour.page, second, "福田区水务局")
    unit.does(
        first,
        "reply",
        reply="陈小满女士您好，积水已抽干，污水井已清通。",
        outcome="solved",
        evidence="现场复查无积水。",
    )
    for who, number in ((neighbour, second), (visitor, third)):
        sees(who.page, number, "污水井已清通")
        assert "陈小满" not in who.page.content()
        assert who.page.evaluate("document.documentElement.scrollWidth") <= who.page.viewport_size["width"]

    neighbour.rates(second, satisfied=False, stars=2)
    visitor.rates(third, satisfied=True, stars=5)
    assert "正在办理" in neighbour.opens(second)  # only this one went back
    mother.page.goto(f"/track/{first}")
    assert mother.page.locator("#rate").count() == 1
    visitor.page.goto(f"/track/{third}")
    assert visitor.page.locator(".state-line").get_by_text("已确认").is_visible()
