"""What the bank's statements say otherwise, and how a person cleared it up."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import Difference, PayoutRefused
from . import words
from .desk import seeing


@require_GET
def differences(request: HttpRequest) -> HttpResponse:
    return _page(request, seeing(request))


def _page(request: HttpRequest, actor: Actor, error: str = "", wrong: int = 0) -> HttpResponse:
    found = api.differences(actor=actor)
    context = {
        "open": [_row(one) for one in found if not one.settled_by],
        "settled": [_row(one) for one in found if one.settled_by],
        "may_settle": api.may_approve(actor),
        "error": error,
        "wrong": wrong,
    }
    return web.page(request, "payouts/differences.html", context, status=422 if error else 200)


def _row(one: Difference) -> dict[str, object]:
    what, then = words.MISMATCH[one.kind]
    by = _("the city itself") if one.settled_by == "system" else one.settled_by
    sums = {"ours": words.money(one.ours_fen), "bank": words.money(one.bank_fen)}
    return {"one": one, "what": what, "then": then, "by": by, **sums}


@require_POST
def settle(request: HttpRequest, difference_id: int) -> HttpResponse:
    actor = seeing(request)
    if not api.may_approve(actor):
        raise PermissionDenied
    try:
        api.settle_difference(actor=actor, difference_id=difference_id, note=request.POST.get("note", ""))
    except LookupError as missing:
        raise Http404 from missing
    except PayoutRefused as refused:
        return _page(request, actor, str(refused), difference_id)
    web.toast(request, _("The difference is settled."))
    return redirect("payouts:differences")
