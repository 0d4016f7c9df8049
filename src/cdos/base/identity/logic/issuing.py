"""This city as an OpenID Connect provider: another city, or an own system, recognises who signed in here.

Whom it serves stands in CDOS_OIDC_CLIENTS, a JSON list of objects: client_id, client_secret, title, redirect_uris. The
signing key is derived from a secret in the folder of keys, so that every machine of the city signs with the same one.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import ECKey

from cdos.base.crypto import api as crypto
from cdos.base.identity import models
from cdos.base.identity.contracts import Account, Assurance
from cdos.base.identity.logic import recording
from cdos.base.identity.logic.accounts import account
from cdos.base.identity.logic.parties import contact

CODE_FOR = timedelta(minutes=2)
TOKEN_FOR_S = 300
SECRET = "oidc"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
KEPT = ("client_id", "redirect_uri", "nonce", "code_challenge")


@dataclass(frozen=True, slots=True)
class Client:
    """Who may ask this city who somebody is; `title` is what the person reads before they agree."""

    client_id: str
    client_secret: str
    title: str
    redirect_uris: tuple[str, ...]


class CodeRefused(Exception):
    """The OAuth error word (RFC 6749, 5.2)."""


def clients() -> dict[str, Client]:
    try:
        rows = json.loads(settings.OIDC_CLIENTS or "[]")
        made = [Client(**{**row, "redirect_uris": tuple(row["redirect_uris"])}) for row in rows]
    except (ValueError, TypeError, KeyError) as error:
        raise ImproperlyConfigured(f"CDOS_OIDC_CLIENTS: {error}") from error
    return {one.client_id: one for one in made}


@cache
def _derived(secret: bytes) -> ECKey:
    scalar = int.from_bytes(hashlib.sha512(b"cdos.oidc" + secret).digest()) % (ORDER - 1) + 1
    pem = ec.derive_private_key(scalar, ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key_id = hashlib.sha256(pem).hexdigest()[:16]
    return ECKey.import_key(pem, parameters={"kid": key_id, "use": "sig", "alg": "ES256"})


def signing_key() -> ECKey:
    return _derived(crypto.secret(SECRET))


def public_keys() -> dict[str, list[dict[str, object]]]:
    return {"keys": [{**signing_key().as_dict(private=False)}]}


def subject(client_id: str, account_id: int) -> str:
    """Another one for each client: two of them cannot put together what they know of a person."""
    mixed = f"{client_id}:{account_id}".encode()
    return hmac.new(crypto.secret(SECRET), mixed, hashlib.sha256).hexdigest()[:40]


def grant(*, person: Account, request: Mapping[str, str]) -> str:
    """A code for one use, after the person agreed. `request`: the checked parameters of the authorization request."""
    code = secrets.token_urlsafe(32)
    with transaction.atomic():
        models.SignInCode.objects.filter(expires_at__lt=timezone.now()).delete()
        models.SignInCode.objects.create(
            name=hashlib.sha256(code.encode()).hexdigest(),
            account_id=person.id,
            data={key: request.get(key, "") for key in KEPT},
            expires_at=timezone.now() + CODE_FOR,
        )
        recording.entered(recording.RECOGNISED, person.id, client=request["client_id"])
    return code


def redeem(*, client: Client, code: str, redirect_uri: str, verifier: str) -> tuple[Account, str]:
    """The person and the nonce; taking a code uses it up, right or wrong."""
    name = hashlib.sha256(code.encode()).hexdigest()
    with transaction.atomic():
        row = models.SignInCode.objects.select_for_update().filter(name=name).first()
        if row is None:
            raise CodeRefused("invalid_grant")
        row.delete()
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    fits = (
        row.expires_at > timezone.now()
        and row.data["client_id"] == client.client_id
        and row.data["redirect_uri"] == redirect_uri
        and hmac.compare_digest(row.data["code_challenge"], challenge)
    )
    person = account(row.account_id) if fits else None
    if person is None:
        raise CodeRefused("invalid_grant")
    return person, str(row.data["nonce"])


def id_token(*, issuer: str, client: Client, person: Account, nonce: str) -> str:
    """What the other side learns: the name, a phone that was verified, and how sure this city is (`acr`)."""
    now, key = int(time.time()), signing_key()
    phone = contact(person.party_id).phone if person.party_id else ""
    claims: dict[str, object] = {
        "iss": issuer,
        "aud": client.client_id,
        "sub": subject(client.client_id, person.id),
        "iat": now,
        "exp": now + TOKEN_FOR_S,
        "nonce": nonce,
        "name": person.name,
        "acr": person.assurance.name.lower(),
    }
    if phone and person.assurance >= Assurance.PHONE:
        claims |= {"phone_number": phone, "phone_number_verified": True}
    return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)
