"""Answers in the real browser: the service bot, an enterprise answered at once and one urgent, a reply from a draft."""

import pytest
from playwright.sync_api import Browser, expect
from tests.support.axe import complaints
from tests.support.journey import Open, Resident, Staff, is_offered

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_bot_answers_with_its_source_and_files_an_appeal_where_it_cannot(open_as: Open) -> None:
    page = open_as("")
    page.goto("/appeals/figures")
    page.locator("#foot-question").fill("租房怎么提取公积金？")
    page.locator(".foot-ask button").click()
    page.wait_for_url("**/ask")
    answer = page.locator(".answers .card").first
    expect(answer).to_contain_text("住房公积金管理条例 第二十四条")
    answer.locator("button[value=yes]").click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_be_visible()

    page.goto("/ask")
    page.locator("#id_question").fill("楼上装修把我家阳台玻璃震裂了谁赔")
    page.locator("form.ask button").click()
    expect(page.locator(".answers")).to_contain_text("知识库里没有答案")
    page.locator(".answers").get_by_role("button", name="提交诉求").click()
    page.wait_for_url("**/appeals/new")
    expect(page.locator("#id_text")).to_have_value("楼上装修把我家阳台玻璃震裂了谁赔")


def test_the_bot_works_without_javascript(chromium: Browser, live_city: str) -> None:
    made = chromium.new_context(base_url=live_city, locale="zh-CN", java_script_enabled=False)
    made.set_default_timeout(60_000)
    page = made.new_page()
    page.goto("/")
    page.locator("#foot-question").fill("怎样申领居住证")
    page.locator(".foot-ask button").click()
    assert "居住证暂行条例" in page.locator(".answers .card").first.inner_text()
    made.close()


def test_an_enterprise_is_answered_at_once_and_an_urgent_one_is_with_the_backstop_unit(open_as: Open) -> None:
    agent = open_as("chenxiaoman")
    agent.goto("/business/questions/")
    switch = agent.get_by_role("button", name="代其办事")
    if switch.count():
        switch.first.click()
        agent.wait_for_url("**/business/questions/")
    agent.locator("textarea[name=text]").fill("公司怎样办理简易注销？")
    agent.locator("label", has_text="商事登记").first.click()
    agent.locator("#business .actions button").click()
    agent.wait_for_url("**/business/questions/*")
    expect(agent.locator(".answers")).to_contain_text("市场主体登记管理条例 第三十三条")
    assert not complaints(agent, "a question answered")
    agent.get_by_role("button", name="已解决").click()
    agent.wait_for_url("**/business/questions/")
    expect(agent.locator(".matter-row").first).to_contain_text("已即时答复")

    agent.locator("textarea[name=text]").fill("门口道路塌陷，冷库断电，货物就要坏了")
    agent.locator("label", has_text="水电气网").first.click()
    agent.locator("input[name=urgent]").check()
    agent.locator("#business .actions button").click()
    agent.wait_for_url("**/business/questions/*")
    agent.locator("#file").get_by_role("button", name="提交诉求").click()
    agent.wait_for_url("**/appeals/sent/*")
    number = agent.locator("#number").inner_text()
    agent.goto(f"/track/{number}")
    expect(agent.locator(".state-sentence")).to_contain_text("福田区人民政府")  # the backstop unit

    desk = open_as("supervisor")
    desk.goto("/staff/enterprises")
    expect(desk.locator("main")).to_contain_text("水电气网")


def test_a_clerk_replies_from_a_draft_in_their_own_words(open_as: Open) -> None:
    resident = Resident(open_as("linguodong"))
    resident.page.goto("/")
    number = resident.files("家门口的污水井一直往外冒污水，下水道堵塞，夜间施工噪声也很大。")
    Staff(open_as("dispatcher")).dispatches_as_proposed(number)
    clerk = open_as("water-handler")
    clerk.goto(f"/staff/replies/{number}")
    boxes = clerk.locator(".piece input[type=checkbox]")
    assert boxes.count() >= 1
    text = clerk.locator("textarea[name=text]")
    words = text.input_value()
    assert number in words  # the template is filled
    assert not complaints(clerk, "a draft")
    text.fill(words.replace("感谢您的来信。", "我们今天下午到场疏通。"))
    clerk.locator("select[name=outcome]").select_option("explained")
    clerk.get_by_role("button", name="发送答复").click()
    clerk.wait_for_url("**/staff/?queue=all*")
    resident.opens(number)
    expect(resident.page.get_by_text("我们今天下午到场疏通。").first).to_be_visible()


def test_an_idea_is_looked_at_voted_for_and_taken_up(open_as: Open, width: int) -> None:
    author = open_as("chenxiaoman")
    author.goto("/ideas/new")
    author.locator("input[name=title]").fill(f"公园加装直饮水点 {width}")
    author.locator("textarea[name=text]").fill("跑步的人和孩子都需要喝水，建议在大公园试点。")
    author.get_by_role("button", name="提交", exact=True).click()
    author.wait_for_url("**/ideas/*-*")
    number = author.url.rstrip("/").rsplit("/", 1)[1]
    desk = Staff(open_as("dispatcher")).page
    desk.goto(f"/staff/?queue=all&matter={number}")
    form = desk.locator("form[action*='/act/open']").last
    if not form.is_visible():
        desk.locator("details.move:has(form[action*='/act/open']) > summary").last.click()
    words = "福田区城市管理"
    is_offered(
        form.locator("input[role=combobox]"), form.locator("[role=option]", has_text=words).first, words
    ).click()
    with desk.expect_response(lambda answer: "/act/open" in answer.url) as sent:
        form.locator("button.primary").last.click()
    assert sent.value.status < 400

    voter = open_as("linguodong")
    voter.goto(f"/ideas/{number}")
    voter.get_by_role("button", name="投一票").click()
    expect(voter.locator("#votes")).to_have_text("1 票")
    assert not complaints(voter, "an idea")
    clerk = open_as("urban-handler")
    clerk.goto(f"/staff/?queue=all&matter={number}")
    form = clerk.locator("form[action*='/act/adopt']").last
    if not form.is_visible():
        clerk.locator("details.move:has(form[action*='/act/adopt']) > summary").last.click()
    form.locator("[name=answer]").fill("今年在十个公园试点直饮水。")
    with clerk.expect_response(lambda answer: "/act/adopt" in answer.url) as sent:
        form.locator("button.primary").last.click()
    assert sent.value.status < 400
    stranger = open_as("")
    stranger.goto("/ideas/?state=adopted")
    expect(stranger.locator(f"a.matter-row[href='/ideas/{number}']")).to_contain_text("已采纳")
