"""The cookie of a browser that has signed in before: its owner is not held up by strangers' failures (OWASP device cookie).

It opens nothing: it only says "this browser signed in to that account once", signed, for half a year.
"""

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE, SALT = "cdos_device", "cdos.identity.device"
LASTS_S = 180 * 86400
MOST = 8


def _kept(request: HttpRequest) -> dict[str, str]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS_S)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def _name(login: str) -> str:
    return hashlib.sha256(login.encode()).hexdigest()[:16]


def of(request: HttpRequest, login: str) -> str:
    """What this browser is called for that login; empty when it never signed in to it."""
    return str(_kept(request).get(_name(login), ""))


def remember(request: HttpRequest, response: HttpResponse, login: str) -> None:
    kept = _kept(request)
    mine = kept.pop(_name(login), "") or secrets.token_urlsafe(9)
    newest = dict([*kept.items(), (_name(login), mine)][-MOST:])
    response.set_cookie(
        COOKIE,
        signing.dumps(newest, salt=SALT),
        max_age=LASTS_S,
        path="/accounts/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
