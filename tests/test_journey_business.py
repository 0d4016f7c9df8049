"""An enterprise's change by its agent from the enterprise's own page, and a chat that consults, fills and files."""

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from tests.support.journey import Open, photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURE: FilePayload = {"name": "resolution.jpg", "mimeType": "image/jpeg", "buffer": photo()}
ANSWERS = {"手机": "我的电话是 13800138000", "姓名": "我叫陈小曼", "住址": "福田区莲花街道景田东路 8 号"}


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


def test_an_agent_changes_the_enterprise_from_its_own_page(open_as: Open, width: int) -> None:
    agent = open_as("chenxiaoman")
    agent.goto("/business/")
    switch = agent.get_by_role("button", name="代其办事")
    if switch.count():
        switch.first.click()
        agent.wait_for_url("**/business/")
    firm = agent.locator("h1").inner_text()
    expect(agent.locator("#agents")).to_contain_text("经商事登记核实")
    expect(agent.locator("#matches .hit").first).to_be_visible()
    fits(agent)

    agent.locator("#guide-q").press_sequentially("公司改名")
    offered = agent.locator("#guide-suggestions a[href='/services/company-change']")
    expect(offered).to_be_visible()
    offered.click()
    agent.wait_for_url("**/services/company-change")
    expect(agent.locator("#papers")).to_contain_text("股东会决议")
    expect(agent.locator("#who")).to_contain_text("欠税")
    fits(agent)

    agent.locator(".start").get_by_role("link").first.click()
    if "/draft/" not in agent.url:
        agent.locator("label.choice", has_text=firm).click() if agent.locator(
            "label.choice"
        ).count() else None
        agent.get_by_role("button", name="下一步").click()
    agent.wait_for_url("**/services/apply/draft/*")
    expect(agent.locator("[name=new_name]")).to_be_hidden()
    agent.locator("[data-entry=changes] label", has_text="名称").first.click()
    agent.locator("[name=new_name]").fill("深圳市新名样例有限公司")
    agent.locator("[name=agent_name]").fill("陈小满")
    agent.locator("[name=agent_phone]").fill("13800138000")
    agent.set_input_files("[id='material-shareholder-resolution-pick']", [PICTURE])
    expect(agent.locator("input[type=hidden][name='material-shareholder-resolution']")).to_have_count(1)
    agent.get_by_role("button", name="核对").click()
    agent.wait_for_url("**/check")
    expect(agent.locator(".summary").first).to_contain_text("深圳市新名样例有限公司")
    agent.locator("main form").get_by_role("button", name="提交", exact=True).click()
    agent.wait_for_url("**/services/applications/SQ-*")
    expect(agent.locator("main")).to_contain_text("企业变更登记")
    fits(agent)
    agent.goto("/me/licences/")
    licence = agent.locator(".lic-cards a", has_text="营业执照")
    expect(licence).to_have_count(1)  # the new version stands in the old one's place
    licence.click()
    expect(agent.locator("main")).to_contain_text("深圳市新名样例有限公司")
    fits(agent)


def test_the_chat_consults_fills_and_files(open_as: Open, width: int) -> None:
    page = open_as("chenxiaoman")
    page.goto("/accounts/me/")
    mine = page.get_by_role("button", name="切换 陈小曼")
    if mine.count():  # the other journey left this browser acting for the firm
        mine.first.click()
    page.goto("/chat")
    says(page, "养狗要什么材料")
    expect(page.locator(".chat-turn").last).to_contain_text("居民身份证")
    says(page, "多少钱")
    expect(page.locator(".chat-turn").last).to_contain_text("不收费")
    says(page, "我想办借书证")
    presses(page, page.locator(".chat-turn").last.locator("button", has_text="公共图书馆读者证").first)
    for _ in range(15):
        if page.locator(".chat-turn").last.locator("button[value='提交']").count():
            break
        answers(page)
    expect(page.locator(".chat-turn").last.locator("dl")).to_contain_text("15400000001（来自 实名身份信息")
    fits(page)
    presses(page, page.locator(".chat-turn").last.locator("button[value='提交']"))
    expect(page.locator(".chat-turn").last).to_contain_text("已提交")
    page.locator(".chat-turn").last.get_by_role("link").click()
    page.wait_for_url("**/services/applications/SQ-*")
    expect(page.locator("main")).to_contain_text("公共图书馆读者证")


def says(page: Page, words: str) -> None:
    page.locator("#chat-said").fill(words)
    presses(page, page.locator("#chat-input button.primary"))


def presses(page: Page, button: Locator) -> None:
    before = page.locator(".chat-turn").count()
    button.click()
    expect(page.locator(".chat-turn")).to_have_count(before + 1)


def answers(page: Page) -> None:
    """A file where one is wanted, an offered answer, else what fits the question."""
    turn = page.locator(".chat-turn").last
    if page.locator("#chat-input cdos-upload").count():
        page.set_input_files("#files-pick", [PICTURE])
        expect(page.locator("#chat-input input[type=hidden][name=files]")).to_have_count(1)
        presses(page, page.locator("#chat-input button.primary"))
    elif turn.locator(".chat-choices button").count():
        presses(page, turn.locator(".chat-choices button").first)
    else:
        asked = turn.inner_text()
        says(page, next((said for word, said in ANSWERS.items() if word in asked), "跳过"))
