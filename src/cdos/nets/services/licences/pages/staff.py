"""The staff side: look for a licence with a reason, issue, suspend, and take away by two people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.matters.api import needs
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import Act, LicenceRefused, LicenceState
from . import cards

AT_ONCE = {"suspend": Act.SUSPENDED, "resume": Act.RESUMED, "cancel": Act.CANCELLED}
BY_TWO = {"revoke": Act.REVOKED, "withdraw": Act.WITHDRAWN}
PAGE = 30


def _may(actor: Actor) -> bool:
    return api.may_work(actor=actor)


def nav(current: str) -> list[dict[str, Any]]:
    known = (("desk", "", _("Issued by us")), ("new", "new", _("Issue one")))
    return [
        {"text": text, "href": f"/staff/licences/{path}", "current": name == current}
        for name, path, text in known
    ]


@require_http_methods(["GET", "POST"])
@needs(_may)
def desk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A search is a POST: what is looked for is personal, and is not to stand in an address."""
    found, error = None, ""
    if request.method == "POST":
        words, reason = request.POST.get("words", ""), request.POST.get("reason", "")
        try:
            found = [cards.card(one) for one in api.find(actor=actor, words=words, reason=reason)]
        except LicenceRefused as refused:
            error = str(refused)
    before = request.GET.get("before", "")
    rows = api.issued_by(
        actor=actor, before=int(before) if before.isdecimal() and len(before) < 18 else None, limit=PAGE + 1
    )
    context = {
        "nav": nav("desk"),
        "found": found,
        "error": error,
        "sent": request.POST,
        "proposals": [(one, api.act_word(one.act)) for one in api.proposals(actor=actor)],
        "rows": [cards.card(one) for one in rows[:PAGE]],
        "next": rows[PAGE - 1].id if len(rows) > PAGE else None,
    }
    return web.page(request, "licences/desk.html", context, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
@needs(_may)
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    types, sent, error = api.types(), request.POST or request.GET, ""
    kind = types.get(sent.get("type", ""))
    if request.method == "POST" and kind is not None:
        values = {
            name: sent.get(f"value_{name}", "").strip()
            for name, _title in kind.fields
            if sent.get(f"value_{name}", "").strip()
        }
        try:
            made = api.issue_by_hand(
                actor=actor,
                type=kind.code,
                document=sent.get("document", ""),
                values=values,
                issuer=sent.get("issuer", ""),
                reason=sent.get("reason", ""),
                valid_until=api.good_day(sent.get("until", "")),
            )
        except LicenceRefused as refused:
            error = str(refused)
        else:
            web.toast(request, _("Issued. The holder has been told."))
            return redirect("licences:staff_licence", licence_id=made.id)
    units = [(code, name) for code in api.issuers(actor=actor) if (name := _unit_name(code))]
    context = {
        "nav": nav("new"),
        "types": sorted(types.values(), key=lambda one: one.definer),
        "kind": kind,
        "fields": [
            (f"value_{name}", title, sent.get(f"value_{name}", ""))
            for name, title in (kind.fields if kind else ())
        ],
        "units": units,
        "issuer": sent.get("issuer") or (api.usual_issuer(actor=actor, type=kind.code) if kind else ""),
        "sent": sent,
        "error": error,
    }
    return web.page(request, "licences/new.html", context, status=422 if error else 200)


def _unit_name(code: str) -> str:
    unit = organisation.unit(code)
    return unit.name if unit else ""


@require_GET
@needs(_may)
def licence(request: HttpRequest, actor: Actor, licence_id: int) -> HttpResponse:
    return _page(request, actor, licence_id)


def _page(
    request: HttpRequest, actor: Actor, licence_id: int, *, error: str = "", status: int = 200
) -> HttpResponse:
    found, events, proposals = api.for_staff(actor=actor, licence_id=licence_id)
    waiting = next((one for one in proposals if one.granted is None), None)
    leads = found.issuer in organisation.units_of(actor, Action.APPROVE)
    context = {
        "nav": nav(""),
        "card": cards.card(found),
        "licence": found,
        "rows": api.rows(found),
        "events": [(one, api.act_word(one.act)) for one in events],
        "waiting": waiting,
        "waiting_word": api.act_word(waiting.act) if waiting else "",
        "decides": waiting is not None and leads and waiting.asked_by_account != actor.account_id,
        "past": [(one, api.act_word(one.act)) for one in proposals if one.granted is not None],
        "valid": found.state is LicenceState.VALID,
        "suspended": found.state is LicenceState.SUSPENDED,
        "error": error,
        "sent": request.POST,
    }
    return web.page(request, "licences/staff_licence.html", context, status=status)


@require_POST
@needs(_may)
def act(request: HttpRequest, actor: Actor, licence_id: int, what: str) -> HttpResponse:
    """`suspend`, `resume`, `cancel` at once; `revoke`, `withdraw` are proposed."""
    reason, basis = request.POST.get("reason", ""), request.POST.get("basis", "")
    try:
        if what in AT_ONCE:
            api.move(actor=actor, licence_id=licence_id, act=AT_ONCE[what], reason=reason)
            web.toast(request, _("Done. The holder has been told."))
        elif what in BY_TWO:
            api.propose(actor=actor, licence_id=licence_id, act=BY_TWO[what], reason=reason, basis=basis)
            web.toast(request, _("Proposed. Somebody else who leads the unit decides."))
        else:
            raise LookupError(what)
    except LicenceRefused as refused:
        return _page(request, actor, licence_id, error=str(refused), status=422)
    return redirect("licences:staff_licence", licence_id=licence_id)


@require_POST
@needs(_may)
def decide(request: HttpRequest, actor: Actor, proposal_id: int) -> HttpResponse:
    granted, note = request.POST.get("granted") == "yes", request.POST.get("note", "")
    try:
        found = api.decide(actor=actor, proposal_id=proposal_id, granted=granted, note=note)
    except LicenceRefused as refused:
        web.toast(request, str(refused), level=web.Level.WARM)
        return redirect("licences:desk")
    web.toast(request, _("Decided."))
    return redirect("licences:staff_licence", licence_id=found.licence.id)
