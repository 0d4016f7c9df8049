"""Who asks for a page, or is sent to sign in, or is refused."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor


def to_sign_in(request: HttpRequest) -> HttpResponse | None:
    """For visitors the way to the sign-in and back; None for who is signed in."""
    if organisation.actor(request).account_id is not None:
        return None
    return redirect(f"{reverse('identity:sign_in')}?{urlencode({'next': request.get_full_path()})}")


def may(request: HttpRequest, *actions: Action) -> Actor:
    """Staff who may do one of these; 403 for others."""
    actor = organisation.actor(request)
    if not any(organisation.may(actor, action) for action in actions):
        raise PermissionDenied
    return actor


def number(text: str, least: int = 0, most: int = 10_000, otherwise: int = 0) -> int:
    """A number that somebody may have typed into the address."""
    whole = text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if whole and least <= int(text) <= most else otherwise
