"""Mutual aid in the real browser: allowed once, one tap, a batch that two people look at, until the bank has paid."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.support.journey import Open, comes

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORKER = {390: "zhouyichen", 1440: "chenxiaoman"}  # each has been in hospital once
SUM = {390: "2,188.00", 1440: "1,550.80"}


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


def test_one_tap_until_the_bank_has_paid(open_as: Open, width: int) -> None:
    page = open_as(WORKER[width])
    page.goto("/mutual-aid/")
    expect(page.locator("main")).to_contain_text("没有人查询过")
    page.get_by_role("button", name="一次授权").click()
    ready = page.locator(".mutual-ready")
    expect(ready.locator(".mutual-sum")).to_have_text(f"{SUM[width]} 元")
    expect(page.locator("main")).to_contain_text("授权时查询")
    ready.locator("summary").click()
    expect(ready.locator(".mutual-reasons .yes")).to_have_count(3)
    fits(page)
    ready.get_by_role("button", name="一键领取").click()
    expect(page.locator(".mutual-past[data-state=confirmed]")).to_contain_text("发放中")
    fits(page)
    paid_in_a_batch(open_as("union-handler"), open_as("union-lead"))
    comes(page, "/mutual-aid/", page.locator(".mutual-past[data-state=paid]"))
    expect(page.locator(".mutual-past[data-state=paid]")).to_contain_text("已到账")
    page.get_by_role("button", name="撤回").click()
    expect(page.locator("main")).to_contain_text("我们不读取您的任何信息")
    fits(page)


def paid_in_a_batch(handler: Page, lead: Page) -> None:
    """One of the union makes it, another approves it."""
    handler.goto("/staff/mutual-aid/")
    fits(handler)
    handler.goto("/staff/payouts/")
    handler.locator("form[action$='/staff/payouts/make']:has([value=mutual-aid]) button").click()
    handler.wait_for_load_state()
    lead.goto("/staff/payouts/")
    lead.locator("a[href*='/staff/payouts/batches/']").first.click()
    lead.wait_for_url(re.compile("/batches/"))
    lead.locator("button[value=approve]").click()
    lead.wait_for_load_state()
