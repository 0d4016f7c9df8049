"""A lead in the real browser: seen on the street, judged at the desk, solved by the unit, looked at again, counted."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.journey import Open, photo, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def does(page: Page, number: str, move: str, **values: str) -> None:
    """Opens the matter on the workbench, fills the move's form, sends it."""
    page.goto(f"/staff/?queue=all&matter={number}")
    form = page.locator(f"form[action*='/act/{move}']").last
    form.wait_for(state="attached")
    if not form.is_visible():
        page.locator(f"details.move:has(form[action*='/act/{move}']) > summary").last.click()
    for name, value in values.items():
        form.locator(f"[name='{name}']").fill(value)
    with page.expect_response(lambda answer: f"/act/{move}" in answer.url) as sent:
        form.locator("button[type=submit], button.primary").last.click()
    assert sent.value.status < 400, sent.value.text()


def test_a_lead_from_the_street_to_solved_before_anyone_complained(open_as: Open, width: int) -> None:
    patrol = open_as("office-handler")
    patrol.goto("/staff/leads/")
    patrol.get_by_role("link", name="上报问题").click()
    patrol.set_input_files(
        "#files-pick", [{"name": "drain.jpg", "mimeType": "image/jpeg", "buffer": photo()}]
    )
    patrol.wait_for_selector(".thumbs input[name=files]", state="attached")
    here = patrol.get_by_role("button", name="就在我这里")
    box = here.bounding_box()
    assert box is not None
    assert box["height"] >= 44  # for a thumb
    here.click()
    expect(patrol.locator("#id_address")).to_have_value(re.compile("福田区"), timeout=30_000)
    patrol.locator("label.chip", has_text="井盖松动或缺失").click()
    patrol.wait_for_load_state("networkidle")
    patrol.get_by_role("button", name="提交", exact=True).click()
    patrol.wait_for_url("**/staff/leads/")
    row = patrol.locator(".matter-row").first
    expect(row).to_contain_text("待核实")
    number = row.locator(".number").inner_text()

    desk = open_as("futian-dispatcher")
    desk.goto(f"/staff/?queue=lead-judge&matter={number}")
    first = desk.locator("form.first-move")
    assert "福田区" in first.inner_text()
    with desk.expect_response(lambda answer: "/act/accept" in answer.url) as sent:
        first.locator("button").last.click()
    assert sent.value.status < 400
    desk.goto(f"/staff/?queue=all&matter={number}")
    holder = desk.locator(".matter-head").inner_text()
    unit = open_as("water-handler" if "水务" in holder else "urban-handler")
    does(unit, number, "solve", evidence="已更换井盖，现场踩踏、车压均无松动。")
    does(open_as("supervisor"), number, "check", note="到场看过，井盖稳固。")

    patrol.goto("/staff/leads/")
    expect(patrol.locator(".matter-row").first).to_contain_text("已解决（已复查）")
    leader = open_as("supervisor")
    leader.goto("/staff/leads/effect")
    expect(leader.locator("main")).to_contain_text("未诉先办")
    assert leader.locator("table tbody tr").count() >= 3
    assert patrol.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


def test_without_javascript_a_patrol_reports_all_the_same(chromium: Browser, live_city: str) -> None:
    made = chromium.new_context(
        base_url=live_city, locale="zh-CN", java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    made.set_default_timeout(60_000)
    page = made.new_page()
    sign_in(page, "office-handler")
    page.goto("/staff/leads/new")
    page.locator("textarea[name=text]").fill("莲花街道景田社区门口路灯不亮")
    page.set_input_files("#photo", [{"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": photo()}])
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/staff/leads/")
    assert "路灯不亮" in page.locator(".matter-row").first.inner_text()
    made.close()
