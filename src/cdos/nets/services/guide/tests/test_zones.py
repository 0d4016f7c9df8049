"""Zones are configuration; a twin city's services are asked for and kept while it is away."""

import json
from dataclasses import replace
from datetime import date

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.test import Client
from tests.support.signing_in import signed_in

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance
from cdos.base.ledger import api as ledger
from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, AppointmentRow, PostRow, Role, UnitLevel, UnitRow
from cdos.nets.services.guide import api
from cdos.nets.services.guide.contracts import GuideRefused, Zone, ZoneKind, ZoneState
from cdos.nets.services.guide.logic import twins, zones
from cdos.nets.services.guide.models import ZoneVersion

pytestmark = pytest.mark.django_db
TWIN = {
    "code": "twin",
    "kind": "twin",
    "title": "友城",
    "address": "https://twin.example",
    "provider": "home",
}
LISTED = {
    "services": [
        {"kind": "item", "code": "id", "title": "身份证", "url": "/services/id", "department": "公安"}
    ]
}


@pytest.fixture
def twin(settings, tmp_path):
    path = tmp_path / "zones.json"
    path.write_text(json.dumps([TWIN]), "utf-8")
    settings.ZONES = str(path)
    return api.zone(code="twin")


def test_the_packaged_zones_have_hong_kong_and_macao_and_parks() -> None:
    kinds = {one.kind for one in api.zones()}
    assert {ZoneKind.REGION, ZoneKind.PARK} <= kinds


def test_a_firm_finds_the_corner_of_the_park_it_sits_in() -> None:
    found = api.park_of(community="440305007003")
    assert found is not None
    assert found.code == "nanshan-science-park"
    assert api.park_of(community="440303001001") is None


def test_a_twin_without_address_is_refused_at_once(settings, tmp_path) -> None:
    path = tmp_path / "zones.json"
    path.write_text(json.dumps([{**TWIN, "address": ""}]), "utf-8")
    settings.ZONES = str(path)
    with pytest.raises(ImproperlyConfigured):
        zones.zones()


def test_its_services_open_there_by_way_of_our_sign_in(twin) -> None:
    asked: list[str] = []

    def get(address: str):
        asked.append(address)
        return LISTED

    found = twins.refresh(twin, get)
    assert asked[0].startswith("https://twin.example/api/services?")
    assert found.services[0].url == "https://twin.example/accounts/oidc/home/?next=/services/id"


def test_what_it_listed_stays_while_it_is_away(twin) -> None:
    twins.refresh(twin, lambda address: LISTED)

    def away(address: str):
        raise requests.ConnectTimeout

    found = twins.refresh(twin, away)
    assert [one.title for one in found.services] == ["身份证"]
    assert found.failure == "ConnectTimeout"


@pytest.mark.parametrize(
    "listed", [{"services": [{"title": "x", "url": "https://evil.example"}]}, {"services": 3}, {}]
)
def test_a_list_that_is_none_changes_nothing(twin, listed) -> None:
    twins.refresh(twin, lambda address: LISTED)
    found = twins.refresh(twin, lambda address: listed)
    assert [one.code for one in found.services] == ["id"]
    assert found.failure


def editor(name: str, role: Role = Role.EDITOR) -> Actor:
    organisation.load_units([UnitRow(f"440300-{name}", name, UnitLevel.CITY, name, "440300")])
    organisation.forget()
    made = identity.create_account(login=name, name=name, assurance=Assurance.REAL_NAME, is_staff=True)
    (post,) = organisation.load_posts([PostRow(f"440300-{name}", role)])
    organisation.load_appointments([AppointmentRow(made.id, post, date(2020, 1, 1))])
    return organisation.actor_of_account(made.id)


@pytest.fixture
def book(catalogue):
    zones.HELD.forget()
    yield editor("writer"), editor("second")
    zones.HELD.forget()


def shown(code: str = "hk-macao") -> str:
    return Client().get(f"/services/zones/{code}").text


def test_one_writes_a_zone_another_puts_it_in_force_and_residents_see_it_then(book) -> None:
    writer, second = book
    wish = replace(api.zone(code="hk-macao"), title="港澳同胞专区", items=("library-card", "dog-licence"))
    made = api.propose_zone(actor=writer, zone=wish)
    assert (made.state, made.version) == (ZoneState.WAITING, 1)
    assert "港澳居民专区" in shown()
    with pytest.raises(GuideRefused):
        api.approve_zone(actor=writer, code="hk-macao")
    with pytest.raises(GuideRefused):  # one at a time
        api.propose_zone(actor=second, zone=wish)
    api.approve_zone(actor=second, code="hk-macao")
    page = shown()
    assert "港澳同胞专区" in page
    assert "读者证" in page
    assert [one.state for one in api.zone_versions(actor=writer, code="hk-macao")] == [
        ZoneState.LIVE,
        ZoneState.PACKAGED,
    ]
    ledger.seal()
    assert [one.code for one in api.zones()] == [one.code for one in zones.configured().values()]


def test_the_database_itself_refuses_one_person_in_both_places(book) -> None:
    writer, _second = book
    api.propose_zone(actor=writer, zone=api.zone(code="hk-macao"))
    with pytest.raises(IntegrityError), transaction.atomic():
        ZoneVersion.objects.update(state="live", approver_id=writer.account_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        ZoneVersion.objects.update(state="live")


def test_sent_back_with_a_reason_it_is_written_anew(book) -> None:
    writer, second = book
    api.propose_zone(actor=writer, zone=api.zone(code="hk-macao"))
    with pytest.raises(GuideRefused):
        api.send_zone_back(actor=second, code="hk-macao", reason=" ")
    api.send_zone_back(actor=second, code="hk-macao", reason="电话写错了")
    newest = api.zone_versions(actor=writer, code="hk-macao")[0]
    assert (newest.state, newest.reason) == (ZoneState.RETURNED, "电话写错了")
    assert api.propose_zone(actor=writer, zone=newest.zone).version == 2


def test_a_new_park_a_zone_taken_away_and_a_firm_that_finds_its_corner(book) -> None:
    writer, second = book
    park = Zone("guangming-park", ZoneKind.PARK, "光明园区", items=("library-card",), communities=("440300",))
    api.propose_zone(actor=writer, zone=park)
    api.approve_zone(actor=second, code="guangming-park")
    assert "光明园区" in shown("guangming-park")
    assert api.park_of(community="440300").code == "guangming-park"
    api.propose_zone(actor=second, zone=replace(park, shown=False))
    api.approve_zone(actor=writer, code="guangming-park")
    assert Client().get("/services/zones/guangming-park").status_code == 404
    assert api.park_of(community="440300") is None


def test_where_a_twin_city_lies_staff_cannot_change(book, twin) -> None:
    writer, second = book
    wish = replace(twin, title="友好城市", address="https://evil.example", provider="evil")
    api.propose_zone(actor=writer, zone=wish)
    api.approve_zone(actor=second, code="twin")
    found = api.zone(code="twin")
    assert (found.title, found.address, found.provider) == ("友好城市", "https://twin.example", "home")
    with pytest.raises(GuideRefused):
        api.propose_zone(actor=writer, zone=replace(wish, code="other-twin"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"items": ("no-such-item",)},
        {"items": ()},
        {"communities": ("999",)},
        {"code": "Not A Code"},
        {"text": "字" * 501},
    ],
)
def test_what_cannot_be_shown_is_refused(book, wrong: dict[str, object]) -> None:
    zone = Zone("corner", ZoneKind.REGION, "一角", items=("library-card",))
    with pytest.raises(GuideRefused):
        api.propose_zone(actor=book[0], zone=replace(zone, **wrong))
    assert not ZoneVersion.objects.exists()


def test_staff_of_other_posts_keep_no_zones(book) -> None:
    handler = editor("handler", Role.HANDLER)
    with pytest.raises(NotAllowed):
        api.propose_zone(actor=handler, zone=api.zone(code="hk-macao"))
    with pytest.raises(NotAllowed):
        api.zone_versions(actor=handler)


def test_the_pages_from_writing_to_putting_in_force(book) -> None:
    mine, theirs = (Client(), Client())
    for client, actor in zip((mine, theirs), book, strict=True):
        client.cookies["language"] = "en"
        signed_in(actor.account_id, client)
    assert "hk-macao" in mine.get("/staff/services/zones").text
    form = mine.get("/staff/services/zones/hk-macao").text
    assert 'value="elder-card" checked' in form
    sent = {
        "title": "港澳专区",
        "notes": "一行\n二行",
        "items": ["dog-licence", "", "library-card"],
        "shown": "on",
    }
    refused = mine.post("/staff/services/zones/hk-macao", {**sent, "title": ""})
    assert refused.status_code == 422
    assert mine.post("/staff/services/zones/hk-macao", sent).status_code == 302
    assert "/decide" in theirs.get("/staff/services/zones/hk-macao").text
    theirs.post("/staff/services/zones/hk-macao/decide", {"do": "approve"})
    assert api.zone(code="hk-macao").items == ("dog-licence", "library-card")
    assert api.zone(code="hk-macao").notes == ("一行", "二行")
    assert mine.get("/staff/services/zones/nothing").status_code == 404
    assert Client().get("/staff/services/zones").status_code in {302, 403}
