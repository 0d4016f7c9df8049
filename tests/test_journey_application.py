"""Applications in the real browser: refused with the clause and the way to object; filed at a counter for somebody without a
phone; paid, withdrawn and given back.
"""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.support.journey import Open, comes

from cdos.sample.people.documents import citizen_number

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Nobody the city knows; by the width, since nobody gets a second card.
NO_PHONE = {
    390: ("冯秀英", citizen_number("44030419440117307")),
    1440: ("许桂兰", citizen_number("44030419450218326")),
}


def begins(page: Page, item: str) -> None:
    """From the address of the item to its form."""
    page.goto(f"/services/apply/{item}")
    if page.get_by_text("还没填完").count():
        page.get_by_role("button", name="删除").first.click()
    if "/draft/" not in page.url:
        page.get_by_role("button", name="下一步").click()
    page.wait_for_url("**/services/apply/draft/*")


def fills(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"[name='{name}']").first.fill(value)


def sends(page: Page) -> None:
    page.get_by_role("button", name="核对").click()
    page.wait_for_url("**/check")
    page.locator("main form").get_by_role("button", name="提交", exact=True).click()


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


def test_a_refusal_names_the_clause_and_how_to_object(open_as: Open, width: int) -> None:
    page = open_as("chenxiaoman")
    begins(page, "elder-card")
    expect(page.locator("#foresight")).to_contain_text("年满六十周岁")  # before anything is sent
    expect(page.locator("#foresight")).to_contain_text("老年人权益保障法")
    fills(page, emergency_contact="陈国强")
    page.locator("[name=delivery][value=electronic]").check()
    expect(page.locator("#foresight .draft-state")).to_contain_text("已保存")
    page.wait_for_load_state("networkidle")
    page.goto("/services/apply/elder-card")
    page.get_by_role("link", name="继续填写").click()  # it was kept while typing
    expect(page.locator("[name=emergency_contact]")).to_have_value("陈国强")
    fits(page)
    sends(page)
    page.wait_for_url("**/services/applications/SQ-*")
    expect(page.locator(".state-line")).to_contain_text("不予办理")
    expect(page.locator("#clauses")).to_contain_text("《中华人民共和国老年人权益保障法》")
    expect(page.locator("#clauses")).to_contain_text("第三十条")
    expect(page.locator("#objection")).to_contain_text("复议")
    fits(page)
    page.get_by_role("button", name="提出异议").click()
    page.locator("#object-reason").fill("我的出生日期登记错了。")
    page.get_by_role("button", name="提交异议").click()
    expect(page.locator(".state-line")).to_contain_text("异议复核中")

    number = page.locator("#number").inner_text()
    lead = open_as("civil-lead")
    lead.goto(f"/staff/?queue=all&matter={number}")
    expect(lead.locator(".detail")).to_contain_text("年满六十周岁")
    form = lead.locator("form[action*='/act/uphold']").last
    if not form.is_visible():
        lead.locator("details.move:has(form[action*='/act/uphold']) > summary").last.click()
    form.locator("[name=reason]").fill("户籍登记的出生日期为 1991 年，未满六十周岁。")
    with lead.expect_response(lambda answer: "/act/uphold" in answer.url) as sent:
        form.locator("button[type=submit], button.primary").last.click()
    assert sent.value.status < 400
    page.reload()
    expect(page.locator("#refusal")).to_contain_text("户籍登记的出生日期")


def test_a_counter_clerk_files_for_a_person_without_a_phone(open_as: Open, width: int) -> None:
    clerk = open_as("hall-clerk")
    clerk.goto("/staff/services/counter")
    clerk.locator("#id_item").select_option("elder-card")
    name, number = NO_PHONE[width]
    fills(clerk, name=name, number=number)
    clerk.get_by_role("button", name="开始办理").click()
    expect(clerk.locator(".alert")).to_contain_text("核对了什么证件")  # a clerk must have seen one
    fills(clerk, **{"need-counter-document": "居民身份证"})
    clerk.get_by_role("button", name="开始办理").click()
    clerk.wait_for_url("**/allow")
    clerk.get_by_role("button", name="下一步").click()
    expect(clerk.locator("#foresight")).to_contain_text("可以办")
    fills(clerk, residence_community_text="景田社区")
    clerk.locator("[name=delivery][value=electronic]").check()
    fits(clerk)
    sends(clerk)
    clerk.wait_for_url("**/receipt")
    paper = clerk.locator(".paper")
    expect(paper).to_contain_text(name)
    expect(paper).to_contain_text("窗口代办")
    expect(paper).to_contain_text("核验码")
    fits(clerk)
    code = re.search(r"核验码\s*([A-Z0-9]+)", paper.inner_text())
    assert code
    visitor = open_as("")
    visitor.goto(f"/verify/{code.group(1)}")
    expect(visitor.locator("main")).to_contain_text("敬老优待证")
    clerk.get_by_role("link", name="下一位").click()
    clerk.wait_for_url("**/counter")


def test_a_fee_is_paid_at_the_second_try_and_comes_back_when_it_is_withdrawn(
    open_as: Open, width: int
) -> None:
    page = open_as("linguodong")
    begins(page, "passport")
    fills(page, residence_address="福田区莲花街道景田东路 8 号")
    sends(page)
    page.wait_for_url("**/services/applications/SQ-*")
    followed = page.url
    page.get_by_role("link", name="立即缴费").click()
    page.get_by_role("button", name="立即缴费").click()
    page.get_by_role("button", name="拒绝：余额不足").click()
    expect(page.locator("main")).to_contain_text("余额不足")
    page.get_by_role("link", name="再试一次").click()
    page.get_by_role("button", name="再试一次").click()
    page.get_by_role("button", name="缴费成功，并重复通知两次").click()
    page.wait_for_url(followed)
    expect(page.locator(".state-line")).to_contain_text("待受理")
    expect(page.locator("main")).to_contain_text("已缴费")
    fits(page)
    page.get_by_role("button", name="撤回").first.click()
    page.locator("#withdraw form").get_by_role("button", name="撤回").click()
    expect(page.locator(".state-line")).to_contain_text("已撤回")
    comes(page, followed, page.locator("main", has_text="已退费"))
