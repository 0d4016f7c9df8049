"""Zones are configuration; a twin city's services are asked for and kept while it is away."""

import json

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured

from cdos.nets.services.guide import api
from cdos.nets.services.guide.contracts import ZoneKind
from cdos.nets.services.guide.logic import twins, zones

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
