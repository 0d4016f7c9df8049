"""An SD-JWT that somebody pasted: is it this city's, unaltered, and still valid?"""

import base64
import hashlib
import json
from typing import Any

from django.utils.translation import gettext as _
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from ..contracts import Verification
from ..models import Licence as Row
from . import tokens, verifying

LONGEST = 64 * 1024


def looks_like(text: str) -> bool:
    """Whether it is a token rather than a code."""
    return text.count(".") >= 2 and "~" in text and len(text) > 100


def verify(text: str) -> Verification:
    """Signature, disclosures and the state of the licence now."""
    token, *shown = text.strip()[:LONGEST].split("~")
    payload = _opened(token)
    if payload is None:
        return _refused(_("This credential was not signed by this city, or was altered."))
    digests = set(payload.get("_sd", []))
    if not all(_digest(one) in digests for one in shown if one and "." not in one):
        return _refused(_("A value in this credential was altered: the city did not sign it."))
    row = (
        Row.objects.select_related("before", "after").filter(identifier=payload.get("identifier", "")).first()
    )
    if row is None:
        return _refused(_("The city knows no licence of this credential."))
    return verifying.licence(row)


def _opened(token: str) -> dict[str, Any] | None:
    tokens.ready()
    keys = KeySet([ECKey.import_key(one) for one in tokens.jwks()["keys"]])
    try:
        found = jws.deserialize_compact(token, keys, algorithms=["ES256"])
        if found.headers().get("typ") != tokens.TYPE:
            return None
        payload = json.loads(found.payload)
    except (JoseError, ValueError):
        return None
    return payload if isinstance(payload, dict) else None


def _digest(disclosure: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(disclosure.encode()).digest()).rstrip(b"=").decode()


def _refused(words: str) -> Verification:
    return Verification(False, False, words)
