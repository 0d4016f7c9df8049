"""One batch: what is in it, who made and who approves it, how far the bank is."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import Batch, BatchState, Payout, PayoutRefused, PayoutState
from . import words
from .desk import seeing

SHOWN = 100


@require_GET
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    return _page(request, seeing(request), batch_id)


def _page(request: HttpRequest, actor: Actor, batch_id: int, error: str = "") -> HttpResponse:
    page, failed = _page_number(request), request.GET.get("only") == "failed"
    try:
        one = api.batch(actor=actor, batch_id=batch_id)
        rows = api.batch_payouts(
            actor=actor, batch_id=batch_id, limit=SHOWN + 1, offset=(page - 1) * SHOWN, failed=failed
        )
    except LookupError as missing:
        raise Http404 from missing
    mine = api.made_by(actor=actor, batch_id=batch_id)
    state, kind = words.BATCH[one.state]
    context = {
        "batch": one,
        "state": state,
        "kind": kind,
        "sum": words.money(one.fen),
        "paid_sum": words.money(one.paid_fen),
        "left": max(0, one.count - one.paid - one.failed),
        "rows": [_row(payout) for payout in rows[:SHOWN]],
        "failed": failed,
        "first": (page - 1) * SHOWN + 1,
        "last": (page - 1) * SHOWN + len(rows[:SHOWN]),
        "previous": page - 1,
        "next": page + 1 if len(rows) > SHOWN else 0,
        "moving": one.state in {BatchState.SENDING, BatchState.SENT},
        "may_approve": one.state is BatchState.MADE and api.may_approve(actor) and not mine,
        "may_take_back": one.state is BatchState.MADE and (mine or api.may_approve(actor)),
        "mine": mine,
        "may_drop": api.may_approve(actor),
        "error": error,
    }
    return web.page(request, "payouts/batch.html", context, status=422 if error else 200)


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1


def _row(payout: Payout) -> dict[str, object]:
    state, kind = words.PAYOUT[payout.state]
    why = words.FAILURE[payout.failure][0] if payout.failure else ""
    asked = payout.state in {PayoutState.PAID, PayoutState.RECOVERING, PayoutState.RECOVERED}
    return {
        "title": payout.title,
        "key": payout.key,
        "account": words.account(payout.payee),
        "sum": words.money(payout.fen),
        "state": state,
        "kind": kind,
        "why": why,
        "paid_at": payout.paid_at,
        "paid": asked,
        "back": payout.state in {PayoutState.FAILED, PayoutState.RETURNED},
    }


@require_POST
def decide(request: HttpRequest, batch_id: int) -> HttpResponse:
    actor = seeing(request)
    if not (api.may_make(actor) or api.may_approve(actor)):
        raise PermissionDenied
    try:
        said = _decide(request, actor, batch_id)
    except LookupError as missing:
        raise Http404 from missing
    except PayoutRefused as refused:
        return _page(request, actor, batch_id, str(refused))
    web.toast(request, said)
    return redirect("payouts:batch", batch_id)


def _decide(request: HttpRequest, actor: Actor, batch_id: int) -> str:
    api.batch(actor=actor, batch_id=batch_id)
    if request.POST.get("do") == "approve":
        return _approved(api.approve_batch(actor=actor, batch_id=batch_id))
    if request.POST.get("do") == "drop":
        api.drop(
            actor=actor, key=request.POST.get("key", "")[:120], reason=request.POST.get("reason", "")[:300]
        )
        return _("Dropped. The pool has the money again.")
    api.refuse_batch(actor=actor, batch_id=batch_id, reason=request.POST.get("reason", ""))
    return _("Refused. Its payouts wait for another batch.")


def _approved(one: Batch) -> str:
    return _("Approved. Batch %(number)s is being handed to the bank.") % {"number": one.number}
