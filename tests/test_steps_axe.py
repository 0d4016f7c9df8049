"""axe finds nothing of serious or critical impact on the steps of an application, its fee and a bundle's form, and none is
wider than the screen: pages that stand only while somebody applies, so that the list of pages cannot name their addresses."""

import pytest
from playwright.sync_api import Page
from tests.support.axe import PHONE, complaints_at_both
from tests.support.journey import Open, photo
from tests.test_journey_application import begins, fills

pytestmark = pytest.mark.browser


class Looked:
    """What was found, step by step."""

    def __init__(self, page: Page) -> None:
        self.page, self.found = page, list[str]()

    def at(self, step: str) -> None:
        self.found += complaints_at_both(self.page, step)


@pytest.fixture
def width() -> int:
    """Each step is looked at as on a phone, then wide."""
    return PHONE


def test_axe_finds_nothing_grave_from_the_form_to_the_fee_that_comes_back(open_as: Open) -> None:
    page = open_as("linguodong")
    look = Looked(page)
    page.goto("/services/apply/passport?for=1")
    look.at("for whom")
    begins(page, "passport")
    form = page.url
    look.at("form")
    page.goto(f"{form}/allow")
    look.at("what may be looked up")
    page.goto(form)
    fills(page, phone="12")
    page.get_by_role("button", name="核对").click()
    page.locator("main .error").first.wait_for()
    look.at("form with what is wrong")
    fills(page, phone="15400000002")
    page.get_by_role("button", name="核对").click()
    page.wait_for_url("**/check")
    look.at("check")
    page.locator("main form").get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/services/applications/SQ-*")
    followed = page.url
    look.at("to be paid")
    page.get_by_role("link", name="立即缴费").click()
    page.wait_for_url("**/services/pay/*")
    look.at("pay")
    page.get_by_role("button", name="立即缴费").click()
    page.wait_for_url("**/demo-pay/*")
    look.at("the provider's page")
    page.get_by_role("button", name="拒绝：余额不足").click()
    page.wait_for_url("**/services/pay/**")
    look.at("not paid")
    page.goto(followed)
    look.at("not paid, followed")
    page.get_by_role("button", name="撤回").first.click()
    look.at("withdrawing")
    page.locator("#withdraw form").get_by_role("button", name="撤回").click()
    page.locator(".state-line", has_text="已撤回").wait_for()
    look.at("withdrawn")
    assert not look.found, "\n".join(look.found)


def test_axe_finds_nothing_grave_on_the_form_of_a_bundle(open_as: Open) -> None:
    page = open_as("linguodong")
    look = Looked(page)
    page.goto("/bundles/moving-in/start")
    look.at("the situation")
    page.locator("main form").last.get_by_role("button").last.click()
    page.locator("#bundle-form").wait_for()
    look.at("the one form")
    assert not look.found, "\n".join(look.found)


def test_axe_finds_nothing_grave_on_what_a_document_says(open_as: Open) -> None:
    page = open_as("chenxiaoman")
    look = Looked(page)
    page.goto("/services/apply/graduate-subsidy?for=1")
    for box in page.locator("main input[name=consent]").all():
        box.uncheck()  # what no register may be asked is left for the document
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/services/apply/draft/*")
    paper = {"name": "证书#学历层次：硕士研究生.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    page.locator("main input[type=file]").nth(1).set_input_files([paper])
    page.get_by_role("button", name="读取材料").wait_for()
    look.at("documents that can be read")
    page.get_by_role("button", name="读取材料").click()
    page.get_by_role("button", name="这些都对").wait_for()
    look.at("what a document says")
    page.get_by_role("button", name="这些都对").click()
    page.get_by_text("来自您的材料").first.wait_for()
    page.get_by_role("button", name="删除草稿").click()
    assert not look.found, "\n".join(look.found)


def test_axe_finds_nothing_grave_on_a_form_that_a_clerk_fills(open_as: Open) -> None:
    clerk = open_as("hall-clerk")
    look = Looked(clerk)
    clerk.goto("/staff/services/counter")
    clerk.locator("#id_item").select_option("elder-card")
    clerk.get_by_role("button", name="开始办理").click()
    clerk.locator("main .error, main .alert").first.wait_for()
    look.at("the counter with what is missing")
    assert not look.found, "\n".join(look.found)
