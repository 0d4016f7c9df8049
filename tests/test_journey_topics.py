"""A leader sees what many say, makes it a campaign, has it judged; and issues the week's report."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.axe import complaints
from tests.support.journey import GROUPED_S, comes, context, sign_in

PLACE = "景田翠苑"  # of the sample city's crowds


@pytest.fixture(params=[1440, 390], ids=["desk", "phone"])
def supervisor(request: pytest.FixtureRequest, chromium: Browser, live_city: str) -> Iterator[Page]:
    browser = context(chromium, live_city, request.param)
    page = browser.new_page()
    sign_in(page, "supervisor")
    yield page
    browser.close()


def open_topics(page: Page, place: str) -> None:
    """Until the worker has put the appeals of the sample city into groups."""
    comes(page, f"/staff/topics/?q={place}", page.locator(".topic-name a"), GROUPED_S)


@pytest.mark.browser
@pytest.mark.slow
def test_from_the_hottest_topic_to_a_judged_campaign(supervisor: Page) -> None:
    page = supervisor
    open_topics(page, PLACE)
    page.goto("/staff/topics/")
    assert page.locator(".topic-card").count() >= 2
    assert complaints(page, "topics") == []
    page.goto(f"/staff/topics/?q={PLACE}")
    card = page.locator(".topic-card").first
    assert re.search(r"[2-9]\d* 人", card.inner_text())
    assert card.locator("svg.spark rect").count() == 13
    card.locator(".topic-name a").click()
    expect(page.locator("h1")).to_contain_text(PLACE)
    assert page.locator(".topic-member").count() >= 3
    assert complaints(page, "topic") == []
    if page.get_by_role("button", name="列入类案治理").count():
        page.get_by_role("button", name="列入类案治理").click()
        page.get_by_label("治理后要达到什么").fill("晚上闻不到油烟")
        page.get_by_role("button", name="启动治理").click()
    else:  # the other width has begun it
        page.get_by_role("link", name="已列入治理").click()
    page.wait_for_url("**/topics/campaigns/**")
    carry_out(page)


def carry_out(page: Page) -> None:
    """Measures, start, done, watch, judge; at the second width it is there already and read only."""
    if page.get_by_role("button", name="加入措施").count():
        page.get_by_label("新增一项措施").fill("每家装净化器并联网")
        page.get_by_role("button", name="加入措施").click()
        expect(page.locator("main")).to_contain_text("每家装净化器并联网")
        page.get_by_role("button", name="开始", exact=True).click()
        page.locator("input[name=note]").first.fill("六家都已装好")
        page.get_by_role("button", name="标记完成").first.click()
        expect(page.locator("main")).to_contain_text("六家都已装好")
        page.get_by_role("button", name="措施全部完成，观察成效").click()
        expect(page.locator(".effect-words")).to_contain_text("为时尚早")
        page.reload()  # without the toast, which fades
        assert complaints(page, "campaign") == []
        page.locator("summary", has_text="评判成效并结束").click()
        page.locator("textarea[name=note]").fill("满月后再评")
        page.get_by_role("button", name="评判成效并结束").click()
    expect(page.locator("main")).to_contain_text("满月后再评")
    expect(page.locator("main")).to_contain_text("已评判结束")


@pytest.mark.browser
@pytest.mark.slow
def test_a_report_is_drafted_shows_its_numbers_and_is_issued(supervisor: Page) -> None:
    page = supervisor
    open_topics(page, PLACE)
    page.goto("/staff/topics/reports/")
    assert complaints(page, "reports") == []
    page.get_by_role("button", name="起草报告").click()
    page.wait_for_url(re.compile(r"/reports/\d+/$"))
    assert complaints(page, "report") == []
    page.locator(".report-link").first.click()
    expect(page.locator("#rows table")).to_contain_text("合计")
    filed = re.search(r"共受理诉求 (\d+) 件", page.locator(".report-link").first.inner_text())
    assert filed is not None
    expect(page.locator("#rows table")).to_contain_text(filed.group(1))
    if page.get_by_role("button", name="签发报告").count():
        issue(page)
    page.emulate_media(media="print")
    expect(page.locator("#rows")).to_be_hidden()
    expect(page.locator(".report-picture").first).to_be_visible()


def issue(page: Page) -> None:
    """Not with a number that no row proves."""
    first = page.locator(".report-sentence").first
    first.locator(".report-edit summary").click()
    said = first.locator("textarea").input_value()
    first.locator("textarea").fill("本周受理 99999 件")
    first.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="签发报告").click()
    expect(page.locator("main")).to_contain_text("99999")
    expect(page.get_by_role("button", name="签发报告")).to_be_visible()
    first.locator(".report-edit summary").click()
    first.locator("textarea").fill(said)
    first.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="签发报告").click()
    expect(page.locator("main")).to_contain_text("签发于")


@pytest.mark.browser
@pytest.mark.slow
def test_sentinels_are_set_and_switched_off(supervisor: Page) -> None:
    page = supervisor
    page.goto("/staff/topics/risks/")
    assert complaints(page, "risks") == []
    page.goto("/staff/topics/sentinels/")
    page.get_by_label("哨点名称").fill("油烟集中")
    page.get_by_label("词语").fill("油烟 烧烤")
    page.get_by_role("button", name="开始监看").click()
    expect(page.locator(".topic-member").first).to_contain_text("油烟集中")
    page.reload()
    assert complaints(page, "sentinels") == []
    page.get_by_role("button", name="停止监看").first.click()
    expect(page.locator(".topic-member").filter(has_text="已停").first).to_be_visible()
