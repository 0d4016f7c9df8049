"""What residents and staff do in the browser, by the words on the page (Chinese, the default language)."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

Open = Callable[[str], Page]  # a page of somebody's own browser by their login; "" for a visitor
PASSWORD = "cdos-demo-2026"  # of the demonstration accounts
IN_FUTIAN = {"longitude": 114.0595, "latitude": 22.5530}
expect.set_options(timeout=30_000)  # a busy machine is no fault of the page
WITHIN_S = 180  # what the worker, the bank or another process does is on the page
GROUPED_S = 600  # the worker takes the sample city's appeals in slices
SIZES = {390: 844, 1440: 900}
TEXT = "家门口的污水井一直往外冒污水，下水道堵塞，味道很大。\n请尽快派人疏通。"


def photo() -> bytes:
    picture = Image.new("RGB", (640, 480), (120, 150, 120))
    ImageDraw.Draw(picture).ellipse((200, 150, 440, 330), fill=(30, 30, 30))
    out = BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


def context(browser: Browser, url: str, width: int) -> BrowserContext:
    """Somebody's own browser of that width; the position is one in Futian."""
    made = browser.new_context(
        base_url=url,
        locale="zh-CN",
        viewport={"width": width, "height": SIZES[width]},
        geolocation={"longitude": IN_FUTIAN["longitude"], "latitude": IN_FUTIAN["latitude"]},
        permissions=["geolocation"],
    )
    made.set_default_timeout(60_000)
    return made


def sign_in(page: Page, login: str) -> None:
    page.goto("/accounts/sign-in/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form").first.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    if "/accounts/second/" in page.url:
        page.fill("input[name=code]", page.locator("[data-demo-code]").inner_text())
        page.locator("main form").first.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/accounts/second/" not in url)


def picks(form: Locator, name: str, code: str) -> None:
    """A unit, an item or an area by its code."""
    option = form.locator(f"[role=option][data-value='{code}']")
    is_offered(form.locator(f"[name='{name}_text']"), option, code).click()


def is_offered(field: Locator, option: Locator, words: str) -> Locator:
    """Types into the picker until it offers that, again where the page was drawn anew meanwhile."""
    for _attempt in range(6):
        field.click()
        field.fill("")
        field.press_sequentially(words, delay=10)
        try:
            expect(option).to_be_visible(timeout=10_000)
        except AssertionError:
            continue
        return option
    raise AssertionError(f"{words} was never offered")


def comes(page: Page, address: str, what: Locator, within_s: float = WITHIN_S) -> None:
    """Opens the address again and again until that is there."""
    until = time.monotonic() + within_s
    while True:
        page.goto(address)
        if what.count():
            return
        if time.monotonic() > until:
            raise AssertionError(f"{what} never came to {address}: {page.locator('main').inner_text()[:600]}")
        page.wait_for_timeout(500)


@dataclass(slots=True)
class Resident:
    page: Page

    def files(self, text: str = TEXT) -> str:
        """Text, photo, pin, send; the number."""
        page = self.page
        page.goto("/")
        page.get_by_label("用您自己的话说").fill(text)
        page.get_by_role("button", name="提诉求").click()
        page.wait_for_url("**/appeals/new")
        page.set_input_files(
            "#files-pick", [{"name": "drain.jpg", "mimeType": "image/jpeg", "buffer": photo()}]
        )
        page.wait_for_selector(".thumbs input[name=files]", state="attached")
        self.next()
        page.get_by_role("button", name="我就在现场").click()
        expect(page.locator("#id_address")).to_have_value(re.compile("福田区"), timeout=30_000)
        self.next()
        page.locator("[data-copy=address]").get_by_text("福田区").wait_for()
        page.wait_for_load_state("networkidle")  # proposed items arrive above the button and move it
        page.get_by_role("button", name="提交", exact=True).click()
        page.wait_for_url("**/appeals/sent/*")
        return page.locator("#number").inner_text()

    def next(self) -> None:
        self.page.get_by_role("button", name="下一步").click()

    def opens(self, number: str) -> str:
        """The state's sentence."""
        self.page.goto(f"/track/{number}")
        return self.page.locator(".state-sentence").inner_text()

    def rates(self, number: str, *, satisfied: bool, stars: int) -> None:
        page = self.page
        page.goto(f"/track/{number}")
        page.locator("label.chip", has=page.locator(f"[value={'yes' if satisfied else 'no'}]")).click()
        for name in ("speed", "effect", "experience", "reply_quality"):
            page.locator(f"label:has(> input[name={name}][value='{stars}'])").click()
        page.get_by_role("button", name="提交评价").click()
        page.wait_for_load_state()


@dataclass(slots=True)
class Staff:
    page: Page

    def opens(self, number: str) -> None:
        self.page.goto(f"/staff/?queue=all&matter={number}")
        self.page.get_by_role("heading", name="家门口的污水井").first.wait_for()

    def does(self, number: str, move: str, **values: str) -> None:
        """Opens the matter, opens the move's form unless it is, fills it, sends it, waits for the answer."""
        page = self.page
        self.opens(number)
        form = page.locator(f"form[action*='/act/{move}']").last
        if not form.is_visible():
            page.locator(f"details.move:has(form[action*='/act/{move}']) > summary").last.click()
        for name, value in values.items():
            field = form.locator(f"[name='{name}']")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        with page.expect_response(lambda answer: f"/act/{move}" in answer.url) as sent:
            form.locator("button[type=submit], button.primary").last.click()
        assert sent.value.status < 400, sent.value.text()

    def dispatches_as_proposed(self, number: str) -> str:
        """The likeliest action with its reason; its words."""
        self.opens(number)
        first = self.page.locator("form.first-move")
        words = first.inner_text()
        with self.page.expect_response(lambda answer: "/act/dispatch" in answer.url) as sent:
            first.get_by_role("button", name="分拨").click()
        assert sent.value.status < 400
        return words
