"""Licences and centres in the real browser: the wallet, a copy that ends, verifying, booking a time, and a queue number."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.support.journey import Open

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HALL = "/centres/440304-hall/"


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"))


def test_a_holder_gives_a_copy_a_stranger_verifies_it_and_the_holder_ends_it(
    open_as: Open, width: int, tmp_path: Path
) -> None:
    mother = open_as("chenxiaoman")
    mother.goto("/me/licences/")
    assert mother.locator(".lic-cards").first.locator("li").count() >= 8
    mother.get_by_role("link", name="学历学位证书").click()
    expect(mother.locator(".lic-qr svg")).to_be_visible()
    expect(mother.locator("main")).to_contain_text("深圳市人力资源和社会保障局")  # who used it, already
    assert fits(mother)
    mother.locator("[name=by]").fill("荔花小学")
    mother.locator("[name=purpose]").fill("2027 年入学报名")
    with mother.expect_download() as sent:
        mother.get_by_role("button", name="生成副本").click()
    copy = tmp_path / "copy.pdf"
    sent.value.save_as(copy)

    stranger = open_as("")
    stranger.goto("/verify/")
    stranger.set_input_files("#id_file", copy)
    stranger.locator("form[enctype] button[type=submit]").click()
    expect(stranger.locator(".verdict.good")).to_contain_text("真实有效")
    assert "陈小满" not in stranger.locator("main").inner_text()
    assert fits(stranger)
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(copy.read_bytes().replace(b"%%EOF", b"%%EOG"))
    stranger.set_input_files("#id_file", altered)
    stranger.locator("form[enctype] button[type=submit]").click()
    expect(stranger.locator(".verdict.bad")).to_contain_text("被改动")

    mother.reload()
    use = mother.locator(".lic-uses > li", has_text="荔花小学").first
    address = use.get_by_role("link", name="水印副本").get_attribute("href")
    use.get_by_role("button", name="终止使用").click()
    expect(mother.locator("main")).to_contain_text("您已终止")
    stranger.goto(str(address))
    expect(stranger.locator(".verdict.warm")).to_contain_text("已终止")
    stranger.locator("[name=code]").fill("C000 0000 0000 0001")
    stranger.get_by_role("region", name="用编码核验").get_by_role("button").click()
    expect(stranger.locator(".verdict.bad")).to_be_visible()


def test_a_licence_is_revoked_by_two_people(open_as: Open) -> None:
    clerk = open_as("civil-handler")
    clerk.goto("/staff/licences/")
    in_force = clerk.locator(".badge", has_text=re.compile(r"^\s*有效\s*$"))
    clerk.locator("#ours ~ .rows .row-link").filter(has=in_force).first.click()
    path = clerk.url
    clerk.locator("summary", has_text="吊销").click()
    form = clerk.locator("form[action$='/revoke']")
    form.locator("[name=reason]").fill("冒用他人身份取得")
    form.locator("[name=basis]").fill("《行政许可法》第六十九条")
    form.get_by_role("button", name="提出吊销").click()
    expect(clerk.locator("main")).to_contain_text("待复核")
    assert clerk.locator("button[name=granted]").count() == 0
    lead = open_as("civil-lead")
    lead.goto(path)
    lead.locator("button[name=granted][value=yes]").click()
    expect(lead.locator("main")).to_contain_text("已吊销")


def test_a_time_is_booked_and_called_off_and_a_number_is_called(open_as: Open, width: int) -> None:
    resident = open_as("linguodong")
    resident.goto("/map/life?kind=centre")
    resident.get_by_role("button", name="离我最近").click()
    first = resident.locator("#life-list .place").first
    expect(first).to_contain_text(re.compile(r"米|公里"), timeout=30_000)
    resident.goto(HALL)
    assert fits(resident)
    resident.locator("main a[href$='/book']").click()
    resident.locator(".days a").nth(2).click()
    resident.locator("label.half-hour").first.click()
    resident.get_by_label("办什么事").fill("老年优待证")
    resident.get_by_role("button", name="预约", exact=True).click()
    resident.wait_for_url("**/me/appointments/*/")
    expect(resident.locator("main")).to_contain_text("已预约")
    assert fits(resident)
    resident.get_by_role("button", name="取消预约").click()
    expect(resident.locator("main")).to_contain_text("已取消")

    clerk = open_as("hall-clerk")
    clerk.goto("/staff/counter/")
    if clerk.get_by_role("button", name="今天开放取号").count():
        clerk.get_by_role("button", name="今天开放取号").click()
    resident.goto(HALL)
    resident.get_by_role("button", name="取号").click()
    resident.wait_for_url("**/queue/*/")
    number = resident.locator(".turn-number").inner_text()
    screen = open_as("")
    for _other in range(20):
        clerk.locator("[name=window]").fill("5 号窗")
        clerk.get_by_role("button", name="叫下一位").click()
        clerk.wait_for_load_state()
        if clerk.locator(".counter-number", has_text=number).count():
            break
    expect(resident.locator(".turn.called")).to_contain_text("5 号窗", timeout=30_000)
    screen.goto(f"{HALL}screen")
    expect(screen.locator(".wall-called")).to_contain_text(number)
    clerk.goto("/staff/counter/")
    row = clerk.locator(".counter-row", has_text=number)
    row.get_by_role("button", name="办完").click()
    expect(resident.locator(".turn")).to_contain_text("已办完", timeout=30_000)
    assert fits(clerk)
