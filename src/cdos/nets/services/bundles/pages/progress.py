"""Where a bundle stands: part by part, who has it, until when; withdraw one part or all."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import Case
from . import words


def _case(actor: Actor, number: str) -> tuple[Case, Actor]:
    try:
        return api.case(actor=actor, number=number)
    except (LookupError, NotAllowed) as missing:
        raise Http404(number) from missing


@require_GET
def shown(request: HttpRequest, number: str) -> HttpResponse:
    case, seeing = _case(organisation.actor(request), number)
    return _page(request, case, seeing)


def _page(request: HttpRequest, case: Case, seeing: Actor, error: str = "") -> HttpResponse:
    mine = "subject" in matters.parts_of(actor=seeing, number=case.number)
    context = {
        "case": case,
        "parts": [(part, *words.STATUS[part.status]) for part in case.parts],
        "fee": words.money(case.fen) if case.fen else "",
        "mine": mine,
        "error": error,
        "ended": len([part for part in case.parts if not part.may_withdraw]),
        "state_title": _(matters.flow("bundle").state(case.state).title),
        "timeline": matters.timeline(actor=seeing, number=case.number)[::-1],
    }
    return web.page(
        request, "bundles/matter.html", context, 422 if error else 200, fragment="bundles/parts/matter.html"
    )


@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    actor = organisation.actor(request)
    case, seeing = _case(actor, number)
    sent = request.POST
    try:
        api.withdraw(
            actor=seeing, number=number, item=sent.get("item", "")[:80], reason=sent.get("reason", "")[:500]
        )
    except NotAllowed as refused:
        raise Http404(number) from refused
    except MoveRefused as refused:
        return _page(request, case, seeing, str(refused))
    web.toast(request, _("Withdrawn."))
    return redirect("bundles:matter", number=number)
