"""Passkeys, asked for by `static/identity/passkey.js`: JSON in, JSON out."""

import json
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cdos.base.identity import pending, sessions
from cdos.base.identity.addresses import safe_next
from cdos.base.identity.contracts import Account, IdentityRefused, SignedInBy
from cdos.base.identity.logic import passkeys
from cdos.base.identity.pages import door
from cdos.base.identity.pages.second import added, setting_up
from cdos.base.web import api as web

ASKED = "passkey_asked"


def _site(request: HttpRequest) -> passkeys.Site:
    host = request.get_host()
    return passkeys.Site(host=host.rpartition(":")[0] or host, origin=f"{request.scheme}://{host}")


def _ask(request: HttpRequest, asked: passkeys.Asked, purpose: str) -> HttpResponse:
    request.session[ASKED] = {
        "challenge": asked.challenge,
        "purpose": purpose,
        "at": asked.at.isoformat(),
    }
    return HttpResponse(asked.options, content_type="application/json")


def _challenge(request: HttpRequest, purpose: str) -> str:
    """Serves once."""
    kept = request.session.pop(ASKED, None)
    if not isinstance(kept, dict) or kept["purpose"] != purpose:
        raise passkeys.refused()
    if (timezone.now() - datetime.fromisoformat(kept["at"])).total_seconds() > passkeys.VALID_S:
        raise passkeys.refused()
    return str(kept["challenge"])


def _sent(request: HttpRequest) -> tuple[str, str]:
    """The credential as JSON text, and the name given to it or the path to go on to."""
    try:
        sent = web.read_json(request)
    except ValueError as error:
        raise passkeys.refused() from error
    if not isinstance(sent, dict) or not isinstance(sent.get("credential"), dict):
        raise passkeys.refused()
    return json.dumps(sent["credential"]), str(sent.get("name") or sent.get("next") or "")


def _problem(refusal: IdentityRefused) -> JsonResponse:
    return JsonResponse({"detail": str(refusal)}, status=400)


@never_cache
@require_POST
@setting_up
def ask_to_add(request: HttpRequest, account: Account) -> HttpResponse:
    return _ask(request, passkeys.ask_to_add(site=_site(request), account=account), "add")


@never_cache
@require_POST
@setting_up
def add(request: HttpRequest, account: Account) -> HttpResponse:
    waiting = pending.of(request)
    try:
        credential, name = _sent(request)
        passkeys.add(
            site=_site(request),
            account_id=account.id,
            challenge=_challenge(request, "add"),
            credential=credential,
            name=name,
            keep_device=sessions.device_of(request),
        )
    except IdentityRefused as refusal:
        return _problem(refusal)
    return JsonResponse({"next": added(request, account, waiting, SignedInBy.PASSKEY)})


@never_cache
@require_POST
def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    waiting = pending.of(request)
    account_id = waiting.account.id if waiting else None
    return _ask(request, passkeys.ask_to_sign_in(site=_site(request), account_id=account_id), "sign-in")


@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """As the second factor of a pending sign-in, or alone: the device has verified the person."""
    waiting = pending.of(request)
    try:
        credential, next_path = _sent(request)
        account = passkeys.sign_in(
            site=_site(request),
            challenge=_challenge(request, "sign-in"),
            credential=credential,
            account_id=waiting.account.id if waiting else None,
        )
    except IdentityRefused as refusal:
        return _problem(refusal)
    before = waiting.how if waiting else ()
    target = waiting.next_path if waiting else safe_next(request, next_path)
    entered = door.enter(request, account, target, how=(*before, SignedInBy.PASSKEY))
    response = JsonResponse({"next": entered["Location"]})
    response.cookies = entered.cookies
    return response
