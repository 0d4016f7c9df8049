"""Licences as SD-JWT VC: signed with the city's ES256 key, each value disclosed alone (RFC 9901, draft-ietf-oauth-sd-jwt-vc).

The list of what is no longer valid is a Token Status List (draft-ietf-oauth-status-list): two bits a licence.
"""

import base64
import hashlib
import json
import secrets
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from joserfc.jwk import ECKey

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import Algorithm

from ..contracts import Licence, LicenceState
from ..models import Licence as Row
from . import validity

KEY = "licences"
LIST_SIZE = 1 << 16  # licences a list
BITS = 2
VALID, INVALID, SUSPENDED = 0, 1, 2
LIST_TTL_S = 300
TYPE, LIST_TYPE = "dc+sd-jwt", "statuslist+jwt"


def issuer() -> str:
    return settings.PUBLIC_ADDRESS


def jwks() -> dict[str, Any]:
    """The public keys with which this city signs licences, or has signed them."""
    return {"keys": [_jwk(key_id, pem) for key_id, pem in sorted(crypto.trusted(KEY).items())]}


def _jwk(key_id: str, pem: str) -> dict[str, Any]:
    known = ECKey.import_key(pem).as_dict(private=False)
    return {**known, "kid": key_id, "use": "sig", "alg": "ES256"}


def ready() -> None:
    """Makes the key at the first call."""
    crypto.signer(KEY, Algorithm.ES256)


def metadata() -> dict[str, Any]:
    """At /.well-known/jwt-vc-issuer."""
    ready()
    return {"issuer": issuer(), "jwks_uri": f"{issuer()}{reverse('licences:jwks')}"}


def export(
    licence: Licence, *, fields: Iterable[str] | None = None, holder_key: Mapping[str, Any] | None = None
) -> str:
    """Signed over all values, with the disclosures of `fields` only (None: all of them).

    `holder_key`: a public JWK of the holder's wallet; a verifier can then ask for a proof that it is there.
    """
    claims = dict(licence.values.items()) | {"number": licence.number}
    shown = [_Disclosure(name, value) for name, value in sorted(claims.items())]
    payload = _payload(licence) | {"_sd": sorted(one.digest for one in shown), "_sd_alg": "sha-256"}
    if holder_key is not None:
        payload["cnf"] = {"jwk": dict(holder_key)}
    wanted = None if fields is None else set(fields)
    given = [one.encoded for one in shown if wanted is None or one.name in wanted]
    return "~".join([_signed(TYPE, payload), *given, ""])


def _payload(licence: Licence) -> dict[str, Any]:
    now = int(time.time())
    payload: dict[str, Any] = {
        "iss": issuer(),
        "iat": now,
        "vct": type_address(licence.type.code),
        "type_name": licence.type.name,
        "identifier": licence.identifier,
        "issuing_authority": licence.issuer_name,
        "issued_on": licence.issued_on.isoformat(),
        "status": {
            "status_list": {"idx": licence.id % LIST_SIZE, "uri": list_address(licence.id // LIST_SIZE)}
        },
    }
    if licence.valid_until is not None:
        day = datetime.combine(licence.valid_until + timedelta(days=1), datetime.min.time())
        payload["exp"] = int(timezone.make_aware(day).timestamp())  # midnight here, not in Greenwich
    return payload


def type_address(code: str) -> str:
    return f"{issuer()}{reverse('licences:vct', args=[code])}"


def list_address(number: int) -> str:
    return f"{issuer()}{reverse('licences:status_list', args=[number])}"


@dataclass(frozen=True, slots=True)
class _Disclosure:
    """One value with a salt; its digest is signed, itself is shown or kept back."""

    name: str
    value: object
    encoded: str = ""

    def __post_init__(self) -> None:
        text = json.dumps([secrets.token_urlsafe(16), self.name, self.value], ensure_ascii=False)
        object.__setattr__(self, "encoded", _b64(text.encode()))

    @property
    def digest(self) -> str:
        return _b64(hashlib.sha256(self.encoded.encode()).digest())


def status_list(number: int) -> str:
    """The signed list of one block of licences."""
    first = number * LIST_SIZE
    rows = Row.objects.filter(validity.not_holding(), pk__gte=first, pk__lt=first + LIST_SIZE)
    packed = bytearray(LIST_SIZE * BITS // 8)
    for row in rows.only("pk", "state", "valid_until"):
        place = row.pk % LIST_SIZE
        value = SUSPENDED if validity.state(row) is LicenceState.SUSPENDED else INVALID
        packed[place * BITS // 8] |= value << (place * BITS % 8)
    now, uri = int(time.time()), list_address(number)
    content = {"bits": BITS, "lst": _b64(zlib.compress(bytes(packed), 9))}
    payload = {"sub": uri, "iss": issuer(), "iat": now, "exp": now + 86_400, "ttl": LIST_TTL_S}
    return _signed(LIST_TYPE, {**payload, "status_list": content})


def _signed(kind: str, payload: Mapping[str, Any]) -> str:
    signer = crypto.signer(KEY, Algorithm.ES256)
    head = {"alg": "ES256", "typ": kind, "kid": signer.key_id}
    body = f"{_b64(_json(head))}.{_b64(_json(payload))}"
    return f"{body}.{_b64(signer.sign(body.encode()).value)}"


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
