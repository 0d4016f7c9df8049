"""The REST API's two ways of proving who asks."""

import pytest
from django.test import Client, override_settings
from django.urls import include, path
from ninja import NinjaAPI
from tests.support.signing_in import signed_in

from cdos.base.identity import api

pytestmark = pytest.mark.django_db
GOOD = "river-stone-88"
door = NinjaAPI(auth=api.authenticators(), urls_namespace="identity-test", docs_url=None)


@door.get("/me")
def read(request) -> str:
    return request.account.login


@door.post("/me")
def change(request) -> str:
    return request.account.login


urlpatterns = [path("api/", door.urls), path("", include("cdos.base.identity.urls"))]


@pytest.fixture
def account():
    with override_settings(ROOT_URLCONF=__name__):
        yield api.create_account(login="clerk", name="赵", password=GOOD, is_staff=True)


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_a_visitor_and_a_wrong_token_get_401(account) -> None:
    assert Client().get("/api/me").status_code == 401
    assert Client().get("/api/me", headers=bearer("cdos_wrong")).status_code == 401
    assert Client(enforce_csrf_checks=True).post("/api/me", headers=bearer("cdos_wrong")).status_code == 401


def test_a_reading_token_reads_and_a_writing_one_changes_without_csrf(account) -> None:
    strict = Client(enforce_csrf_checks=True)
    reading = api.create_token(account_id=account.id, name="r", scopes=("read",))
    writing = api.create_token(account_id=account.id, name="w", scopes=("read", "write"))
    assert strict.get("/api/me", headers=bearer(reading)).json() == "clerk"
    assert strict.post("/api/me", headers=bearer(reading)).status_code == 403
    assert strict.post("/api/me", headers=bearer(writing)).json() == "clerk"


def test_a_session_reads_and_changes_only_with_the_csrf_token(account) -> None:
    strict = Client(enforce_csrf_checks=True)
    easy = signed_in(account.id)
    strict.cookies["sessionid"] = easy.session.session_key
    assert strict.get("/api/me").json() == "clerk"
    assert strict.post("/api/me").status_code == 403
    assert easy.post("/api/me").json() == "clerk"


def test_a_change_just_after_the_session_ended_is_a_problem_and_not_an_anonymous_change(account) -> None:
    visitor = signed_in(account.id)
    api.end_sessions(account_id=account.id)
    answer = visitor.post("/api/me")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
