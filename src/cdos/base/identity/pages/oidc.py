"""Leaving for an outside sign-in provider and coming back."""

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cdos.base.identity.adapters import oidc
from cdos.base.identity.adapters.providers import client, providers
from cdos.base.identity.addresses import safe_next, sign_in_address
from cdos.base.identity.contracts import Account, IdentityRefused, SignedInBy
from cdos.base.identity.logic.sign_in import external_account
from cdos.base.identity.pages.door import proceed
from cdos.base.web import api as web

ATTEMPT = "oidc_attempt"


def _provider(request: HttpRequest, key: str) -> oidc.Provider:
    try:
        return providers(request)[key]
    except KeyError as error:
        raise Http404 from error


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    web.toast(request, sentence, level=web.Level.BAD)
    return HttpResponseRedirect(sign_in_address())


@never_cache
@require_GET
def start(request: HttpRequest, provider: str) -> HttpResponse:
    chosen = _provider(request, provider)
    attempt = oidc.new_attempt(chosen, safe_next(request, request.GET.get("next", "")))
    try:
        address = client(chosen, request).authorize_address(attempt)
    except IdentityRefused as refusal:
        return _refused(request, str(refusal))
    request.session[ATTEMPT] = asdict(attempt)
    return HttpResponseRedirect(address)


@never_cache
@require_GET
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """An attempt serves once: a replayed answer finds none."""
    chosen, kept = _provider(request, provider), request.session.pop(ATTEMPT, None)
    attempt = oidc.Attempt(**kept) if kept else None
    if attempt is None or attempt.provider != provider:
        return _refused(
            request, gettext("This sign-in took too long or was begun elsewhere; please begin again.")
        )
    try:
        account = _account(request, chosen, attempt)
    except IdentityRefused as refusal:
        return _refused(request, str(refusal))
    return proceed(request, account, attempt.next_path, how=(SignedInBy.PROVIDER,))


def _account(request: HttpRequest, chosen: oidc.Provider, attempt: oidc.Attempt) -> Account:
    if request.GET.get("error"):
        raise oidc.refused(request.GET["error"][:40])
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    claims = client(chosen, request).claims(attempt, state=state, code=code)
    return external_account(
        provider=chosen.key,
        subject=claims.subject,
        name=claims.name,
        phone=claims.phone,
        assurance=chosen.assurance,
    )
