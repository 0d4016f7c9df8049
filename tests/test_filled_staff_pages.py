"""Fees and decisions that no longer fit, full: what stands there is read, nothing sticks out, and axe finds nothing grave."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.support.axe import complaints
from tests.support.journey import Open

from cdos.runtime.trial import Trial

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOT = Path(__file__).parent.parent
PICTURES = os.environ.get("CDOS_TEST_PICTURES", "")  # a folder for pictures to look at


@pytest.fixture(scope="module")
def filled(live_trial: Trial) -> None:
    told = {"DATABASE_URL": live_trial.database_url, "CDOS_DATA": str(live_trial.folder)}
    subprocess.run(
        [sys.executable, "-m", "tests.support.filling"], check=True, cwd=ROOT, env={**os.environ, **told}
    )


def test_fees_and_refunds_and_decisions_that_no_longer_fit(filled: None, open_as: Open, width: int) -> None:
    page = open_as("supervisor")
    for address, words in (
        ("/staff/fees/", ("公安局", "98,764.80 元", "号牌未制作")),
        ("/staff/drift/", ("不再符合", "社会保险")),
    ):
        page.goto(address)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{address.split('/')[2]}-{width}.png", full_page=True)
        for one in words:
            expect(page.locator("main")).to_contain_text(one)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
        assert complaints(page, f"{width} {address}") == []
