"""A person's own pages: whether and why, the agreement, the code, the visits, and repaying."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cdos.base.matters import api as matters
from cdos.base.matters.api import own_page
from cdos.base.organisation.contracts import Actor
from cdos.base.rules.contracts import Truth
from cdos.base.web import api as web
from cdos.nets.services.payments.api import in_words

from .. import api
from ..contracts import ENDED, IN_DEFAULT, CareRefused, Code, Mine, VisitState
from . import words


@require_safe
@own_page
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    return _home(request, actor)


def _home(request: HttpRequest, actor: Actor, *, error: str = "", code: Code | None = None) -> HttpResponse:
    try:
        mine = api.mine(actor=actor)
    except CareRefused as refused:
        return web.page(request, "credit_care/home.html", {"nobody": str(refused)})
    context = {**_shown(mine), "error": error, "code": code}
    return web.page(request, "credit_care/home.html", context, status=422 if error else 200)


def _shown(mine: Mine) -> dict[str, Any]:
    limit = mine.agreement.limit_fen if mine.agreement else mine.eligibility.limit_fen
    unknown = mine.eligibility.truth is Truth.UNKNOWN
    enquiry = mine.enquiry
    return {
        "mine": mine,
        "limit": in_words(limit),
        "limit_fen": limit,
        "free": in_words(mine.free_fen),
        "used": in_words(mine.used_fen),
        "rows": [words.row(one) for one in mine.visits],
        "in_default": [words.row(one) for one in mine.visits if one.state in IN_DEFAULT],
        "reasons": mine.eligibility.reasons,
        "may_allow": bool(mine.eligibility.ask_sources),
        "may_sign": mine.eligibility.truth is Truth.YES or (unknown and bool(enquiry and enquiry.granted)),
        "may_ask": unknown and not mine.eligibility.ask_sources and not (enquiry and enquiry.granted),
        "waiting": bool(enquiry and enquiry.granted is None),
        "may_end": not mine.used_fen and all(one.state in ENDED for one in mine.visits),
        "days": settings.CARE_DAYS,
        "grace": settings.CARE_GRACE_DAYS,
    }


SAID = {
    "sign": lambda: _("Signed. At the hospital, show the code below at the desk."),
    "end": lambda: _("The agreement is ended."),
    "ask": lambda: _("A person of the office looks at it; you will be told here."),
}


@require_POST
@own_page
def act(request: HttpRequest, actor: Actor, do: str) -> HttpResponse:
    verbs: dict[str, Callable[..., object]] = {
        "allow": api.allow,
        "sign": api.sign,
        "end": api.end,
        "ask": api.ask_person,
    }
    try:
        if do == "code":
            return _home(request, actor, code=api.code(actor=actor))
        if do not in verbs:
            raise Http404(do)
        if do == "sign" and not request.POST.get("agreed"):
            raise CareRefused(_("Please read the agreement and tick that you agree."))
        verbs[do](actor=actor)
    except CareRefused as refused:
        return _home(request, actor, error=str(refused))
    if do in SAID:
        web.toast(request, SAID[do]())
    return redirect("credit_care:home")


@require_safe
@own_page
def visit(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    return _visit(request, actor, number)


def _visit(
    request: HttpRequest, actor: Actor, number: str, *, error: str = "", sum_typed: str = ""
) -> HttpResponse:
    try:
        found, moved = api.visit(actor=actor, number=number)
    except LookupError as missing:
        raise Http404(number) from missing
    failed = next((one for one in moved if one.way == "collect"), None)
    left = found.owed_fen - found.collecting_fen
    context = {
        **words.row(found),
        "sentence": words.sentence(found.state),
        "ended": found.state in ENDED,
        "in_default": found.state in IN_DEFAULT,
        "moving": found.state is VisitState.ADVANCING or found.collecting_fen > 0,
        "may_repay": left > 0 and found.state is not VisitState.ADVANCING,
        "left": in_words(left),
        "typed": sum_typed or words.typed(left),
        "failure": failed.failure if failed and failed.state == "refused" else "",
        "error": error,
        "timeline": matters.timeline(actor=actor, number=number)[::-1],
    }
    return web.page(
        request,
        "credit_care/visit.html",
        context,
        status=422 if error else 200,
        fragment="credit_care/parts/visit.html",
    )


@require_POST
@own_page
def repay(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    sent = request.POST.get("sum", "")[:20]
    try:
        api.repay(actor=actor, number=number, fen=words.fen_of(sent))
    except LookupError as missing:
        raise Http404(number) from missing
    except CareRefused as refused:
        return _visit(request, actor, number, error=str(refused), sum_typed=sent)
    return redirect("credit_care:visit", number=number)
