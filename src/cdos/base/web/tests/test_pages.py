import json
import re
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from cdos.base.web import api as web
from cdos.base.web import errors, menu, shell

pytestmark = pytest.mark.django_db

INLINE = re.compile(r"<script(?![^>]*(?:\ssrc=|application/json))|<style|\sstyle=|\son\w+=", re.IGNORECASE)


@pytest.mark.parametrize("path", ["/design/", "/design/?look=dark", "/display/", "/api/docs"])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en", "ar", "ja"])
def test_a_page_of_the_frame_is_whole_in_every_language_and_has_nothing_inline(
    client: Client, path: str, language: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(path)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.count("<h1") == 1
    assert not INLINE.search(html), INLINE.search(html)


def test_a_page_is_in_chinese_and_offers_the_language_of_the_browser(client: Client) -> None:
    html = client.get("/display/", headers={"Accept-Language": "en-US,en"}).content.decode()
    assert 'lang="zh-Hans"' in html
    assert 'class="offer"' in html
    assert (
        'class="offer"' not in client.get("/display/", headers={"Accept-Language": "zh-CN"}).content.decode()
    )


def test_the_chosen_language_stays_and_the_way_back_never_leaves_the_site(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
    assert "Display and reading aids" in client.get("/display/").content.decode()
    client.post("/language/", {"language": "tlh", "next": "/display/"})
    assert "Display and reading aids" in client.get("/display/").content.decode()


def test_the_account_s_language_counts_when_this_browser_chose_none() -> None:
    from cdos.base.web import languages

    request = RequestFactory().get("/")
    request.account = SimpleNamespace(language="en")
    assert languages.chosen(request) == "en"
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "zh-hant"
    assert languages.chosen(request) == "zh-hant"


def test_right_to_left_languages_turn_the_page() -> None:
    with override_settings(LANGUAGES=[*settings.LANGUAGES, ("ar", "العربية")]), translation.override("ar"):
        html = web.page(RequestFactory().get("/"), "web/display.html").content.decode()
    assert 'lang="ar" dir="rtl"' in html


def test_a_look_wins_over_the_page_s_own_direction(client: Client) -> None:
    head = client.get("/design/?look=rtl").content.decode().split("<head", 1)[0]
    assert head.index('dir="rtl"') < head.index('dir="ltr"')


def test_elder_mode_is_kept_and_can_be_left(client: Client) -> None:
    client.post("/display/", {"elder": "2", "contrast": "1", "next": "/display/"})
    html = client.get("/display/").content.decode()
    assert 'data-elder="2"' in html
    assert 'data-contrast="more"' in html
    client.post("/display/", {"elder": "", "next": "/display/"})
    assert "data-elder" not in client.get("/display/").content.decode().split("<body")[0]


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 429, 500])
def test_an_error_has_its_own_face_with_the_request_id(status: int) -> None:
    request = RequestFactory().get("/somewhere")
    request.request_id = "abcdef0123456789"
    answer = errors.error_page(request, status)
    assert answer.status_code == status
    assert b"abcdef0123456789" in answer.content
    assert str(errors.FACES[status].title) in answer.content.decode()


def test_a_failing_frame_still_answers_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: object) -> dict[str, object]:
        raise RuntimeError("no database")

    monkeypatch.setattr("cdos.base.web.shell._sources", [broken])
    answer = errors.error_page(RequestFactory().get("/x"), 500)
    assert answer.status_code == 500
    assert b"<h1>" in answer.content


def test_an_unknown_address_is_a_page_for_people_and_a_problem_for_programs(client: Client) -> None:
    assert "fault" in client.get("/nowhere-at-all/").content.decode()
    answer = client.get("/api/nowhere-at-all")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/api/problems/not-found"


def test_a_piece_of_a_page_gets_a_message_and_nothing_to_swap(client: Client) -> None:
    answer = client.get("/nowhere-at-all/", headers={"HX-Request": "true"})
    assert answer.content == b""
    assert "cdos:toast" in json.loads(answer["HX-Trigger"])


def test_a_forged_form_is_refused_with_a_way_on() -> None:
    answer = Client(enforce_csrf_checks=True).post("/display/", {"elder": "1"})
    assert answer.status_code == 403
    assert "fault" in answer.content.decode()


def test_a_fragment_answers_htmx_and_the_whole_page_everybody_else() -> None:
    whole = web.page(RequestFactory().get("/"), "web/display.html", fragment="web/parts/skeleton.html")
    piece = web.page(
        RequestFactory().get("/", headers={"HX-Request": "true"}),
        "web/display.html",
        fragment="web/parts/skeleton.html",
    )
    assert b"<html" in whole.content
    assert b"<html" not in piece.content


def test_a_toast_with_a_way_back_travels_in_the_header() -> None:
    response = HttpResponse()
    web.toast(RequestFactory().post("/"), "已分拨", response=response, undo_url="/undo/1")
    assert json.loads(response["HX-Trigger"])["cdos:toast"]["undo"] == "/undo/1"
    assert response["HX-Trigger"].isascii()


def test_the_menu_marks_the_deepest_fitting_entry_and_leaves_out_what_is_not_mounted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(menu, "_entries", {})
    menu.register(slot="foot", key="a", title="A", url="/x/", order=2)
    menu.register(slot="foot", key="b", title="B", url="/x/deep/", order=1)
    menu.register(slot="foot", key="c", title="C", url="nowhere:at-all")
    links = menu.links(RequestFactory().get("/x/deep/er"), web.Slot.FOOT)
    assert [(link.key, link.current) for link in links] == [("b", True), ("a", False)]


@pytest.mark.parametrize(("entries", "in_bar"), [(3, 3), (7, 7), (8, 6), (20, 6)])
def test_a_long_staff_menu_keeps_the_first_few_in_the_bar_and_the_rest_under_more(
    monkeypatch: pytest.MonkeyPatch, entries: int, in_bar: int
) -> None:
    monkeypatch.setattr(menu, "_entries", {})
    for number in range(entries):
        menu.register(slot="staff", key=str(number), title=f"E{number}", url=f"/{number}/", order=number)
    first, last = (shell.Shell(RequestFactory().get(f"/{number}/")) for number in (0, entries - 1))
    assert [link.key for link in first.staff_bar] == [str(number) for number in range(in_bar)]
    assert first.staff_bar + first.staff_more == first.staff_menu
    assert len(first.staff_more) != 1
    assert (first.in_more, last.in_more) == (False, entries > in_bar)


def test_the_phone_can_put_the_city_on_its_home_screen(client: Client) -> None:
    assert {icon["sizes"] for icon in client.get("/manifest.webmanifest").json()["icons"]} == {
        "192x192",
        "512x512",
    }
