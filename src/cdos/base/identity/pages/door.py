"""Signing in and out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from cdos.base.identity import api, known, pending, sessions
from cdos.base.identity.adapters.providers import providers
from cdos.base.identity.addresses import client_address, safe_next
from cdos.base.identity.contracts import Account, SignedInBy, SignInResult
from cdos.base.identity.logic import factors, passwords, throttle
from cdos.base.identity.logic.accounts import normal_login
from cdos.base.identity.pages.asking import asking
from cdos.base.identity.pages.forms import SignInForm
from cdos.base.web import api as web

RESIDENT_HOME, STAFF_HOME = "/", "/staff/"


def proceed(
    request: HttpRequest, account: Account, next_path: str, *, how: tuple[SignedInBy, ...]
) -> HttpResponse:
    """The password was right: begins the session, or leads to the second factor first."""
    lacks = factors.need(account)
    if lacks is factors.Need.NOTHING:
        return enter(request, account, next_path, how=how)
    pending.begin(request, account, how=how, next_path=next_path)
    return HttpResponseRedirect(
        reverse("identity:second" if lacks is factors.Need.GIVE else "identity:set_up")
    )


def enter(
    request: HttpRequest, account: Account, next_path: str, *, how: tuple[SignedInBy, ...]
) -> HttpResponse:
    """Every factor was given: begins the session and goes on to where the person wanted to be.

    Where the password is older than the city allows, a new one comes first.
    """
    if SignedInBy.PASSWORD in how and passwords.is_too_old(account):
        pending.begin(request, account, how=how, next_path=next_path, every_factor=True)
        return HttpResponseRedirect(reverse("identity:too_old"))
    pending.drop(request)
    sessions.begin(request, account, how=how, known=bool(known.of(request, account.login)))
    response = HttpResponseRedirect(home(account, next_path))
    known.remember(request, response, account.login)
    # What was chosen in this browser goes before what the account remembers.
    if account.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            account.language,
            max_age=365 * 86400,
            samesite="Lax",
            httponly=True,
        )
    return response


def home(account: Account, next_path: str) -> str:
    return next_path or (STAFF_HOME if account.is_staff else RESIDENT_HOME)


def _refusal(result: SignInResult) -> str:
    if result.locked_until is None:
        return gettext("Login and password do not belong together. Look at both again.")
    return throttle.wait_words(result.locked_until, timezone.now())


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    next_path = safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        return _form(request, SignInForm(), next_path)
    form = SignInForm(_typed(request))
    if not form.is_valid():
        return _form(request, form, next_path, status=400)
    login = form.cleaned_data["login"]
    result = api.sign_in(
        login=login,
        password=form.cleaned_data["password"],
        address=client_address(request),
        device=known.of(request, normal_login(login)),
    )
    if result.account is None:
        form.add_error(None, _refusal(result))
        return _refused(request, form, next_path, result)
    return proceed(request, result.account, next_path, how=(SignedInBy.PASSWORD,))


def _refused(request: HttpRequest, form: SignInForm, next_path: str, result: SignInResult) -> HttpResponse:
    response = _form(request, form, next_path, status=429 if result.locked_until else 400)
    if result.locked_until:
        response["Retry-After"] = throttle.wait_s(result.locked_until, timezone.now())
    return response


def _typed(request: HttpRequest) -> dict[str, str]:
    """A click on a demonstration account stands for typing its login and password."""
    demo = request.POST.get("demo", "")
    for account in api.demo_accounts(codes=False) if demo else []:
        if account.login == demo:
            return {"login": account.login, "password": account.password}
    return {"login": request.POST.get("login", ""), "password": request.POST.get("password", "")}


def _form(request: HttpRequest, form: SignInForm, next_path: str, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "next": next_path,
        "ended": request.GET.get("ended", ""),
        "already": asking(request),
        "demo_accounts": api.demo_accounts(codes=False),
        "providers": list(providers(request).values()),
    }
    return web.page(request, "identity/sign_in.html", context, status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    sessions.end(request)
    web.toast(request, gettext("You are signed out."))
    return HttpResponseRedirect(RESIDENT_HOME)
