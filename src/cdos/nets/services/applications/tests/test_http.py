"""Applications over REST: once by key, every wrong field named, nothing for strangers."""

import json
from typing import Any

import pytest
from django.test import Client
from tests.support.signing_in import signed_in

from cdos.nets.services.applications.models import Application
from cdos.nets.services.applications.tests.conftest import ADDRESS, BEGAN, ENTRIES, People, item
from cdos.nets.services.forms import api as forms
from cdos.nets.services.items import api as items


def client(account: int | None) -> Client:
    browser = Client()
    assert account is not None
    signed_in(account, browser)
    return browser


def post(browser: Client, path: str, body: dict[str, Any], key: str = "") -> Any:
    return browser.post(
        path, json.dumps(body), content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_the_answer_is_the_decision_and_the_same_key_gives_it_again(people: People) -> None:
    browser = client(people.old.account_id)
    first = post(browser, "/api/applications", {"item": "elder-card", "answers": ADDRESS}, "k")
    assert (first.status_code, first.json()["outcome"]) == (201, "granted")
    again = post(browser, "/api/applications", {"item": "elder-card", "answers": ADDRESS}, "k")
    assert (again.status_code, again.json()["number"]) == (200, first.json()["number"])
    assert Application.objects.count() == 1
    found = browser.get(f"/api/applications/{first.json()['number']}").json()
    assert found["licence"] == first.json()["licence"]
    assert [one["number"] for one in browser.get("/api/applications").json()] == [first.json()["number"]]


def test_every_wrong_field_is_named(people: People) -> None:
    answer = post(client(people.young.account_id), "/api/applications", {"item": "relief"})
    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    where = {error["where"][-1] for error in answer.json()["errors"]}
    assert {"residence_address", "material-medical-report"} <= where


def test_foresight_names_the_clause_and_files_nothing(people: People) -> None:
    browser = client(people.young.account_id)
    seen = post(browser, "/api/applications/foresee", {"item": "elder-card", "answers": ADDRESS}).json()
    assert seen["outcome"] == "refused"
    assert "样例市老年人优待办法" in seen["failing"][0]
    assert not Application.objects.exists()


def test_a_stranger_finds_and_moves_nothing(people: People) -> None:
    made = post(
        client(people.young.account_id), "/api/applications", {"item": "elder-card", "answers": ADDRESS}
    ).json()
    stranger = client(people.old.account_id)
    assert stranger.get(f"/api/applications/{made['number']}").status_code == 403
    moved = post(stranger, f"/api/applications/{made['number']}/moves/object", {"data": {"reason": "x"}})
    assert moved.status_code == 403
    assert Client().get("/api/applications").status_code == 401


def test_the_person_objects_over_rest(people: People) -> None:
    browser = client(people.young.account_id)
    made = post(browser, "/api/applications", {"item": "elder-card", "answers": ADDRESS}).json()
    path = f"/api/applications/{made['number']}/moves/object"
    assert post(browser, path, {"data": {}}).status_code == 422
    assert post(browser, path, {"data": {"reason": "登记错了"}}).json()["state"] == "objected"


@pytest.mark.parametrize("who", ["", "stranger"])
def test_nobody_applies_for_somebody_else(people: People, who: str) -> None:
    body = {"item": "elder-card", "party": people.old.party_id, "answers": ADDRESS}
    browser = client(people.young.account_id) if who else Client()
    assert post(browser, "/api/applications", body).status_code in {401, 422}
    assert not Application.objects.exists()


@pytest.mark.parametrize("channel", ["chat", "bundle"])
def test_no_program_files_through_the_door_of_the_chat_or_of_bundles(people: People, channel: str) -> None:
    body = {"item": "elder-card", "answers": ADDRESS, "channel": channel}
    assert post(client(people.old.account_id), "/api/applications", body).status_code == 422
    assert not Application.objects.exists()


@pytest.mark.parametrize("said", ["\u0000", "nobody-has-it"])
def test_a_file_that_cannot_be_one_is_named(people: People, said: str) -> None:
    body = {"item": "relief", "answers": ADDRESS, "files": {"medical-report": said}}
    answer = post(client(people.young.account_id), "/api/applications", body)
    assert answer.status_code == 422
    assert not Application.objects.exists()


@pytest.mark.parametrize("said", [[{}], {}, [["x"]], ["\u0000"], 7])
def test_something_else_than_files_in_a_field_for_files_is_named(people: People, said: Any) -> None:
    entry = {"name": "papers", "label": "材料", "widget": "file", "required": True}
    sections = [{"title": "申请人", "entries": [*ENTRIES, entry]}]
    items.load([item("with-papers", "要材料的事")], effective_from=BEGAN)
    forms.load([{"code": "with-papers", "title": "要材料的事", "sections": sections}], effective_from=BEGAN)
    body = {"item": "with-papers", "answers": ADDRESS | {"papers": said}}
    answer = post(client(people.young.account_id), "/api/applications", body)
    assert answer.status_code == 422
    assert "papers" in {error["where"][-1] for error in answer.json()["errors"]}


@pytest.mark.parametrize(
    "path",
    ["/services/applications/%00", "/queue/%00/", "/me/licences/99999999999999999999/"],
)
def test_what_no_table_can_hold_is_not_there(people: People, path: str) -> None:
    assert client(people.young.account_id).get(path).status_code == 404
    assert Client().get("/decisions/99999999999999999999").status_code == 404
