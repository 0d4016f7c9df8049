"""Accounts of staff: created, stopped, opened again, given a new password that the administrator never sees."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import IdentityRefused, StaffAccount
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.web import api as web

from .asking import administrator

A_PAGE = 25


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """The list, searched by a part of login or name; a POST creates an account."""
    actor = administrator(request, Action.MANAGE_STAFF)
    if not isinstance(actor, Actor):
        return actor
    error, typed = "", {name: request.POST.get(name, "") for name in ("login", "name", "phone")}
    if request.method == "POST":
        try:
            made = _create(actor, typed)
        except (IdentityRefused, ValueError) as refused:
            error = str(refused)
        else:
            web.toast(
                request, _("Created. They set their first password by a code to their phone, within a week.")
            )
            return redirect(reverse("administration:accounts") + f"?q={made}")
    return web.page(
        request, "administration/accounts.html", _context(request, error, typed), 422 if error else 200
    )


def _create(actor: Actor, typed: Mapping[str, str]) -> str:
    """The login of the new account."""
    if not typed["login"].strip():
        raise IdentityRefused(_("Enter a login."), code="login")
    return identity.create_staff(by=actor.account_id, **typed).login


def _context(request: HttpRequest, error: str, typed: Mapping[str, str]) -> dict[str, object]:
    query, after = request.GET.get("q", "").strip()[:100], request.GET.get("after", "")
    rows = identity.staff_accounts(
        query=query, limit=A_PAGE + 1, after=int(after) if after.isascii() and after.isdigit() else 0
    )
    return {
        "rows": [{"account": row, "posts": _posts(row)} for row in rows[:A_PAGE]],
        "following": rows[A_PAGE - 1].id if len(rows) > A_PAGE else None,
        "query": query,
        "error": error,
        "typed": typed,
    }


def _posts(row: StaffAccount) -> list[str]:
    held = organisation.appointments(account_id=row.id)
    return [f"{one.unit_name} · {organisation.role_name(one.role)}" for one in held]


@require_POST
def change(request: HttpRequest, account_id: int, act: str) -> HttpResponse:
    actor = administrator(request, Action.MANAGE_STAFF)
    if not isinstance(actor, Actor):
        return actor
    by = actor.account_id or 0
    try:
        web.toast(request, _done(by, account_id, act, request.POST.get("phone", "")))
    except (IdentityRefused, ValueError) as refused:
        web.toast(request, str(refused), level=web.Level.BAD)
    return redirect(reverse("administration:accounts") + f"?q={request.POST.get('q', '')}")


def _done(by: int, account_id: int, act: str, phone: str) -> str:
    """What was done, in words. IdentityRefused where it may not be."""
    known = identity.account(account_id)
    if known is None or not known.is_staff:
        raise IdentityRefused(_("There is no such account of staff."), code="unknown")
    if act in {"stop", "start"}:
        identity.switch(account_id=account_id, active=act == "start", by=by)
        return _("The account is stopped.") if act == "stop" else _("The account is open again.")
    if act == "reset":
        identity.reset_password(account_id=account_id, by=by, phone=phone)
        return _("The old password has ended; they set a new one by a code to their phone, within a day.")
    raise IdentityRefused(_("That cannot be done."), code="unknown")
