"""An independent library (`sd-jwt` of the OpenWallet Foundation) verifies an exported licence and refuses what is wrong."""

import base64
import json
import zlib
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS
from sd_jwt.verifier import SDJWTVerifier

from cdos.nets.services.licences import api
from cdos.nets.services.licences.contracts import LicenceRefused

from .conftest import Town

pytestmark = pytest.mark.django_db


def key_of(client: Client) -> Any:
    """As a stranger's program finds it: from the issuer's well-known address."""
    metadata = client.get("/.well-known/jwt-vc-issuer").json()
    assert metadata["issuer"] == settings.PUBLIC_ADDRESS
    keys = client.get(metadata["jwks_uri"].removeprefix(settings.PUBLIC_ADDRESS)).json()["keys"]
    assert all("d" not in one for one in keys)

    def find(_issuer: str, header: dict[str, Any]) -> JWK:
        return JWK(**next(one for one in keys if one["kid"] == header["kid"]))

    return find


def verified(token: str, client: Client) -> dict[str, Any]:
    found = SDJWTVerifier(token, key_of(client)).get_verified_payload()
    assert isinstance(found, dict)
    return found


def status_of(payload: dict[str, Any], client: Client) -> int:
    """As draft-ietf-oauth-status-list reads it, with a library of others for the signature."""
    where = payload["status"]["status_list"]
    answer = client.get(where["uri"].removeprefix(settings.PUBLIC_ADDRESS))
    assert answer["Content-Type"] == "application/statuslist+jwt"
    token = JWS()
    token.deserialize(answer.content.decode())
    header = token.jose_header
    token.verify(key_of(client)("", header))
    content = json.loads(token.payload)["status_list"]
    bits = content["bits"]
    packed = zlib.decompress(base64.urlsafe_b64decode(content["lst"] + "=="))
    place = where["idx"] * bits
    return packed[place // 8] >> (place % 8) & (2**bits - 1)


def test_an_independent_library_verifies_what_was_disclosed(town: Town, client: Client) -> None:
    made = town.card()
    token = api.export_own(actor=town.resident, licence_id=made.id, fields=["name", "birth_date"])
    payload = verified(token, client)
    assert payload["name"] == "陈小满"
    assert payload["birth_date"] == "1991-03-14"
    assert "id_number" not in payload
    assert payload["iss"] == settings.PUBLIC_ADDRESS
    assert payload["vct"].endswith("/licences/types/elder-card.json")
    assert client.get(payload["vct"].removeprefix(settings.PUBLIC_ADDRESS)).json()["name"] == "敬老优待证"
    assert api.verify(token).valid


def test_all_fields_are_disclosed_when_none_is_named(town: Town, client: Client) -> None:
    made = town.card()
    payload = verified(api.export_sd_jwt(licence=made), client)
    assert set(made.values) | {"number"} <= set(payload)


def test_an_altered_value_or_signature_is_refused_by_both(town: Town, client: Client) -> None:
    made = town.card()
    token = api.export_sd_jwt(licence=made, fields=["name"])
    head, disclosure, _end = token.split("~")
    forged = base64.urlsafe_b64encode(json.dumps(["salt", "name", "李四"]).encode()).decode().rstrip("=")
    assert not api.verify(f"{head}~{forged}~").genuine
    assert "李四" not in json.dumps(_or_nothing(f"{head}~{forged}~", client), ensure_ascii=False)
    body, payload, signature = head.split(".")
    other = json.loads(base64.urlsafe_b64decode(payload + "=="))
    other["issuing_authority"] = "别的局"
    changed = base64.urlsafe_b64encode(json.dumps(other).encode()).decode().rstrip("=")
    with pytest.raises(Exception, match=r".*"):
        verified(f"{body}.{changed}.{signature}~{disclosure}~", client)
    assert not api.verify(f"{body}.{changed}.{signature}~{disclosure}~").genuine


def _or_nothing(token: str, client: Client) -> dict[str, Any]:
    try:
        return verified(token, client)
    except Exception:
        return {}


def test_a_revoked_licence_is_refused_by_the_status_list(town: Town, client: Client) -> None:
    made = town.card()
    payload = verified(api.export_sd_jwt(licence=made, fields=[]), client)
    assert status_of(payload, client) == 0
    api.suspend(licence=made, reason="核查")
    assert status_of(payload, client) == 2
    api.resume(licence=made, reason="好了")
    assert status_of(payload, client) == 0
    token = api.export_sd_jwt(licence=made, fields=[])
    api.revoke(licence=made, reason="违法")
    assert status_of(payload, client) == 1
    assert not api.verify(token).valid
    with pytest.raises(LicenceRefused):
        api.export_own(actor=town.resident, licence_id=made.id)


def test_a_credential_can_be_bound_to_the_wallets_key(town: Town, client: Client) -> None:
    made = town.card()
    key = JWK.generate(kty="EC", crv="P-256")
    token = api.export_sd_jwt(licence=made, fields=[], holder_key=json.loads(key.export_public()))
    assert verified(token, client)["cnf"]["jwk"]["crv"] == "P-256"


def test_a_credential_ends_at_midnight_here(town: Town, client: Client, today: date) -> None:
    last = today + timedelta(days=20)
    payload = verified(api.export_sd_jwt(licence=town.card(valid_until=last)), client)
    assert datetime.fromtimestamp(payload["exp"], ZoneInfo("Asia/Shanghai")) == datetime(
        last.year, last.month, last.day, tzinfo=ZoneInfo("Asia/Shanghai")
    ) + timedelta(days=1)
