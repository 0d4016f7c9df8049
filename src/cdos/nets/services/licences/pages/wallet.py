"""The holder's side: the wallet, one licence with its QR code and its uses, copies, the way into another wallet."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.files import api as files
from cdos.base.matters.api import signed_in
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import LicenceRefused
from . import cards


@require_GET
@signed_in
def wallet(request: HttpRequest, actor: Actor) -> HttpResponse:
    found = [cards.card(one) for one in api.own(actor=actor)]
    papers = [(one, files.url(one.token)) for one in api.own_documents(actor=actor)]
    context = {
        "valid": [one for one in found if one.licence.valid],
        "others": [one for one in found if not one.licence.valid],
        "papers": papers,
        "running": sum(line.running for line in _lines(actor)),
    }
    return web.page(request, "licences/wallet.html", context)


def _lines(actor: Actor) -> list[cards.UseLine]:
    now, held = timezone.now(), {one.id: one for one in api.own(actor=actor)}
    return [cards.use_line(use, now, held.get(use.licence_id)) for use in api.own_uses(actor=actor)]


@require_GET
@signed_in
def uses(request: HttpRequest, actor: Actor) -> HttpResponse:
    return web.page(request, "licences/uses.html", {"lines": _lines(actor)})


@require_GET
@signed_in
def licence(request: HttpRequest, actor: Actor, licence_id: int) -> HttpResponse:
    return _page(request, actor, licence_id)


def _page(
    request: HttpRequest, actor: Actor, licence_id: int, *, error: str = "", status: int = 200
) -> HttpResponse:
    found = api.own_licence(actor=actor, licence_id=licence_id)
    events, uses_ = api.own_history(actor=actor, licence_id=licence_id)
    now = timezone.now()
    context = {
        "card": cards.card(found),
        "licence": found,
        "rows": api.rows(found),
        "code": api.spaced(found.verify_code),
        "qr": cards.qr(request, found),
        "lines": [cards.use_line(use, now) for use in uses_],
        "events": [(one, api.act_word(one.act)) for one in events],
        "error": error,
        "sent": request.POST,
        "until": request.POST.get("until") or f"{api.usual_end():%Y-%m-%d}",
        "fields": [(name, title) for name, title in found.type.fields if name in found.values],
    }
    return web.page(request, "licences/licence.html", context, status=status)


@require_POST
@signed_in
def copy(request: HttpRequest, actor: Actor, licence_id: int) -> HttpResponse:
    """The copy itself: the browser saves or shows it."""
    sent = request.POST
    try:
        until = date.fromisoformat(sent.get("until", ""))
    except ValueError:
        return _page(request, actor, licence_id, error=_("Please choose until when."), status=422)
    try:
        made = api.give_copy(
            actor=actor,
            licence_id=licence_id,
            purpose=sent.get("purpose", ""),
            by=sent.get("by", ""),
            until=until,
        )
    except LicenceRefused as refused:
        return _page(request, actor, licence_id, error=str(refused), status=422)
    web.toast(request, _("The copy is made. You find it under “Who used it”."))
    return redirect(files.url(made.token) + "?download=1")


@require_POST
@signed_in
def credential(request: HttpRequest, actor: Actor, licence_id: int) -> HttpResponse:
    """As a file for another wallet; only the fields that were ticked are disclosed."""
    try:
        token = api.export_own(actor=actor, licence_id=licence_id, fields=request.POST.getlist("field"))
    except LicenceRefused as refused:
        return _page(request, actor, licence_id, error=str(refused), status=422)
    answer = HttpResponse(token, content_type="application/dc+sd-jwt")
    answer["Content-Disposition"] = f'attachment; filename="licence-{licence_id}.sd-jwt"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@signed_in
def stop(request: HttpRequest, actor: Actor, use_id: int) -> HttpResponse:
    try:
        use = api.stop(actor=actor, use_id=use_id)
    except LicenceRefused as refused:
        web.toast(request, str(refused), level=web.Level.WARM)
        return redirect("licences:uses")
    web.toast(request, _("This use has ended. A copy that is still about is refused when it is verified."))
    return redirect("licences:licence", licence_id=use.licence_id)
