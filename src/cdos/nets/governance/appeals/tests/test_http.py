"""The REST door, Open311 and mail, over HTTP as others call them."""

import json
import threading
from email.message import EmailMessage
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import NewAccount
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api
from cdos.nets.governance.appeals.contracts import AppealFiling, AppealRefused
from cdos.nets.governance.appeals.logic import contacts
from cdos.nets.governance.appeals.models import Appeal

from .conftest import IN_NORTH, LIST, NORTH, People, load_city

BODY = {"text": "小区门口的污水井盖松动", "lon": IN_NORTH[0], "lat": IN_NORTH[1], "public": True}
NASTY = [
    "👨‍👩‍👧‍👦 الطريق مكسور <b>x</b> '); DROP TABLE appeals_appeal;-- \u202e\u200b",
    "<script>alert(1)</script>",
    "{{ 7*7 }} ${7*7} %s %(x)s",
    "\ufeff\u2028行\u2029",
    "a\x00b",
]


def post(client: Client, path: str, body: object, **headers: str):  # type: ignore[no-untyped-def]
    return client.post(path, json.dumps(body), content_type="application/json", headers=headers)


def token_for(login: str, scopes: tuple[str, ...] = ("read", "write")) -> str:
    identity.load_accounts([NewAccount(login=login, name="程序")])
    account = identity.account_by_login(login)
    assert account is not None
    return identity.create_token(account_id=account.id, name="t", scopes=scopes)


def test_a_visitor_files_and_tracks_with_the_key(client: Client, city: None) -> None:
    made = post(client, "/api/appeals", BODY)
    assert made.status_code == 201
    filed = made.json()
    mine = client.get(f"/api/appeals/{filed['number']}", headers={"X-Appeal-Key": filed["key"]}).json()
    assert (mine["reader"], mine["text"]) == ("subject", BODY["text"])
    assert mine["appeal"]["community"] == NORTH
    other = client.get(f"/api/appeals/{filed['number']}").json()
    assert other["reader"] == "public"
    assert client.get(f"/api/appeals/{filed['number']}/timeline").status_code == 200


@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts_go_in_and_come_out_as_text(client: Client, city: None, text: str) -> None:
    values = {"text": text, "title": text, "address": text, "contact_name": text}
    made = post(client, "/api/appeals", values)
    assert made.status_code == 201, made.content
    filed = made.json()
    view = client.get(f"/api/appeals/{filed['number']}", headers={"X-Appeal-Key": filed["key"]}).json()
    assert view["text"] == text.replace("\x00", "").strip()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"text": ""}, 422),
        ({"text": "\u200b"}, 422),
        ({"text": "x" * 50_001}, 422),
        ({"text": "x", "lon": 400, "lat": 1}, 422),
        ({"text": "x", "lon": 1}, 422),
        ({"text": "x", "item": "nope"}, 422),
        ({"text": 5}, 422),
        ([], 422),
    ],
)
def test_what_is_refused_is_a_problem_with_a_sentence(
    client: Client, city: None, body: object, status: int
) -> None:
    answer = post(client, "/api/appeals", body)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


@pytest.mark.parametrize("number", ["SZ-26-0000001-0", "x", "%00", "🙂", "SZ-26-99999999999999-1"])
def test_an_unknown_number_is_not_found(client: Client, city: None, number: str) -> None:
    for tail in ("", "/timeline", "/moves"):
        assert client.get(f"/api/appeals/{number}{tail}").status_code == 404


def test_the_same_key_gives_the_same_appeal(client: Client, city: None) -> None:
    first = post(client, "/api/appeals", BODY, **{"Idempotency-Key": "k-1"})
    again = post(client, "/api/appeals", BODY, **{"Idempotency-Key": "k-1"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"]
    assert first.json()["key"] == again.json()["key"]
    assert Appeal.objects.count() == 1


def test_lists_and_figures_ask_to_sign_in(client: Client, city: None) -> None:
    for path in ("/api/appeals", "/api/appeals/statistics"):
        assert client.get(path).status_code == 401
    token = token_for("api-reader", ("read",))
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/appeals", headers=bearer).json() == {"rows": [], "next": ""}
    assert client.get("/api/appeals/statistics", headers=bearer).status_code == 403
    assert post(client, "/api/appeals", BODY, **bearer).status_code == 403


def test_public_reads_answer(client: Client, city: None) -> None:
    post(client, "/api/appeals", BODY)
    near = client.get("/api/appeals/nearby", {"lon": 114.05, "lat": 22.58, "text": "井盖"}).json()
    assert near[0]["text"] == BODY["text"]
    assert client.get("/api/appeals/items", {"text": "停水"}).json()[0]["item"]["code"] == "0102"
    assert len(client.get("/api/appeals/duty-list").json()["items"]) == 6
    assert client.get("/api/appeals/statistics/public").json()["total"]["masked"] is True
    assert (
        client.get("/api/appeals/statistics/public", {"start": "2026-02-01", "end": "2026-01-01"}).status_code
        == 422
    )


def test_a_rating_over_http_sends_it_back(client: Client, people: People) -> None:
    filed = post(client, "/api/appeals", BODY).json()
    number, key = filed["number"], {"X-Appeal-Key": filed["key"]}
    api.dispatch(actor=people.dispatcher, number=number)
    data = {"reply": "已换", "outcome": "solved", "evidence": "现场照片"}
    api.act(actor=people.water, number=number, move="reply", data=data)
    offered = {move["name"] for move in client.get(f"/api/appeals/{number}/moves", headers=key).json()}
    assert "rate" in offered
    rating = {"satisfied": False, "speed": 1, "effect": 1, "experience": 1, "reply_quality": 1}
    assert post(client, f"/api/appeals/{number}/rating", rating | {"speed": 9}, **key).status_code == 422
    after = post(client, f"/api/appeals/{number}/rating", rating, **key)
    assert after.json()["appeal"]["state"] == "handling"
    assert post(client, f"/api/appeals/{number}/rating", rating, **key).status_code == 422
    stale = post(
        client, f"/api/appeals/{number}/moves/supplement", {"data": {"text": "补充"}, "version": 1}, **key
    )
    assert stale.status_code == 409


REQUEST_FIELDS = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime",
    "address", "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip
SERVICE_FIELDS = {"service_code", "service_name", "description", "metadata", "type", "keywords", "group"}


def test_open311_lists_services_in_both_formats(client: Client, city: None) -> None:
    listed = client.get("/open311/v2/services.json").json()
    assert {frozenset(row) for row in listed} == {frozenset(SERVICE_FIELDS)}
    tree = ElementTree.fromstring(client.get("/open311/v2/services.xml").content)
    assert tree.tag == "services"
    assert [row.findtext("service_code") for row in tree] == [row["service_code"] for row in listed]
    assert client.get("/open311/v2/services/0101.json").json() == {"service_code": "0101", "attributes": []}
    assert (
        ElementTree.fromstring(client.get("/open311/v2/services/0101.xml").content).tag
        == "service_definition"
    )
    assert client.get("/open311/v2/services/zzz.json").status_code == 404
    assert client.get("/open311/v2/discovery.json").json()["endpoints"]


@pytest.mark.parametrize("form", ["json", "xml"])
def test_open311_files_without_a_key_and_answers_the_id(client: Client, city: None, form: str) -> None:
    values = {
        "service_code": "0101",
        "lat": "22.58",
        "long": "114.05",
        "description": "井盖 13812345678",
        "phone": "13900000000",
    }
    made = client.post(f"/open311/v2/requests.{form}", values)
    assert made.status_code == 201
    if form == "json":
        number = made.json()[0]["service_request_id"]
    else:
        number = ElementTree.fromstring(made.content).findtext("request/service_request_id") or ""
    row = client.get(f"/open311/v2/requests/{number}.json").json()[0]
    assert set(row) == REQUEST_FIELDS
    assert (row["status"], row["service_code"], row["lat"], row["long"]) == ("open", "0101", 22.58, 114.05)
    assert "13812345678" not in row["description"]
    assert "13900000000" not in json.dumps(row)
    tree = ElementTree.fromstring(client.get(f"/open311/v2/requests/{number}.xml").content)
    assert {element.tag for element in tree[0]} == REQUEST_FIELDS


def test_open311_filters_and_hides_what_is_not_public(client: Client, people: People) -> None:
    client.post(
        "/open311/v2/requests.json",
        {"service_code": "other", "address_string": "某路", "description": "公开的"},
    )
    api.file_appeal(actor=people.resident, filing=AppealFiling(text="不公开的"))
    listed = client.get("/open311/v2/requests.json").json()
    assert [row["description"] for row in listed] == ["公开的"]
    assert client.get("/open311/v2/requests.json", {"status": "closed"}).json() == []
    assert client.get("/open311/v2/requests.json", {"service_code": "0101"}).json() == []
    assert client.get("/open311/v2/requests.json", {"start_date": "2099-01-01T00:00:00Z"}).json() == []
    assert len(client.get("/open311/v2/requests.json", {"status": "open,closed"}).json()) == 1
    hidden = Appeal.objects.get(text="不公开的").number
    row = client.get(f"/open311/v2/requests/{hidden}.json").json()[0]
    assert (row["description"], row["address"], row["lat"]) == ("", "", None)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, 400),
        ({"service_code": "0101", "description": "x"}, 400),
        ({"service_code": "0101", "description": "", "lat": "22.5", "long": "114"}, 400),
        ({"service_code": "nope", "description": "x", "lat": "22.5", "long": "114"}, 404),
        ({"service_code": "0101", "description": "x", "lat": "north", "long": "114"}, 400),
        ({"service_code": "0101", "description": "x", "lat": "22.5", "long": "114", "api_key": "bad"}, 403),
        (
            {
                "service_code": "0101",
                "description": "x",
                "lat": "22.5",
                "long": "114",
                "jurisdiction_id": "boston",
            },
            404,
        ),
    ],
)
def test_open311_errors_have_its_own_form(
    client: Client, city: None, values: dict[str, str], status: int
) -> None:
    answer = client.post("/open311/v2/requests.json", values)
    assert answer.status_code == status
    assert set(answer.json()[0]) == {"code", "description"}
    tree = ElementTree.fromstring(client.post("/open311/v2/requests.xml", values).content)
    assert tree.tag == "errors"
    assert tree.findtext("error/code") == str(status)


@pytest.mark.parametrize(
    "query", ["start_date=yesterday", "status=maybe", "page=0", "page_size=x", "jurisdiction_id=x"]
)
def test_open311_wrong_questions_are_told(client: Client, city: None, query: str) -> None:
    assert client.get(f"/open311/v2/requests.json?{query}").status_code in (400, 404)


def letter(subject: str, body: str, message_id: str, **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = "陈女士 <chen@example.com>"
    message["To"] = "12345@example.org"
    message["Subject"] = subject
    message["Message-ID"] = message_id
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()


def test_a_mail_becomes_an_appeal_and_its_answer_an_addition(people: People) -> None:
    first = api.receive_mail(raw=letter("井盖响", "小区井盖响了一夜", "<1@x>"))
    assert first.created
    assert not api.receive_mail(raw=letter("井盖响", "小区井盖响了一夜", "<1@x>")).created
    row = Appeal.objects.get(number=first.number)
    assert (row.source, contacts.of(row).mail, row.title) == ("mail", "chen@example.com", "井盖响")
    answer = letter(f"Re: [{first.number}] 井盖响", "今天更响了\n\n> 小区井盖响了一夜", "<2@x>")
    assert api.receive_mail(raw=answer).note == "added"
    assert api.receive_mail(raw=answer).note == "seen before"
    lines = [
        entry.text
        for entry in matters.timeline(actor=SYSTEM, number=first.number)
        if entry.move == "supplement"
    ]
    assert lines == ["今天更响了"]


def test_a_stranger_cannot_add_by_guessing_the_number(people: People) -> None:
    first = api.receive_mail(raw=letter("井盖响", "小区井盖响了一夜", "<1@x>"))
    stranger = letter(f"Re: {first.number}", "我是别人", "<3@x>").replace(
        b"chen@example.com", b"other@example.com"
    )
    assert api.receive_mail(raw=stranger).number != first.number


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff", letter("out of office", "away", "<9@x>", Auto_Submitted="auto-replied")]
)
def test_what_is_no_letter_of_a_person_is_refused(city: None, raw: bytes) -> None:
    with pytest.raises(AppealRefused):
        api.receive_mail(raw=raw)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_in_many_threads_makes_one_appeal() -> None:
    load_city()
    answers: list[int] = []

    def click() -> None:
        try:
            made = post(Client(), "/api/appeals", BODY, **{"Idempotency-Key": "twice"})
            answers.append(made.status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] * 5 + [201]
    assert Appeal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_clerks_at_once_one_dispatches(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from datetime import date

    from cdos.base.organisation.contracts import Actor, Role

    from .conftest import DESK, WATER, WEST, staff

    load_city()
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    api.import_duty_list(path=path, effective_on=date(2020, 1, 1))
    number = api.file_appeal(actor=Actor(), filing=AppealFiling(text="井盖", item="0101")).number
    Appeal.objects.filter(number=number).update(district=WEST)
    told: list[str] = []

    def clerk(account: int) -> None:
        try:
            actor = staff(account, f"分拨{account}", DESK, Role.DISPATCHER, "440300")
            api.act(actor=actor, number=number, move="dispatch", data={"unit": WATER})
            told.append("done")
        except MoveRefused as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=clerk, args=(7000 + place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("done") == 1
    assert all("分拨" in line for line in told if line != "done")
