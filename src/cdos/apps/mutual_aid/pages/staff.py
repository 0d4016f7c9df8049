"""The union's desk: figures, and what waits for a person."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web
from cdos.nets.services.payments.api import in_words
from cdos.nets.services.payouts import api as payouts

from .. import api
from ..contracts import POOL, ClaimState, MutualRefused
from . import words


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, error: str = "") -> HttpResponse:
    actor = organisation.actor(request)
    try:
        found = api.figures(actor=actor)
    except LookupError as refused:
        raise PermissionDenied from refused
    try:
        pool = payouts.pool(POOL)
    except LookupError:
        pool = None
    context = {
        "figures": found,
        "rows": [(words.STATES[state][0], found.counts.get(state.value, 0)) for state in ClaimState],
        "paid": in_words(found.paid_fen),
        "waiting": in_words(found.waiting_fen),
        "pool": pool,
        "free": in_words(pool.free_fen) if pool else "",
        "total": in_words(pool.total_fen) if pool else "",
        "asking": [words.row(one) for one in found.asking],
        "may_decide": api.may_decide(actor),
        "now": timezone.now(),
        "error": error,
    }
    return web.page(request, "mutual_aid/desk.html", context, status=422 if error else 200)


@require_POST
def answer(request: HttpRequest, claim_id: int) -> HttpResponse:
    actor = organisation.staff(request)
    sent = request.POST
    try:
        api.answer(
            actor=actor,
            claim_id=claim_id,
            granted=sent.get("do") == "grant",
            reason=sent.get("reason", "")[:300],
        )
    except LookupError as missing:
        raise Http404 from missing
    except MutualRefused as refused:
        return _page(request, str(refused))
    return redirect("mutual_aid:desk")
