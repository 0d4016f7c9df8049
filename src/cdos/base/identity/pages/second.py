"""The second factor: given after the password, set up where there is none, looked after on the account's page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import segno
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from cdos.base.identity import api, known, pending, sessions
from cdos.base.identity.addresses import client_address, safe_next, sign_in_address
from cdos.base.identity.contracts import Account, FactorKind, IdentityRefused, SignedInBy
from cdos.base.identity.logic import factors, totp
from cdos.base.identity.pages import door
from cdos.base.identity.pages.asking import asking, attempt, signed_in
from cdos.base.identity.pages.forms import AppForm, ConfirmForm, SecondForm
from cdos.base.web import api as web

P = ParamSpec("P")
PAGE = ["GET", "HEAD", "POST"]
SECRET, CODES = "app_secret", "recovery_codes"  # in the session, sealed
Setting = Callable[Concatenate[HttpRequest, Account, P], HttpResponse]


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(PAGE)
def second(request: HttpRequest) -> HttpResponse:
    """After the password: a code of the app, a recovery code, or (by script) a passkey."""
    waiting = pending.of(request)
    if waiting is None:
        return HttpResponseRedirect(
            sign_in_address(next_path=safe_next(request, request.GET.get("next", "")))
        )
    account, form = waiting.account, SecondForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        how = attempt(form, lambda: _give(request, account, form.cleaned_data["code"]))
        if how:
            return door.enter(request, account, waiting.next_path, how=(*waiting.how, how))
    kinds = {factor.kind for factor in factors.factors(account.id)}
    code = factors.demonstration_code(account.id)
    if code and not form.is_bound:
        form = SecondForm(initial={"code": code})
    context = {"form": form, "account": account, "app": FactorKind.APP in kinds, "demo_code": code}
    context["passkey"] = FactorKind.PASSKEY in kinds
    return answer(request, "identity/second.html", context, form)


def answer(request: HttpRequest, template: str, context: dict[str, object], form: forms.Form) -> HttpResponse:
    """429 with how long to wait when there were too many attempts."""
    wait_s = getattr(form, "wait_s", 0)
    response = web.page(request, template, context, 429 if wait_s else 400 if form.errors else 200)
    if wait_s:
        response["Retry-After"] = wait_s
    return response


def _give(request: HttpRequest, account: Account, code: str) -> SignedInBy:
    return factors.give(
        account_id=account.id,
        code=code,
        address=client_address(request),
        device=known.of(request, account.login),
    )


def freshly(view: Setting[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For changes of how one signs in: whoever signed in a while ago is asked once more who they are."""

    @wraps(view)
    @signed_in
    def guarded(request: HttpRequest, account: Account, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if sessions.is_fresh(request):
            return view(request, account, *args, **kwargs)
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("identity:me")
        return HttpResponseRedirect(reverse("identity:confirm", query={"next": back}))

    return guarded


@never_cache
@sensitive_post_parameters("secret")
@require_http_methods(PAGE)
@signed_in
def confirm(request: HttpRequest, account: Account) -> HttpResponse:
    """The password once more, or a code for who has a second factor."""
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    next_path = safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, lambda: confirmed(request, account, form.cleaned_data["secret"])):
        sessions.freshen(request)
        return HttpResponseRedirect(next_path or reverse("identity:me"))
    context = {"form": form, "next": next_path, "demo_code": factors.demonstration_code(account.id)}
    return answer(request, "identity/confirm.html", context, form)


def confirmed(request: HttpRequest, account: Account, typed: str) -> bool:
    if (
        factors.factors(account.id)
        and len("".join(typed.split())) == totp.DIGITS
        and typed.strip().isdecimal()
    ):
        _give(request, account, typed)
        return True
    device = known.of(request, account.login)
    found = api.sign_in(login=account.login, password=typed, address=client_address(request), device=device)
    if found.account is None:
        raise IdentityRefused(gettext("That is not right; try once more."), code="secret")
    return True


def setting_up(view: Setting[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For staff who have the password right and no factor yet, and for anybody who signed in just now."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        waiting = pending.of(request)
        if waiting and factors.need(waiting.account) is factors.Need.SET_UP:
            return view(request, waiting.account, *args, **kwargs)
        return freshly(view)(request, *args, **kwargs)

    return guarded


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(PAGE)
@setting_up
def set_up(request: HttpRequest, account: Account) -> HttpResponse:
    """A new app by its picture and a first code; a passkey by script."""
    form, secret = AppForm(request.POST if request.method == "POST" else None), _secret(request, account)
    waiting = pending.of(request)
    if request.method == "POST" and form.is_valid():
        code, kept = form.cleaned_data["code"], sessions.device_of(request)

        def add() -> bool:
            factors.add_app(account_id=account.id, secret=secret, code=code, keep_device=kept)
            return True

        if attempt(form, add):
            request.session.pop(SECRET, None)
            return HttpResponseRedirect(added(request, account, waiting, SignedInBy.APP))
    context = {
        "form": form,
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "picture": _picture(secret, account),
        "required": asking(request) is None,
        "has_app": any(factor.kind is FactorKind.APP for factor in factors.factors(account.id)),
    }
    return web.page(request, "identity/set_up.html", context, 400 if form.errors else 200)


def _secret(request: HttpRequest, account: Account) -> str:
    """The same one while the page is open, so that a second look at it does not spoil the first."""
    kept = request.session.get(SECRET)
    if not isinstance(kept, dict) or kept.get("account") != account.id:
        sealed = factors.seal_for(account.id, totp.new_secret())
        kept = request.session[SECRET] = {"account": account.id, "secret": sealed}
    return factors.unseal_for(account.id, str(kept["secret"]))


def _picture(secret: str, account: Account) -> str:
    issuer = settings.CITY_NAME
    code = segno.make(totp.address(secret, login=factors.label(account), issuer=issuer), micro=False)
    return code.svg_inline(scale=4, border=3, omitsize=True, svgclass="qr", lineclass=None)


def added(request: HttpRequest, account: Account, waiting: pending.Pending | None, kind: SignedInBy) -> str:
    """Where to go once a factor was added: to the recovery codes when there are none yet; a pending sign-in is complete."""
    target = reverse("identity:me") + "#factors"
    if waiting:
        pending.drop(request)
        sessions.begin(request, account, how=(*waiting.how, kind), known=True)
        target = door.home(account, waiting.next_path)
    if factors.recovery_codes_left(account.id):
        return target
    return _codes_page(request, account, target)


def _codes_page(request: HttpRequest, account: Account, target: str) -> str:
    codes = " ".join(factors.new_recovery_codes(account_id=account.id))
    request.session[CODES] = {"codes": factors.seal_for(account.id, codes), "next": target}
    return reverse("identity:recovery_codes")


@never_cache
@require_http_methods(["GET", "HEAD"])
@signed_in
def recovery_codes(request: HttpRequest, account: Account) -> HttpResponse:
    """Shown once, right after they were made."""
    kept = request.session.pop(CODES, None)
    if not isinstance(kept, dict):
        return HttpResponseRedirect(reverse("identity:me") + "#factors")
    codes = factors.unseal_for(account.id, str(kept["codes"])).split()
    return web.page(request, "identity/recovery_codes.html", {"codes": codes, "next": kept["next"]})


@require_POST
@freshly
def new_recovery_codes(request: HttpRequest, account: Account) -> HttpResponse:
    return HttpResponseRedirect(_codes_page(request, account, reverse("identity:me") + "#factors"))


@require_POST
@freshly
def remove(request: HttpRequest, account: Account, factor_id: int) -> HttpResponse:
    try:
        factors.remove(account_id=account.id, factor_id=factor_id, keep_device=sessions.device_of(request))
    except IdentityRefused as refusal:
        web.toast(request, str(refusal), level=web.Level.BAD)
    else:
        web.toast(request, gettext("Removed; all other devices are signed out."))
    return HttpResponseRedirect(reverse("identity:me") + "#factors")
