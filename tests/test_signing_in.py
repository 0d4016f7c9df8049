"""Signing in with the real Chromium: a demonstration clerk's code, and passkeys of a virtual authenticator."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect
from tests.support import journey

pytestmark = pytest.mark.browser


@pytest.fixture
def local(chromium: Browser, live_city: str) -> Iterator[BrowserContext]:
    """At the name localhost: an IP address can have no passkeys."""
    made = chromium.new_context(base_url=live_city.replace("127.0.0.1", "localhost"), locale="zh-CN")
    made.set_default_timeout(60_000)
    yield made
    made.close()


def device(page: Page, *, verified: bool = True) -> tuple[CDPSession, str]:
    """A device with a fingerprint reader that knows, or does not know, whose finger it is."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def sign_out(page: Page) -> None:
    page.goto("/accounts/me/")
    page.locator("form[action*='sign-out'] button").first.evaluate("button => button.click()")
    page.wait_for_url(lambda url: "/accounts/me" not in url)


def test_a_passkey_is_added_signs_in_alone_and_its_answer_serves_once(local: BrowserContext) -> None:
    page = local.new_page()
    journey.sign_in(page, "office-handler")
    session, authenticator = device(page)
    page.goto("/accounts/second/set-up/")
    page.get_by_label("给它起个名字").fill("测试电脑")
    page.get_by_role("button", name="添加通行密钥").click()
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator(".recovery-codes code")).to_have_count(10)
    page.get_by_role("link", name="我已保存").click()
    expect(page.locator("#factors ~ ul")).to_contain_text("测试电脑")

    sign_out(page)
    page.goto("/accounts/sign-in/?next=/accounts/me/")
    with page.expect_request("**/accounts/passkey/sign-in/") as sent:
        page.get_by_role("button", name="使用通行密钥登录").click()
    page.wait_for_url("**/accounts/me/")
    expect(page.locator("#devices ~ ul")).to_contain_text("通行密钥")

    answer = sent.value.post_data
    again = local.browser.new_context(base_url=page.url.partition("/accounts")[0]).new_page()
    again.goto("/accounts/sign-in/")
    token = again.locator("meta[name=csrf-token]").get_attribute("content")
    replayed = again.request.post(
        "/accounts/passkey/sign-in/",
        data=answer,
        headers={"X-CSRFToken": token or "", "Content-Type": "application/json"},
    )
    assert replayed.status == 400
    again.goto("/accounts/me/")
    assert "sign-in" in again.url
    again.context.close()

    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    sign_out(page)
    page.goto("/accounts/sign-in/")
    page.get_by_role("button", name="使用通行密钥登录").click()
    page.wait_for_timeout(500)
    assert "sign-in" in page.url


def test_a_passkey_serves_as_the_second_factor(local: BrowserContext) -> None:
    page = local.new_page()
    journey.sign_in(page, "water-lead")
    device(page)
    page.goto("/accounts/second/set-up/")
    page.get_by_role("button", name="添加通行密钥").click()
    page.get_by_role("link", name="我已保存").click()
    sign_out(page)
    page.goto("/accounts/sign-in/")
    page.fill("input[name=login]", "water-lead")
    page.fill("input[name=password]", journey.PASSWORD)
    page.locator("main form").first.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="使用通行密钥").click()
    page.wait_for_url("**/staff/**")
