"""The staff menu fits the bar: the first entries beside the rest under "More", by keyboard and without JavaScript."""

import pytest
from playwright.sync_api import Browser, expect
from tests.support.axe import complaints
from tests.support.journey import Open, context, sign_in

pytestmark = pytest.mark.browser
CUT = "[...document.querySelectorAll('.top-links')].map(bar => bar.scrollWidth - bar.clientWidth)[0]"


def test_the_bar_is_not_cut_and_more_opens_by_keyboard(open_as: Open, width: int) -> None:
    page = open_as("supervisor")
    page.goto("/staff/policy/")
    if width > 1000:
        assert page.evaluate(CUT) == 0
        page.set_viewport_size({"width": 1024, "height": 768})
        assert page.evaluate(CUT) == 0
    more = page.locator(".top-more")
    expect(more.get_by_role("link", name="权限一览")).to_be_hidden()
    more.locator("summary").focus()
    page.keyboard.press("Enter")
    here = more.get_by_role("link", name="权限一览")
    expect(here).to_be_visible()
    expect(here).to_have_attribute("aria-current", "page")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not complaints(page, "more")
    page.keyboard.press("Tab")
    expect(more.locator("a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/policy/" not in url)


def test_more_opens_without_javascript(chromium: Browser, live_city: str) -> None:
    signed = context(chromium, live_city, 390)
    sign_in(signed.new_page(), "supervisor")
    plain = chromium.new_context(
        base_url=live_city, java_script_enabled=False, storage_state=signed.storage_state(), locale="zh-CN"
    )
    page = plain.new_page()
    page.goto("/staff/policy/")
    page.locator(".top-more summary").click()
    page.locator(".top-more").get_by_role("link", name="工作日历").click()
    page.wait_for_url("**/calendar/**")
    plain.close()
    signed.close()
