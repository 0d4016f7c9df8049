"""The demonstration sign-in provider: its people, key, codes and tokens. It exists in demonstration mode only.

Its key and its unused codes are in the database, so that every web worker gives the same answers.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http.client import responses
from io import BytesIO
from urllib.parse import urlencode, urlsplit

import requests
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.http.request import QueryDict
from django.urls import resolve
from django.utils import timezone
from django.utils.crypto import salted_hmac
from joserfc import jwt
from joserfc.jwk import RSAKey
from requests.adapters import BaseAdapter

from cdos.base.identity import models

CLIENT_ID = "cdos"
CODE_FOR = timedelta(minutes=2)
TOKEN_FOR_S = 300


@dataclass(frozen=True, slots=True)
class Person:
    subject: str
    name: str
    phone: str


PEOPLE = (
    Person("demo-1", "林晓月", "13800000001"),
    Person("demo-2", "陈志远", "13800000002"),
    Person("demo-3", "王玉兰", "13800000003"),
)


class GrantRefused(Exception):
    """The OAuth error word (RFC 6749, 5.2)."""


def client_secret() -> str:
    """Derived from this installation's key: two demonstrations do not know each other's."""
    return salted_hmac("cdos.demo-oidc", CLIENT_ID, algorithm="sha256").hexdigest()


def signing_key() -> RSAKey:
    made = models.DemoProviderRecord.objects.filter(name="key").first()
    if made is None:
        fresh = RSAKey.generate_key(2048, parameters={"kid": secrets.token_hex(8)}, private=True)
        made, _ = models.DemoProviderRecord.objects.get_or_create(
            name="key", defaults={"data": fresh.as_dict(private=True)}
        )
    return RSAKey.import_key(made.data)


def public_keys() -> dict[str, list[dict[str, object]]]:
    public = signing_key().as_dict(private=False)
    return {"keys": [{**public, "use": "sig", "alg": "RS256"}]}


def grant(*, person: Person, request: Mapping[str, str]) -> str:
    """A code for one use. `request` holds the checked parameters of the authorization request."""
    code = secrets.token_urlsafe(32)
    kept = ("client_id", "redirect_uri", "nonce", "code_challenge")
    models.DemoProviderRecord.objects.filter(expires_at__lt=timezone.now()).delete()
    models.DemoProviderRecord.objects.create(
        name="code:" + hashlib.sha256(code.encode()).hexdigest(),
        data={"sub": person.subject, **{key: request.get(key, "") for key in kept}},
        expires_at=timezone.now() + CODE_FOR,
    )
    return code


def redeem(*, code: str, redirect_uri: str, verifier: str) -> dict[str, str]:
    """What the code stands for; taking it uses it up, right or wrong."""
    name = "code:" + hashlib.sha256(code.encode()).hexdigest()
    with transaction.atomic():
        row = models.DemoProviderRecord.objects.select_for_update().filter(name=name).first()
        if row is None or row.expires_at is None or row.expires_at < timezone.now():
            raise GrantRefused("invalid_grant")
        row.delete()
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    if row.data["redirect_uri"] != redirect_uri or not hmac.compare_digest(
        row.data["code_challenge"], challenge
    ):
        raise GrantRefused("invalid_grant")
    return {key: str(value) for key, value in row.data.items()}


def id_token(*, issuer: str, granted: Mapping[str, str]) -> str:
    person = next(person for person in PEOPLE if person.subject == granted["sub"])
    now, key = int(time.time()), signing_key()
    claims = {
        "iss": issuer,
        "aud": granted["client_id"],
        "sub": person.subject,
        "iat": now,
        "exp": now + TOKEN_FOR_S,
        "nonce": granted["nonce"],
        "name": person.name,
        "phone_number": person.phone,
        "phone_number_verified": True,
    }
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)


class InProcess(BaseAdapter):
    """Carries a request to our own views without a network."""

    def send(self, request: requests.PreparedRequest, *args: object, **kwargs: object) -> requests.Response:
        parts = urlsplit(str(request.url))
        match = resolve(parts.path)
        return _as_response(request, match.func(_as_django(request), *match.args, **match.kwargs))

    def close(self) -> None:
        pass


def _as_django(request: requests.PreparedRequest) -> HttpRequest:
    parts = urlsplit(str(request.url))
    body = request.body.encode() if isinstance(request.body, str) else request.body or b""
    made = HttpRequest()
    made.method, made.path, made.path_info = request.method, parts.path, parts.path
    made.GET, made.POST = QueryDict(parts.query), QueryDict(body)
    made.META = {
        "REQUEST_METHOD": request.method,
        "HTTP_HOST": parts.netloc,
        "wsgi.url_scheme": parts.scheme,
        "HTTP_AUTHORIZATION": str(request.headers.get("Authorization", "")) if request.headers else "",
    }
    return made


def _as_response(request: requests.PreparedRequest, answer: HttpResponseBase) -> requests.Response:
    made = requests.Response()
    made.status_code, made.reason = answer.status_code, responses.get(answer.status_code, "")
    made.headers.update(dict(answer.items()))
    made.raw, made.url, made.request = (
        BytesIO(bytes(getattr(answer, "content", b""))),
        str(request.url),
        request,
    )
    made.encoding = "utf-8"
    return made


def with_query(address: str, **query: str) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(query)}"


def basic_credentials(header: str) -> tuple[str, str]:
    """Client id and secret of an HTTP Basic header, or empty ones."""
    try:
        name, _, secret = base64.b64decode(header.partition(" ")[2]).decode().partition(":")
    except ValueError:
        return "", ""
    return name, secret
