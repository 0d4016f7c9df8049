"""The page about oneself: profile, whom one acts for, sessions, tokens."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cdos.base.identity import api, known, sessions
from cdos.base.identity.addresses import client_address, safe_next
from cdos.base.identity.contracts import Account, IdentityRefused, Relation
from cdos.base.identity.logic import factors
from cdos.base.identity.pages.asking import acting_for, attempt, signed_in
from cdos.base.identity.pages.forms import (
    DOCUMENT_NAMES,
    HOW_NAMES,
    RELATION_NAMES,
    PasswordForm,
    RepresentedForm,
    TokenForm,
)
from cdos.base.identity.pages.second import answer
from cdos.base.web import api as web

PAGE = ["GET", "HEAD", "POST"]


def _back_to_me() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("identity:me"))


@never_cache
@require_safe
@signed_in
def me(request: HttpRequest, account: Account) -> HttpResponse:
    return _page(request, account)


def _page(
    request: HttpRequest, account: Account, *, form: forms.Form | None = None, token: str = ""
) -> HttpResponse:
    """The whole page; `form` is the one that was just refused, `token` a token shown this once."""
    own = api.party(account.party_id) if account.party_id else None
    acted_for = acting_for(request)
    mandates = [
        {
            "mandate": m,
            "relation": RELATION_NAMES[m.relation],
            "now": acted_for and m.party.id == acted_for.id,
        }
        for m in api.mandates(account.id)
    ]
    context = {
        "account": account,
        "party": own,
        "document": next(
            (name for kind, name in DOCUMENT_NAMES.items() if own and kind == own.document_kind), ""
        ),
        "mandates": mandates,
        "tokens": api.tokens(account.id),
        "devices": _devices(request, account),
        "factors": factors.factors(account.id),
        "codes_left": factors.recovery_codes_left(account.id),
        "token": token,
        "token_form": form if isinstance(form, TokenForm) else TokenForm(),
        "password_form": form if isinstance(form, PasswordForm) else PasswordForm(prefix=""),
        "refused": form.errors if form else None,
    }
    return web.page(request, "identity/me.html", context, 400 if form and form.errors else 200)


def _devices(request: HttpRequest, account: Account) -> list[dict[str, object]]:
    idle = timedelta(seconds=sessions.idle_s(account.is_staff))
    return [
        {
            "device": one,
            "how": " + ".join(str(HOW_NAMES[word]) for word in one.how),
            "here": one.id == sessions.device_of(request),
        }
        for one in api.devices(account.id, idle=idle)
    ]


@require_POST
@signed_in
def switch(request: HttpRequest, account: Account) -> HttpResponse:
    """Acts for another party from now on; one without a mandate is refused here and at every later request."""
    chosen = request.POST.get("party", "")
    known = next((m.party for m in api.mandates(account.id) if str(m.party.id) == chosen), None)
    if known is None:
        web.toast(request, gettext("You may not act for them, or no longer."), level=web.Level.BAD)
        return _back_to_me()
    sessions.act_for(request, None if known.id == account.party_id else known.id)
    web.toast(request, gettext("You are now acting for %(name)s.") % {"name": known.name})
    return HttpResponseRedirect(safe_next(request, request.POST.get("next", "")) or reverse("identity:me"))


@never_cache
@sensitive_post_parameters("document_number")
@require_http_methods(PAGE)
@signed_in
def represent(request: HttpRequest, account: Account) -> HttpResponse:
    form = RepresentedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data | {"relation": Relation(form.cleaned_data["relation"])}
        added = attempt(form, lambda: api.add_represented(account_id=account.id, **fields))
        if added:
            web.toast(request, gettext("You can now act for %(name)s.") % {"name": added.name})
            return _back_to_me()
    return answer(request, "identity/represent.html", {"form": form}, form)


@require_POST
@signed_in
def end_mandate(request: HttpRequest, account: Account, party_id: int) -> HttpResponse:
    if account.party_id:
        api.end_mandate(holder_id=account.party_id, party_id=party_id)
        web.toast(request, gettext("You no longer act for them."))
    return _back_to_me()


@require_POST
@signed_in
def end_sessions(request: HttpRequest, account: Account) -> HttpResponse:
    """Every other session ends at its next request; this one goes on under a new key."""
    sessions.end_others(request, account.id, why="ended")
    web.toast(request, gettext("All other sessions have ended."))
    return _back_to_me()


@require_POST
@signed_in
def end_device(request: HttpRequest, account: Account, device_id: int) -> HttpResponse:
    """At once: the other browser is out at its next request."""
    if api.end_device(account_id=account.id, device_id=device_id):
        web.toast(request, gettext("That device is signed out."))
    return _back_to_me()


@require_POST
@sensitive_post_parameters("old", "password")
@signed_in
def password(request: HttpRequest, account: Account) -> HttpResponse:
    form = PasswordForm(request.POST)
    if form.is_valid() and attempt(form, lambda: _change(request, account, form)):
        request.session.cycle_key()
        web.toast(request, gettext("Your password is changed; all other sessions have ended."))
        return _back_to_me()
    return _page(request, account, form=form)


def _change(request: HttpRequest, account: Account, form: PasswordForm) -> bool:
    """The present password is asked through the same door as a sign-in, so its lock-out holds here too."""
    found = api.sign_in(
        login=account.login,
        password=form.cleaned_data["old"],
        address=client_address(request),
        device=known.of(request, account.login),
    )
    if found.account is None:
        raise IdentityRefused(gettext("The present password is wrong."), code="old")
    kept = sessions.device_of(request)
    api.set_password(account_id=account.id, password=form.cleaned_data["password"], keep_device=kept)
    return True


@never_cache
@require_POST
@signed_in
def new_token(request: HttpRequest, account: Account) -> HttpResponse:
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, account, form=form)
    name, scopes = form.cleaned_data["name"], tuple(form.cleaned_data["scope"].split())
    token = attempt(form, lambda: api.create_token(account_id=account.id, name=name, scopes=scopes))
    return _page(request, account, token=token) if token else _page(request, account, form=form)


@require_POST
@signed_in
def end_token(request: HttpRequest, account: Account, token_id: int) -> HttpResponse:
    api.end_token(account_id=account.id, token_id=token_id)
    web.toast(request, gettext("The token no longer works."))
    return _back_to_me()
