"""Budgets of requests: by account, network and route; what a refusal says."""

import pytest
from django.conf import settings as django_settings
from django.test import Client
from tests.support.signing_in import signed_in

from cdos.base.identity import api, limits

FAR = {"REMOTE_ADDR": "203.0.113.5"}


@pytest.fixture(autouse=True)
def budgets(settings):
    limits.BUCKETS.clear()
    settings.LIMIT_ADDRESS = settings.LIMIT_ACCOUNT = 3
    settings.LIMIT_TOKEN, settings.LIMIT_SIGN_IN, settings.LIMIT_ROUTES = 8, 4, '{"notices:list": 2}'
    yield
    limits.BUCKETS.clear()


def english(**more) -> Client:
    client = Client(**more)
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_a_bucket_holds_a_minute_and_fills_up_again() -> None:
    now = [0.0]
    buckets = limits.Buckets(clock=lambda: now[0])
    assert [buckets.take(("a", "b"), 60) for _ in range(60)] == [0.0] * 60
    assert buckets.take(("a", "b"), 60) == pytest.approx(1.0)
    assert buckets.take(("a", "other"), 60) == 0
    now[0] = 2.5
    assert [buckets.take(("a", "b"), 60) > 0 for _ in range(3)] == [False, False, True]


def test_full_buckets_are_forgotten_so_that_memory_is_bounded(monkeypatch) -> None:
    monkeypatch.setattr(limits, "MOST_KEPT", 100)
    now = [0.0]
    buckets = limits.Buckets(clock=lambda: now[0])
    for n in range(1000):
        now[0] += 1
        buckets.take(("network", str(n)), 60)
    assert len(buckets._left) <= 101


@pytest.mark.django_db
def test_a_visitor_beyond_the_budget_reads_in_plain_words_how_long_to_wait() -> None:
    client = english(**FAR)
    answers = [client.get("/language/") for _ in range(4)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, False, True]
    assert int(answers[3]["Retry-After"]) <= 60
    assert "Wait" in answers[3].text
    assert english(REMOTE_ADDR="203.0.113.6").get("/language/").status_code != 429
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_programs_get_a_problem() -> None:
    client = english(**FAR)
    for _ in range(4):
        answer = client.get("/api/appeals/items", {"text": "x"})
    assert answer.status_code == 429
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["status"] == 429
    assert answer["Retry-After"]


@pytest.mark.django_db
def test_an_ipv6_household_is_one_asker() -> None:
    codes = [english(REMOTE_ADDR=f"2001:db8:1:2::{n}").get("/language/").status_code for n in range(4)]
    assert codes[3] == 429


@pytest.mark.django_db
def test_accounts_have_budgets_of_their_own_behind_one_address_and_tokens_larger_ones() -> None:
    one, two = (api.create_account(login=f"a{n}", name="甲").id for n in range(2))
    first, second = signed_in(one, english(**FAR)), signed_in(two, english(**FAR))
    assert [first.get("/accounts/me/").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert second.get("/accounts/me/").status_code == 200
    token = {"authorization": "Bearer " + api.create_token(account_id=one, name="t")}
    codes = [english(**FAR).get("/accounts/me/", headers=token).status_code for _ in range(9)]
    assert codes == [200] * 8 + [429]


@pytest.mark.django_db
def test_a_route_has_its_own_budget() -> None:
    client = english(**FAR)
    assert [client.get("/notices/").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.django_db
def test_drafts_have_a_budget_and_are_read_as_often_as_one_likes(settings) -> None:
    settings.LIMIT_ADDRESS, settings.LIMIT_ROUTES = 100, '{"web:draft": 2}'
    client, body = english(**FAR), {"fields": {"text": ["x"]}}

    def kept() -> int:
        return client.post("/drafts/some-form/", body, content_type="application/json").status_code

    assert [kept() for _ in range(3)] == [200, 200, 429]
    assert {client.get("/drafts/some-form/").status_code for _ in range(5)} == {200}


@pytest.mark.django_db
def test_the_machines_own_address_is_limited_only_where_a_secret_is_asked() -> None:
    client = english()
    assert {client.get("/language/").status_code == 429 for _ in range(9)} == {False}
    codes = [
        client.post("/accounts/sign-in/", {"login": f"x{n}", "password": ""}).status_code for n in range(5)
    ]
    assert codes == [400] * 4 + [429]
    assert client.get("/accounts/sign-in/").status_code == 200
