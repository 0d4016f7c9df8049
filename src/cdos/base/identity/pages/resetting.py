"""A new password for who has forgotten theirs, whose is too old, or who never had one."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cdos.base.identity import pending
from cdos.base.identity.addresses import client_address, sign_in_address
from cdos.base.identity.logic import passwords
from cdos.base.identity.pages import door
from cdos.base.identity.pages.asking import attempt
from cdos.base.identity.pages.forms import FirstPasswordForm, ForgottenForm, ResetForm
from cdos.base.web import api as web

PAGE = ["GET", "HEAD", "POST"]
PENDING = "reset_pending"


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    form = context["form"]
    return web.page(request, f"identity/{template}", context, 400 if getattr(form, "errors", None) else 200)


def _done(request: HttpRequest) -> HttpResponse:
    web.toast(request, gettext("Your new password is set. Sign in with it."))
    return HttpResponseRedirect(sign_in_address())


@never_cache
@require_http_methods(PAGE)
def forgotten(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether there is such an account or not."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        login = form.cleaned_data["login"]
        code = passwords.send_reset_code(login=login, address=client_address(request))
        request.session[PENDING] = {"login": login, "code": code}
        return HttpResponseRedirect(reverse("identity:reset_code"))
    return _page(request, "forgotten.html", {"form": form})


@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(PAGE)
def with_code(request: HttpRequest) -> HttpResponse:
    kept = request.session.get(PENDING)
    if not isinstance(kept, dict):
        return HttpResponseRedirect(reverse("identity:reset"))
    form = ResetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: passwords.reset(login=str(kept["login"]), **form.cleaned_data))
        if done:
            del request.session[PENDING]
            return _done(request)
    return _page(request, "reset_code.html", {"form": form, "code": kept["code"], "login": kept["login"]})


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(PAGE)
def first(request: HttpRequest, token: str) -> HttpResponse:
    """By the link that an operator made on the city's own machine."""
    account = passwords.of_link(token)
    if account is None:
        raise Http404
    form = FirstPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():

        def chosen() -> bool:
            passwords.set_password(account_id=account.id, password=form.cleaned_data["password"])
            return True

        if attempt(form, chosen):
            return _done(request)
    return _page(request, "first_password.html", {"form": form, "account": account})


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(PAGE)
def too_old(request: HttpRequest) -> HttpResponse:
    """Every factor was given, but the password has reached the age that the city allows."""
    waiting = pending.of(request)
    if waiting is None or not waiting.every_factor:
        return HttpResponseRedirect(sign_in_address())
    account, form = waiting.account, FirstPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():

        def chosen() -> bool:
            passwords.renew(account_id=account.id, password=form.cleaned_data["password"])
            return True

        if attempt(form, chosen):
            return door.enter(request, account, waiting.next_path, how=waiting.how)
    return _page(request, "first_password.html", {"form": form, "account": account, "too_old": True})
