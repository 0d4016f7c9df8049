"""The guide's pages and its API, through the real middleware."""

import pytest
from django.conf import settings
from django.test import Client
from tests.support.signing_in import signed_in

from cdos.base.identity import api as identity
from cdos.base.web import api as web
from cdos.nets.services.guide.models import Looked
from cdos.nets.services.guide.tests.conftest import person
from cdos.nets.services.items import api as items

pytestmark = pytest.mark.django_db


def test_the_home_shows_six_events_search_and_ways(catalogue) -> None:
    text = Client().get("/services/").text
    assert text.count('class="event"') == 6
    assert 'name="q"' in text
    assert "/chat" in text


def test_an_items_page_has_every_element_of_a_guide(catalogue) -> None:
    text = Client().get("/services/residence-permit").text
    for part in ("who", "papers", "steps", "where", "law"):
        assert f'id="{part}"' in text
    assert "/services/apply/residence-permit" in text
    assert Looked.objects.get(code="residence-permit").count == 1


def test_what_is_not_offered_is_not_found(catalogue) -> None:
    for path in (
        "/services/nothing",
        "/services/events/nothing",
        "/services/zones/nothing",
        "/api/services/nothing",
    ):
        assert Client().get(path).status_code == 404


def test_every_items_page_opens(catalogue) -> None:
    client = Client()
    wrong = [one.code for one in items.live_items() if client.get(f"/services/{one.code}").status_code != 200]
    assert wrong == []


def test_content_is_in_traditional_characters_for_who_reads_those(catalogue) -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hant"
    text = client.get("/services/marriage-registration").text
    assert "結婚登記" in text
    assert "结婚登记" not in text
    assert web.for_reader("结婚登记", "en") == "结婚登记"


def test_the_front_page_may_send_words_that_are_an_appeal_and_no_address_keeps_them(catalogue) -> None:
    answer = Client().post("/services/search", {"text": "楼下井盖坏了没人管"})
    assert answer.status_code == 200
    assert "提诉求" in answer.text


def test_suggestions_are_a_piece_of_a_page(catalogue) -> None:
    text = Client().get("/services/suggest?q=juzhuz").text
    assert "居住证签发" in text
    assert "<html" not in text


def test_the_api_lists_searches_and_shows_one(catalogue) -> None:
    client = Client()
    every = client.get("/api/services?limit=500").json()["services"]
    assert {one["kind"] for one in every} == {"item"}
    found = client.get("/api/services", {"q": "社宝卡"}).json()["services"]
    assert found[0]["code"] == "social-security-card"
    whole = client.get("/api/services/dog-licence").json()
    assert whole["apply_url"] == "/services/apply/dog-licence"
    assert {one["code"] for one in whole["materials"]} >= {"id-card"}


def test_the_chat_works_without_javascript(resident) -> None:
    client = signed_in(resident.id)
    assert client.get("/chat").status_code == 200
    answer = client.post("/chat", {"said": "养狗要什么材料"})
    assert "居民身份证" in answer.text
    assert "<html" in answer.text
    piece = client.post("/chat", {"said": "多少钱"}, headers={"HX-Request": "true"})
    assert "不收费" in piece.text
    assert "<html" not in piece.text


def test_a_firms_page_has_matches_agents_and_its_parks_corner(resident, firm) -> None:
    client = signed_in(resident.id)
    client.post("/accounts/me/acting-for/", {"party": firm})
    text = client.get("/business/").text
    assert "深圳市样例烘焙有限公司" in text
    assert 'id="agents"' in text
    assert "南山科技园企业专区" in text
    assert 'id="matches"' in text


def test_an_agent_is_named_and_ended_in_the_browser(resident, firm) -> None:
    other = person("李同事", 811)
    client = signed_in(resident.id)
    client.post("/accounts/me/acting-for/", {"party": firm})
    body = "44030419940314811"
    number = body + identity.id_check_digit(body)
    wrong = client.post("/business/agents", {"name": "李同事", "document_number": "440304199403148110"})
    assert wrong.status_code == 422
    assert client.post("/business/agents", {"name": "李同事", "document_number": number}).status_code == 302
    page = client.get("/business/").text
    assert "李同事" in page
    assert number not in page
    assert client.post(f"/business/agents/{other}/end").status_code == 302
    client.get("/business/")  # says so once
    assert "李同事" not in client.get("/business/").text
