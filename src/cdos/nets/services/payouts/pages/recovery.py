"""Money that was paid and should not have been: ask it back, and note what came."""

from decimal import Decimal, InvalidOperation

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import Payout, PayoutRefused, PayoutState
from . import words
from .desk import seeing

STATES = (PayoutState.RECOVERING, PayoutState.RECOVERED)


@require_GET
def recovery(request: HttpRequest) -> HttpResponse:
    return _page(request, seeing(request), request.GET.get("key", ""))


def _page(request: HttpRequest, actor: Actor, key: str = "", error: str = "") -> HttpResponse:
    rows = api.payouts_in(actor=actor, states=STATES)
    chosen = _seen(actor, key) if key else None
    context = {
        "chosen": _row(chosen) if chosen else None,
        "key": key,
        "missing": bool(key) and chosen is None,
        "rows": [_row(one) for one in rows],
        "may_ask": api.may_approve(actor),
        "may_note": api.may_make(actor),
        "sent": request.POST,
        "error": error,
    }
    return web.page(request, "payouts/recovery.html", context, status=422 if error else 200)


def _seen(actor: Actor, key: str) -> Payout | None:
    """Only of pools whose figures the actor may see."""
    found = api.payout(key)
    pools = {one.code for one in api.pools(actor=actor)}
    return found if found and found.pool in pools else None


def _row(one: Payout) -> dict[str, object]:
    state, kind = words.PAYOUT[one.state]
    return {
        "one": one,
        "account": words.account(one.payee),
        "sum": words.money(one.fen),
        "asked": words.money(one.recover_fen),
        "back": words.money(one.recovered_fen),
        "open": words.money(one.recover_fen - one.recovered_fen),
        "most": words.money(one.fen - one.recover_fen),
        "waits": one.state is PayoutState.RECOVERING,
        "askable": one.state in {PayoutState.PAID, *STATES} and one.recover_fen < one.fen,
        "state": state,
        "kind": kind,
    }


def _fen(text: str) -> int:
    """Yuan as people write them: "1,200.50"."""
    try:
        fen = Decimal(text.replace(",", "").replace("，", "").strip()) * 100
        if fen != fen.to_integral_value() or not 0 < fen < 10**15:
            raise InvalidOperation
    except InvalidOperation as wrong:
        raise PayoutRefused(_("Please write the sum in yuan, like 1200.50.")) from wrong
    return int(fen)


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    actor, sent = seeing(request), request.POST
    if not api.may_approve(actor):
        raise PermissionDenied
    key, reason = sent.get("key", "")[:120], sent.get("reason", "").strip()
    try:
        if not reason:
            raise PayoutRefused(_("Please say why it is asked back."))
        if _seen(actor, key) is None:
            raise Http404
        api.ask_back(key=key, fen=_fen(sent.get("sum", "")), reason=reason, actor=actor)
    except PayoutRefused as refused:
        return _page(request, actor, key, str(refused))
    web.toast(request, _("It is asked back."))
    return redirect("payouts:recovery")


@require_POST
def came(request: HttpRequest) -> HttpResponse:
    actor, sent = seeing(request), request.POST
    if not api.may_make(actor):
        raise PermissionDenied
    key, receipt = sent.get("key", "")[:120], sent.get("receipt", "").strip()[:80]
    if _seen(actor, key) is None:
        raise Http404
    try:
        if not receipt:
            raise PayoutRefused(_("Please give the number of the receipt."))
        api.got_back(key=key, fen=_fen(sent.get("sum", "")), receipt=receipt, actor=actor)
    except PayoutRefused as refused:
        return _page(request, actor, "", str(refused))
    web.toast(request, _("Noted: the pool has the money again."))
    return redirect("payouts:recovery")
