import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cdos.base.web import logic
from cdos.base.web.models import Draft

pytestmark = pytest.mark.django_db


def keep(client: Client, fields: object, form: str = "appeals-new") -> int:
    return client.post(
        f"/drafts/{form}/", json.dumps({"fields": fields}), content_type="application/json"
    ).status_code


def test_what_a_visitor_typed_comes_back_after_the_session_ended(client: Client) -> None:
    assert keep(client, {"text": ["井盖松动 🕳 <b>"]}) == 200
    client.cookies.pop("sessionid", None)
    assert client.get("/drafts/appeals-new/").json()["fields"] == {"text": ["井盖松动 🕳 <b>"]}
    assert client.cookies["cdos_draft"]["httponly"]


def test_another_visitor_sees_nothing_of_it(client: Client) -> None:
    keep(client, {"text": ["mine"]})
    assert Client().get("/drafts/appeals-new/").json() == {}


def test_a_draft_is_one_a_form_and_is_forgotten_on_request(client: Client) -> None:
    keep(client, {"text": ["one"]})
    keep(client, {"text": ["two"]})
    assert Draft.objects.count() == 1
    assert client.delete("/drafts/appeals-new/").status_code == 204
    assert client.get("/drafts/appeals-new/").json() == {}


def test_secrets_are_never_kept(client: Client) -> None:
    keep(
        client, {"text": ["x"], "password": ["hunter2"], "csrfmiddlewaretoken": ["t"], "sms_code": ["123456"]}
    )
    assert client.get("/drafts/appeals-new/").json()["fields"] == {"text": ["x"]}


BROKEN = (
    *("", "[]", "{}", '{"fields": 3}', '{"fields": {"a": 1}}', '{"fields": {"a": ["x", ["y"]]}}', "\x00"),
    *("[" * 100_000, '{"fields": {"a": ' + "[" * 100_000),
)


@pytest.mark.parametrize("body", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_draft_is_refused(client: Client, body: str) -> None:
    assert client.post("/drafts/appeals-new/", body, content_type="application/json").status_code == 400


def test_a_draft_too_long_or_with_a_null_character_is_refused(client: Client) -> None:
    assert keep(client, {"text": ["字" * 200_001]}) == 422
    assert keep(client, {"text": ["a\x00b"]}) == 200
    assert client.get("/drafts/appeals-new/").json()["fields"] == {"text": ["ab"]}


def test_of_one_owner_the_newest_drafts_are_kept(client: Client, monkeypatch) -> None:
    monkeypatch.setattr(logic, "MOST", 3)
    other = Client()
    keep(other, {"text": ["theirs"]}, "form-0")
    for number in range(5):
        keep(client, {"text": [str(number)]}, f"form-{number}")
    keep(client, {"text": ["again"]}, "form-2")
    kept = [client.get(f"/drafts/form-{number}/").json().get("fields") for number in range(5)]
    assert kept == [None, None, {"text": ["again"]}, {"text": ["3"]}, {"text": ["4"]}]
    assert other.get("/drafts/form-0/").json()["fields"] == {"text": ["theirs"]}


def test_drafts_go_after_thirty_days(client: Client) -> None:
    keep(client, {"text": ["old"]})
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=31))
    assert client.get("/drafts/appeals-new/").json() == {}
    keep(client, {"text": ["new"]}, form="another")
    assert Draft.objects.count() == 1
