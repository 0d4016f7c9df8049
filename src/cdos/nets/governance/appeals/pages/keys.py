"""Secrets of appeals filed without signing in, kept in the visitor's session so that a link need not carry them."""

from dataclasses import replace

from django.http import HttpRequest

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

SLOT = "appeal_keys"
MOST = 50


def keep(*, request: HttpRequest, number: str, key: str) -> None:
    if not key:
        return
    kept: dict[str, str] = {**request.session.get(SLOT, {}), number: key}
    request.session[SLOT] = dict(list(kept.items())[-MOST:])


def key_of(*, request: HttpRequest, number: str) -> str:
    return str(request.session.get(SLOT, {}).get(number, ""))


def numbers(request: HttpRequest) -> list[str]:
    """Numbers that this session filed without an account, newest first."""
    return list(reversed(request.session.get(SLOT, {})))


def actor_for(*, request: HttpRequest, number: str) -> Actor:
    """Who asks, with the secret of this appeal when the session holds it."""
    return replace(organisation.actor(request), matter_key=key_of(request=request, number=number))
