"""The whole life of an appeal in the real browser: resident, dispatcher, unit, supervisor, on a phone and on a desk."""

import re

import pytest
from playwright.sync_api import Browser, expect
from tests.support.journey import Open, Resident, Staff, context, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def answer(staff: Staff, number: str, words: str) -> None:
    staff.does(number, "reply", reply=words, outcome="solved", evidence="现场复查，井口不再冒水。")


def test_an_appeal_lives_from_filing_through_two_bad_ratings_to_a_ruling(open_as: Open) -> None:
    resident, unit = Resident(open_as("chenxiaoman")), Staff(open_as("water-handler"))
    number = resident.files()
    assert re.fullmatch(r"SZ-\d{2}-\d{7}-\w", number)
    assert "分拨" in resident.opens(number)

    proposal = Staff(open_as("dispatcher")).dispatches_as_proposed(number)
    assert "福田区水务局" in proposal
    assert "供水排水" in proposal  # the reason is said
    assert "福田区水务局" in resident.opens(number)

    unit.does(number, "accept")
    unit.does(number, "contact", note="已与诉求人电话沟通，约定今天下午到场。")
    answer(unit, number, "已疏通下水道，清理污水井。")
    assert "福田区水务局" in resident.opens(number)
    assert resident.page.get_by_text("已疏通下水道，清理污水井。").first.is_visible()

    resident.rates(number, satisfied=False, stars=2)
    assert "正在办理" in resident.opens(number)  # it went back by itself
    answer(unit, number, "再次疏通，并更换了一段管道。")
    resident.rates(number, satisfied=False, stars=1)
    assert "督办" in resident.opens(number)  # the second time

    Staff(open_as("supervisor")).does(number, "rule", reason="经核查，问题已按规范处理完毕。")
    resident.page.goto(f"/track/{number}")
    assert resident.page.locator(".state-line").get_by_text("已办结").is_visible()
    assert resident.page.locator("#rate").count() == 0


def test_a_satisfied_person_confirms_and_strangers_see_no_personal_data(open_as: Open) -> None:
    resident, unit = Resident(open_as("chenxiaoman")), Staff(open_as("water-handler"))
    text = "家门口的污水井一直往外冒污水，下水道堵塞。请打我电话 13912345678。"
    number = resident.files(text)
    Staff(open_as("dispatcher")).dispatches_as_proposed(number)
    answer(unit, number, "已疏通。")
    resident.rates(number, satisfied=True, stars=5)
    resident.page.goto(f"/track/{number}")
    assert resident.page.locator(".state-line").get_by_text("已确认").is_visible()

    stranger = open_as("")
    stranger.goto(f"/track/{number}")
    seen = stranger.content()
    assert "13912345678" not in seen
    assert "陈小满" not in seen
    assert stranger.locator("#rate, #supplement, #withdraw").count() == 0


def test_a_visitor_files_twice_by_impatience_and_has_one_appeal_and_a_secret_link(
    open_as: Open, chromium: Browser, live_city: str, width: int
) -> None:
    visitor = open_as("")
    visitor.goto("/appeals/new")
    visitor.get_by_label("用您自己的话说").fill("路灯不亮 <b>请看</b> 🌃‮ 反着写")
    for _step in range(2):
        visitor.get_by_role("button", name="下一步").click()
    visitor.get_by_role("button", name="提交", exact=True).dblclick()
    visitor.wait_for_url("**/appeals/sent/*")
    number = visitor.locator("#number").inner_text()
    secret = visitor.locator("#secret").inner_text()
    visitor.goto("/appeals/")
    assert visitor.locator(".matter-row").count() == 1

    elsewhere = context(chromium, live_city, width)
    other = elsewhere.new_page()
    other.goto(f"/track/{number}")
    other.goto(secret)
    assert "key=" not in other.url  # the secret leaves the address bar
    assert other.get_by_role("button", name="补充说明").is_visible()
    assert "<b>请看</b>" in other.locator("main").inner_text()  # shown as written, not as markup
    elsewhere.close()


def test_what_was_typed_survives_a_reload_and_a_sign_in(open_as: Open) -> None:
    visitor = open_as("")
    visitor.goto("/appeals/new")
    with visitor.expect_response(lambda answer: "/drafts/" in answer.url and answer.request.method == "POST"):
        visitor.get_by_label("用您自己的话说").type("小区的电梯坏了三天")
    sign_in(visitor, "linguodong")
    visitor.goto("/appeals/new")
    expect(visitor.locator("#id_text")).to_have_value("小区的电梯坏了三天", timeout=20_000)
