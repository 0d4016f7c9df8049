"""The real city for browser tests: web, worker and PostgreSQL, with a small sample city, and the real Chromium."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.support.journey import Open, context, sign_in
from tests.support.moulds import copy_of_city

from cdos.runtime.gates import CHROMIUM
from cdos.runtime.trial import Trial, trial_folder

SCALE = "0.0002"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def live_trial() -> Iterator[Trial]:
    """The whole city under `cdos up`; `.url`, `.database_url`, `.folder`."""
    folder = trial_folder()
    try:
        trial = copy_of_city(folder / "data", "--scale", SCALE)
        trial.settings = {"CDOS_FILE_READERS": "demo"}  # what stands in a picture's own name is read
        trial.start()
        yield trial
        trial.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def live_city(live_trial: Trial) -> str:
    """The address of a running city with a small sample city."""
    return live_trial.url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("Chromium is not installed (Debian: apt install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(params=[390, 1440], ids=["phone", "desk"])
def width(request: pytest.FixtureRequest) -> int:
    """Of the screen, in px: a test that asks for it runs on both."""
    return int(request.param)


@pytest.fixture
def open_as(chromium: Browser, live_city: str, width: int) -> Iterator[Open]:
    """A page of somebody's own browser, signed in once; "" for a visitor."""
    pages: dict[str, tuple[BrowserContext, Page]] = {}

    def opened(login: str) -> Page:
        if login not in pages:
            made = context(chromium, live_city, width)
            pages[login] = (made, made.new_page())
            if login:
                sign_in(pages[login][1], login)
        return pages[login][1]

    yield opened
    for made, _page in pages.values():
        made.close()


@pytest.fixture
def browser_context(chromium: Browser, live_city: str) -> Iterator[BrowserContext]:
    """A fresh visitor at desktop width; relative addresses are the live city's."""
    context = chromium.new_context(
        base_url=live_city, locale="zh-CN", viewport={"width": 1440, "height": 900}
    )
    yield context
    context.close()


@pytest.fixture
def phone_context(chromium: Browser, live_city: str) -> Iterator[BrowserContext]:
    """A fresh visitor with a phone, 390 px wide."""
    context = chromium.new_context(
        base_url=live_city,
        locale="zh-CN",
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    yield context
    context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for the browser is a browser test; tests that share a city stay in one process."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if "chromium" in names and not item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.browser)
        if "live_trial" in names:
            item.add_marker(pytest.mark.xdist_group("live city"))
        elif "city" in names:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.split("::")[0]))
