"""For staff: pools and what is in them, what waits for a batch, batches, why payouts failed."""

from collections import defaultdict
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import Cause, Figure, PayoutRefused, PayoutState, Pool
from . import words

SHOWN = 6  # pools with a bar of their own, those that move most; the others stand in a table


def seeing(request: HttpRequest) -> Actor:
    """Who asks, with figures; PermissionDenied for others."""
    actor = organisation.actor(request)
    if not api.may_see(actor):
        raise PermissionDenied
    return actor


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    return page(request, seeing(request))


def page(request: HttpRequest, actor: Actor, error: str = "") -> HttpResponse:
    pools = api.pools(actor=actor)
    busy = sorted(pools, key=lambda one: -(one.paid_fen + one.reserved_fen))
    figures = by_pool(api.figures(actor=actor))
    waiting = [_waits(one, figures) for one in pools if PayoutState.APPROVED in figures[one.code]]
    context = {
        "pools": [_pool(one) for one in busy[:SHOWN]],
        "others": [_pool(one) for one in busy[SHOWN:]],
        "total": _pool(_sum(pools)) if len(pools) > 1 else None,
        "waiting": waiting,
        "causes": [_cause(one, pools) for one in api.causes(actor=actor)],
        "batches": [
            (one, *words.BATCH[one.state], words.money(one.fen)) for one in api.batches(actor=actor, limit=20)
        ],
        "differences": len(api.differences(actor=actor, open_only=True)),
        "asked_back": sum(
            figures[one.code][PayoutState.RECOVERING].count
            for one in pools
            if PayoutState.RECOVERING in figures[one.code]
        ),
        "may_make": api.may_make(actor),
        "now": timezone.now(),
        "error": error,
    }
    return web.page(request, "payouts/desk.html", context, status=422 if error else 200)


def by_pool(figures: list[Figure]) -> Mapping[str, dict[PayoutState, Figure]]:
    found: dict[str, dict[PayoutState, Figure]] = defaultdict(dict)
    for one in figures:
        found[one.pool][one.state] = one
    return found


def _sum(pools: list[Pool]) -> Pool:
    parts = (sum(one.paid_fen for one in pools), sum(one.reserved_fen for one in pools))
    return Pool("", _("All pools"), "", 0, *parts, sum(one.free_fen for one in pools))


def _pool(one: Pool) -> dict[str, object]:
    """Widths in thousandths; what is there at all is seen, be it ever so little."""
    whole = max(1, one.total_fen)
    paid, reserved = (-(-fen * 1000 // whole) for fen in (one.paid_fen, one.reserved_fen))
    unit = organisation.unit(one.unit)
    return {
        "title": one.title,
        "year": str(one.year) if one.year else "",
        "unit": unit.name if unit else one.unit,
        "total": words.money(one.total_fen),
        "paid": words.money(one.paid_fen),
        "reserved": words.money(one.reserved_fen),
        "free": words.money(one.free_fen),
        "used": _used(one.paid_fen + one.reserved_fen, whole),
        "short": one.free_fen * 10 < one.total_fen,
        "bar": {"paid": str(paid), "reserved": str(reserved), "from": str(paid)},
    }


def _used(fen: int, whole: int) -> str:
    return _("less than a hundredth") if 0 < fen * 100 < whole else f"{fen * 100 // whole} %"


def _waits(one: Pool, figures: Mapping[str, dict[PayoutState, Figure]]) -> dict[str, object]:
    found = figures[one.code][PayoutState.APPROVED]
    return {"code": one.code, "title": one.title, "count": found.count, "sum": words.money(found.fen)}


def _cause(one: Cause, pools: list[Pool]) -> dict[str, object]:
    title = next((pool.title for pool in pools if pool.code == one.pool), one.pool)
    why, what = words.FAILURE[one.failure]
    again = one.failure == "bank"
    return {
        "pool": one.pool,
        "title": title,
        "why": why,
        "what": what,
        "count": one.count,
        "sum": words.money(one.fen),
        "again": again,
    }


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    actor = seeing(request)
    if not api.may_make(actor):
        raise PermissionDenied
    try:
        made = api.make_batch(actor=actor, pool=request.POST.get("pool", "")[:60])
    except PayoutRefused as refused:
        return page(request, actor, str(refused))
    web.toast(request, _("Batch %(number)s waits for a second person.") % {"number": made.number})
    return redirect("payouts:batch", made.id)


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    actor = seeing(request)
    if not api.may_make(actor):
        raise PermissionDenied
    try:
        many = api.send_again(actor=actor, pool=request.POST.get("pool", "")[:60])
    except PayoutRefused as refused:
        return page(request, actor, str(refused))
    said = ngettext("%(n)d payout waits for a batch again.", "%(n)d payouts wait for a batch again.", many)
    web.toast(request, said % {"n": many})
    return redirect("payouts:desk")
