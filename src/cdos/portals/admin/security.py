"""Security of signing in: lock-outs lifted, sessions of others ended, lost second factors removed, limits shown."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import IdentityRefused
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.web import api as web

from .asking import administrator

LISTED = timedelta(days=30)


@never_cache
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    actor = administrator(request, Action.MANAGE_SECURITY)
    if not isinstance(actor, Actor):
        return actor
    login = request.GET.get("login", "").strip()[:150]
    found = identity.account_by_login(login) if login else None
    context: dict[str, object] = {"login": login, "account": found, "limits": limits()}
    if found:
        context["lock"] = identity.lock_state(login)
        context["devices"] = identity.devices(found.id, idle=LISTED)
        context["own"] = found.id == actor.account_id
    return web.page(request, "administration/security.html", context)


def limits() -> list[tuple[str, str]]:
    """What holds in this city, and by which setting it is changed."""
    return [
        ("CDOS_LIMIT_SIGN_IN", _("%(n)d sign-in forms a minute from one network") % {"n": settings.LIMIT_SIGN_IN}),
        ("CDOS_LIMIT_ADDRESS", _("%(n)d requests a minute from visitors of one network") % {"n": settings.LIMIT_ADDRESS}),
        ("CDOS_LIMIT_ACCOUNT", _("%(n)d requests a minute of one account") % {"n": settings.LIMIT_ACCOUNT}),
        ("CDOS_LIMIT_TOKEN", _("%(n)d requests a minute of one account's programs") % {"n": settings.LIMIT_TOKEN}),
        ("CDOS_STAFF_IDLE_S", _("staff are signed out after %(n)d idle minutes") % {"n": settings.STAFF_IDLE_S // 60}),
        ("CDOS_STAFF_SESSION_S", _("staff sign in anew after %(n)d hours") % {"n": settings.STAFF_SESSION_S // 3600}),
    ]  # fmt: skip


@require_POST
def change(request: HttpRequest, account_id: int, act: str) -> HttpResponse:
    actor = administrator(request, Action.MANAGE_SECURITY)
    if not isinstance(actor, Actor):
        return actor
    by = actor.account_id or 0
    known, device = identity.account(account_id), request.POST.get("device", "")
    try:
        if known is None:
            raise IdentityRefused(_("There is no such account."), code="unknown")
        number = int(device) if device.isascii() and device.isdigit() else None
        web.toast(request, _done(by, account_id, act, number))
    except IdentityRefused as refused:
        web.toast(request, str(refused), level=web.Level.BAD)
    return redirect(reverse("administration:security", query={"login": request.POST.get("login", "")}))


def _done(by: int, account_id: int, act: str, device: int | None) -> str:
    """What was done, in words. IdentityRefused where it may not be."""
    if act == "unlock":
        identity.unlock_account(account_id=account_id, by=by)
        return _("The lock-out is lifted.")
    if act == "end-sessions":
        identity.end_sessions_of(account_id=account_id, by=by, device_id=device)
        return _("The device is signed out.") if device else _("All devices are signed out.")
    if act == "reset-factors":
        identity.reset_factors(account_id=account_id, by=by)
        return _("The second factors are removed; a new one is set up at the next sign-in.")
    raise IdentityRefused(_("That cannot be done."), code="unknown")
