"""A hollow reply in the real browser: the clerk is asked, sends it all the same, it is caught, redone and confirmed."""

import pytest
from playwright.sync_api import Page, expect
from tests.support.journey import Open, Resident, Staff, comes

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HOLLOW = "您好，您反映的问题已收悉，我单位高度重视，已转相关部门核实处理，感谢您的理解与支持。"
HONEST = (
    "经现场查看，下水道被油污堵塞，我局今天上午已疏通管道30米、清理污水井1处。破损井盖将在5个工作日内更换。"
)


def replies(staff: Staff, number: str, words: str, outcome: str, evidence: str = "") -> None:
    """Opens the form of the reply, fills it and sends it; what came of it is on the page."""
    page = staff.page
    staff.opens(number)
    form = page.locator("form[action*='/act/reply']").last
    if not form.is_visible():
        page.locator("details.move:has(form[action*='/act/reply']) > summary").last.click()
    form.locator("[name=reply]").fill(words)
    form.locator("[name=outcome]").select_option(outcome)
    form.locator("[name=evidence]").fill(evidence)
    with page.expect_response(lambda answer: "/act/reply" in answer.url):
        form.locator("button[type=submit]").first.click()


def suspect(page: Page, number: str) -> None:
    """Opens the answer on the desk, waiting for the worker to have scored it."""
    link = page.locator("article.card", has_text=number).locator("h2 a")
    comes(page, "/staff/closure/", link)
    link.first.click()


def test_a_hollow_reply_is_caught_redone_and_confirmed(open_as: Open) -> None:
    resident, unit = Resident(open_as("chenxiaoman")), Staff(open_as("water-handler"))
    number = resident.files()
    Staff(open_as("dispatcher")).dispatches_as_proposed(number)
    unit.does(number, "accept")

    replies(unit, number, HOLLOW, "explained")
    asked = unit.page.locator("#do")
    expect(asked.get_by_text("确定就这样发送吗")).to_be_visible()
    expect(asked.get_by_text("只是转办")).to_be_visible()
    assert HOLLOW in asked.locator("form[action*='/act/reply'] [name=reply]").input_value()  # nothing is lost
    assert "答复" not in resident.opens(number) or "正在" in resident.opens(number)
    with unit.page.expect_response(lambda answer: "/act/reply" in answer.url) as sent:
        asked.get_by_role("button", name="仍按原文发送").click()
    assert sent.value.status < 400
    assert "已答复" in resident.opens(number)

    desk = open_as("supervisor")
    suspect(desk, number)
    assert desk.get_by_text("系统已提示答复空洞，经办人仍然发送").is_visible()
    desk.get_by_label("缺少什么，或为何属实").fill("没有说明做了什么，请到现场处理后再答复。")
    desk.get_by_role("button", name="敷衍，退回重办").click()
    desk.wait_for_url("**/staff/closure/")
    assert "正在" in resident.opens(number)
    assert resident.page.get_by_text("没有说明做了什么，请到现场处理后再答复。").first.is_visible()

    replies(unit, number, HONEST, "solved", "现场复查，井口不再冒水。")
    resident.page.goto(f"/track/{number}")
    expect(resident.page.locator(".state-line")).to_contain_text("已解决")
    comes(resident.page, f"/track/{number}", resident.page.get_by_role("heading", name="承诺事项"))
    assert resident.page.get_by_text("破损井盖将在5个工作日内更换").first.is_visible()

    resident.rates(number, satisfied=True, stars=5)
    resident.page.goto(f"/track/{number}")
    assert resident.page.locator(".state-line").get_by_text("已确认").is_visible()
    desk.goto("/staff/closure/review/?by=unit")
    row = desk.locator("tr", has_text="福田区水务局")
    assert row.locator("td").last.inner_text() != "0"  # found hollow, for good
