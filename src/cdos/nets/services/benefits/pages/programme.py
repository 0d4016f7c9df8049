"""One programme: for who is signed in why, from which data, and the one tap; for a visitor the conditions in words."""

from dataclasses import replace
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.web import api as web
from cdos.nets.services.payouts import api as payouts

from .. import api
from ..contracts import Entitlement, EntitlementState, Explained, Line, Programme, Risk
from . import words
from .home import proven

MENDED = (EntitlementState.FAILED, EntitlementState.RETURNED)
OPEN = (
    EntitlementState.OFFERED, EntitlementState.CONFIRMED, EntitlementState.CHECKING, EntitlementState.APPROVED,
    EntitlementState.SENT, *MENDED, EntitlementState.RECOVERING,
)  # fmt: skip


@require_safe
@never_cache
def one(request: HttpRequest, code: str) -> HttpResponse:
    return shown(request, code)


def shown(request: HttpRequest, code: str, *, error: str = "", status: int = 200) -> HttpResponse:
    actor, programme = organisation.actor(request), found(code)
    context = about(programme) | {"error": error, "signed_in": actor.account_id is not None}
    context |= {"staff": actor.is_staff, "proven": proven(actor), "sent": request.POST if error else {}}
    explained = explain(actor, code)
    if explained is None:
        context |= {"conditions": conditions(programme), "for": words.FOR[programme.terms.about]}
        return web.page(request, "benefits/public.html", context, status=status)
    context |= own(actor, by_number(actor, explained, request))
    return web.page(request, "benefits/programme.html", context, status=status)


def found(code: str) -> Programme:
    try:
        return api.programme(code)
    except LookupError as missing:
        raise Http404 from missing


def explain(actor: Actor, code: str) -> Explained | None:
    """None: nobody is signed in who could have it, or it is for the other kind of party."""
    if not proven(actor):
        return None
    try:
        return api.explain(actor=actor, code=code)
    except LookupError:
        return None


def by_number(actor: Actor, explained: Explained, request: HttpRequest) -> Explained:
    """With the one that was asked for: two periods may be open at once. Another's, or another programme's, is not looked at."""
    wanted = request.GET.get("number", "") or request.POST.get("number", "")
    one = explained.entitlement
    if one is None or one.number != wanted:
        held = api.entitlements(actor=actor) if wanted else []
        code = explained.programme.code
        one = next((one for one in held if (one.number, one.programme) == (wanted, code)), None)
    if one is None:
        return explained
    return replace(explained, entitlement=one, may_claim=explained.may_claim and one.state not in OPEN)


def conditions(programme: Programme) -> list[Any]:
    node = api.conditions(programme)
    return rules.lines(node, get_language() or "zh-hans") if node else []


def about(programme: Programme) -> dict[str, Any]:
    terms = programme.terms
    unit = organisation.unit(terms.unit)
    others = [one for code in terms.excludes if (one := known(code))]
    today = timezone.localdate()
    return {
        "programme": programme,
        "terms": terms,
        "pays": words.pays(terms, api.conditions(programme)),
        "unit": unit.name if unit else "",
        "basis": rules.clause_in_words(terms.clause),
        "excludes": [(one.code, one.terms.title) for one in others],
        "group_most": words.money(terms.group_most_fen) if terms.group else "",
        "about": words.FOR[terms.about],
        "not_yet": terms.opens_on > today,
        "over": terms.closes_on is not None and terms.closes_on < today,
    }


def known(code: str) -> Programme | None:
    try:
        return api.programme(code)
    except LookupError:
        return None


def own(actor: Actor, explained: Explained) -> dict[str, Any]:
    one = explained.entitlement
    current = one if one is not None and not explained.may_claim else None
    asks = current is not None and current.state in (EntitlementState.OFFERED, *MENDED)
    account = api.account(actor=actor) if asks or explained.may_claim else None
    return {
        "explained": explained,
        "sum": words.sum_of(explained.programme.terms, explained.fen),
        "groups": grouped(explained.lines),
        "missing": sum(one.stands for one in explained.lines if one.truth.value == "unknown"),
        "tail": account.account[-4:] if account else "",
        "bank": account.bank if account else "",
        "dry": (asks or explained.may_claim) and dry(explained),
        "checked": explained.programme.terms.risk is Risk.CHECK,
        **state(actor, one),
    }


def state(actor: Actor, one: Entitlement | None) -> dict[str, Any]:
    """How far what was offered or claimed has come."""
    if one is None:
        return {"one": None}
    text, kind, icon = words.state(one)
    return {
        "one": one,
        "one_sum": words.money(one.fen),
        "one_period": words.period(one.period),
        "state": text,
        "kind": kind,
        "icon": icon,
        "next": words.NEXT[one.state],
        "reason": words.said(one.reason),
        "progress": words.progress(one),
        "mend": one.state in MENDED,
        "history": list(reversed(api.history(actor=actor, number=one.number))),
    }


def dry(explained: Explained) -> bool:
    """The pool has not enough left for it: a yes now waits for money."""
    try:
        pool = payouts.pool(explained.programme.terms.pool)
    except LookupError:
        return False
    return explained.fen is not None and pool.free_fen < explained.fen


def grouped(lines: tuple[Line, ...]) -> list[tuple[bool, list[dict[str, Any]]]]:
    """What stands in the way first, then the others in order; those of which one is enough together."""
    made, parts = [], [list(held) for _place, held in groupby(enumerate(lines), key=_part)]
    parts.sort(key=lambda held: not any(line.stands for _at, line in held))
    in_order = [line for held in parts for _at, line in held]
    for number, held in groupby(in_order, key=lambda line: line.one_of):
        made.append((number > 0, [row(line) for line in held]))
    return made


def _part(placed: tuple[int, Line]) -> tuple[int, int]:
    """A group is one part, and so is each condition that stands alone."""
    at, line = placed
    return line.one_of, 0 if line.one_of else at


def row(line: Line) -> dict[str, Any]:
    word, kind, icon = words.truth(line)
    return {"line": line, "word": word, "kind": kind, "icon": icon}
