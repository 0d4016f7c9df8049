"""Money that finds whom it is meant for: confirmed and paid, mended after the bank refused, corrected at its source, claimed by a firm."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.support.journey import Open, comes

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Both widths walk through one city, where nobody has the same benefit twice.
PAID = {390: "childcare", 1440: "women-screening"}
REFUSED = {390: ("陈小满", "nursery"), 1440: ("陈知夏", "teeth")}
# programme, the value that stands in the way, what is right, and who keeps it
WRONG = {
    390: ("second-child", "children_count", "2", "police-handler"),
    1440: ("disabled-family", "disabled_in_household", "1", "civil-handler"),
}
CLAIMED = {390: "staff-training", 1440: "retail-digital"}
GOOD, CLOSED = "6222020200112233499", "6222020200112233403"


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


def acts_for(page: Page, name: str) -> None:
    page.goto("/accounts/me/")
    switch = page.get_by_role("button", name=f"切换 {name}")
    if switch.count():
        switch.first.click()
        page.wait_for_load_state()


def stands(page: Page, code: str, state: str) -> None:
    """The programme's page says so, as soon as the bank or the register has."""
    comes(page, f"/benefits/{code}/", page.locator(f"[data-state={state}]"))


def says_yes(page: Page, code: str, account: str = "") -> None:
    """One tap to the known account, or another account typed."""
    page.goto(f"/benefits/{code}/")
    fits(page)
    if not account:
        page.locator(".ben-yes button").click()
    else:
        fold = page.locator("#yes details", has=page.locator("[name=account]"))
        if fold.count():
            fold.locator("summary").click()
        types(page, account)
    page.wait_for_load_state()


def types(page: Page, account: str) -> None:
    form = page.locator("form.ben-account").first
    form.locator("[name=bank]").fill("样例银行")
    form.locator("[name=account]").fill(account)
    form.get_by_role("button").click()
    page.wait_for_load_state()


def pays(open_as: Open) -> None:
    """One makes the batch, another approves it; the bank answers by itself."""
    maker, approver = open_as("health-handler"), open_as("supervisor")
    maker.goto("/staff/payouts/")
    maker.locator("form[action$='/payouts/make'] button").first.click()
    maker.wait_for_url("**/staff/payouts/batches/*")
    approver.goto(maker.url)
    fits(approver)
    approver.locator("button[value=approve]").click()
    approver.wait_for_load_state()


def test_a_benefit_is_found_confirmed_paid_and_made_public(open_as: Open, width: int) -> None:
    resident, code = open_as("chenxiaoman"), PAID[width]
    acts_for(resident, "陈小满")
    resident.goto("/")
    expect(resident.get_by_role("link", name="去看看并确认")).to_be_visible()
    resident.goto("/benefits/")
    fits(resident)
    says_yes(resident, code)
    stands(resident, code, "approved")
    pays(open_as)
    stands(resident, code, "paid")
    fits(resident)
    visitor = open_as("")
    visitor.goto(f"/benefits/published/{code}/")
    expect(visitor.locator("tbody")).to_contain_text("陈*满")
    expect(visitor.locator("main")).not_to_contain_text("陈小满")
    fits(visitor)


def test_what_the_bank_refused_is_mended_by_the_resident(open_as: Open, width: int) -> None:
    resident, (name, code) = open_as("chenxiaoman"), REFUSED[width]
    acts_for(resident, name)
    says_yes(resident, code, CLOSED)
    stands(resident, code, "approved")
    pays(open_as)
    stands(resident, code, "failed")
    expect(resident.locator(".ben-reason")).to_contain_text("账户已销户")
    fits(resident)
    types(resident, GOOD)
    pays(open_as)
    stands(resident, code, "paid")
    acts_for(resident, "陈小满")


def test_a_wrong_value_is_corrected_at_its_source_and_entitles(open_as: Open, width: int) -> None:
    resident, (code, field, right, keeper) = open_as("chenxiaoman"), WRONG[width]
    acts_for(resident, "陈小满")
    resident.goto(f"/benefits/{code}/")
    expect(resident.locator("[data-verdict]")).to_have_attribute("data-verdict", "no")
    resident.locator(f"[data-field={field}] a[href*='/wrong/']").first.click()
    fits(resident)
    resident.locator("[name=claimed]").fill(right)
    resident.locator("[name=reason]").fill("家里的情况变了，有证明。")
    resident.get_by_role("button", name="提交给登记单位").click()
    number = resident.locator("#number").inner_text()

    staff = open_as(keeper)
    staff.goto(f"/staff/?queue=all&matter={number}")
    with staff.expect_response(lambda answer: "/act/correct" in answer.url) as sent:
        staff.locator("form.first-move button").first.click()
    assert sent.value.status < 400, sent.value.text()
    resident.goto(f"/benefits/{code}/")
    expect(resident.locator("[data-verdict]")).to_have_attribute("data-verdict", "yes")
    expect(resident.locator("[data-stands=yes]")).to_have_count(0)


def test_an_enterprise_claims_what_fits_it(open_as: Open, width: int) -> None:
    agent, code = open_as("chenxiaoman"), CLAIMED[width]
    acts_for(agent, "深圳市")
    agent.goto("/business/")
    expect(agent.locator("#policies .hit").first).to_be_visible()
    fits(agent)
    agent.goto("/benefits/")
    fits(agent)
    says_yes(agent, code, GOOD)
    stands(agent, code, "approved")
    expect(agent.locator("#yes")).to_contain_text(re.compile("3499"))
    expect(agent.locator(".stepper")).to_be_visible()
    fits(agent)
    acts_for(agent, "陈小满")
