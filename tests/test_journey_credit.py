"""Treatment on credit in the real browser: treated and repaid; not repaid, in default, claimed, and repaid after all."""

import re

import psycopg
import pytest
from playwright.sync_api import Page, expect
from tests.support.journey import Open, comes

from cdos.runtime.trial import Trial

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


def signs(page: Page) -> None:
    """Unless it was signed at the other width."""
    page.goto("/care/")
    if page.get_by_role("button", name="同意查询并查看结果").count():
        expect(page.locator(".care-reasons .unknown")).to_have_count(1)
        fits(page)
        page.get_by_role("button", name="同意查询并查看结果").click()
    if page.get_by_role("button", name="签署协议").count():
        expect(page.locator(".care-reasons .yes")).to_have_count(4)
        page.get_by_text("我已阅读并同意").click()
        fits(page)
        page.get_by_role("button", name="签署协议").click()
    expect(page.locator(".care-free")).to_contain_text("5,000.00 元")


def is_treated(page: Page, desk: Page, total: str, insurance: str) -> str:
    """The code is shown, the desk opens the visit and settles it; its number."""
    page.goto("/care/")
    page.get_by_role("button", name=re.compile("出示就诊码")).click()
    code = page.locator("[data-code]").get_attribute("data-code") or ""
    fits(page)
    desk.goto("/demo-hospital/")
    desk.get_by_label("患者的就诊码").fill(code)
    desk.get_by_role("button", name="登记信用就医").click()
    visit = desk.locator("details[data-number]").first
    number = visit.get_attribute("data-number") or ""
    visit.locator("summary").click()
    visit.get_by_label("总费用（元）").fill(total)
    visit.get_by_label("其中医保支付（元）").fill(insurance)
    fits(desk)
    visit.get_by_role("button", name="结算").click()
    desk.wait_for_load_state()
    return number


def until(page: Page, number: str, *states: str) -> None:
    """The worker looks at clocks every quarter of a minute."""
    comes(page, f"/care/visits/{number}", page.locator(", ".join(f"[data-state={one}]" for one in states)))


def clocks_run_out(trial: Trial, number: str) -> None:
    """As if the days had passed."""
    with psycopg.connect(trial.database_url) as database:
        database.execute("SET LOCAL cdos.everything = 'on'")
        database.execute(
            """UPDATE matters_matterclock SET due_at = now() - interval '1 minute' WHERE state = 'running'
               AND matter_id = (SELECT id FROM matters_matter WHERE number = %s)""",
            [number],
        )


def test_treated_on_credit_and_repaid(open_as: Open, width: int) -> None:
    page, desk = open_as("zhouyichen"), open_as("")
    signs(page)
    number = is_treated(page, desk, "680", "430.5")
    until(page, number, "owed")
    expect(page.locator(".state-card")).to_contain_text("249.50 元")
    fits(page)
    page.get_by_label("还款金额（元）").fill("100")
    page.get_by_role("button", name="立即还款").click()
    expect(page.locator(".care-left dd")).to_contain_text("149.50 元", timeout=30_000)
    expect(page.get_by_label("还款金额（元）")).to_have_value("149.50")
    page.get_by_role("button", name="立即还款").click()
    expect(page.locator("[data-state=repaid]")).to_be_visible(timeout=30_000)
    expect(page.locator("main")).to_contain_text("已全部还清")
    fits(page)
    page.goto("/care/")
    expect(page.locator(".care-free .stat-value")).to_have_text("5,000.00 元")


def test_not_repaid_claimed_and_mended(open_as: Open, width: int, live_trial: Trial) -> None:
    page, desk, office = open_as("zhouyichen"), open_as(""), open_as("health-handler")
    signs(page)
    number = is_treated(page, desk, "1200", "800")
    until(page, number, "owed")
    clocks_run_out(live_trial, number)
    until(page, number, "overdue")
    clocks_run_out(live_trial, number)
    until(page, number, "defaulted")
    expect(page.locator(".state-card")).to_contain_text("怎样恢复")
    page.goto("/care/")
    expect(page.locator(".care-reasons .no")).to_contain_text("没有逾期未还的信用就医欠款")
    expect(page.get_by_role("button", name="出示就诊码")).to_have_count(0)
    fits(page)
    office.goto("/staff/care/")
    expect(office.locator("main")).to_contain_text("账目相符")
    fits(office)
    office.locator("tr", has_text=number).get_by_role("button").click()
    office.wait_for_load_state()
    expect(office.locator("tr", has_text=number)).to_contain_text("担保方已代偿")
    expect(office.locator("main")).to_contain_text("账目相符")
    until(page, number, "claimed")
    expect(page.locator(".care-left")).to_contain_text("欠担保方")
    page.get_by_role("button", name="立即还款").click()
    expect(page.locator("[data-state=repaid]")).to_be_visible(timeout=30_000)
    page.goto("/care/")
    expect(page.get_by_role("button", name="出示就诊码")).to_be_visible()
