"""What is looked at: sampling plans, experience officers, and their tasks."""

from random import SystemRandom
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor, AreaLevel
from cdos.base.web import api as web

from .. import api
from ..contracts import ClosureRefused, Grouping, PlanInfo, VisitInfo
from ..logic import words
from . import asking
from .nav import nav


@require_GET
def sampling(request: HttpRequest) -> HttpResponse:
    return asking.to_sign_in(request) or _page(request)


def _page(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    actor = asking.may(request, Action.SUPERVISE)
    districts = [(area.code, area.name) for area in organisation.areas(level=AreaLevel.DISTRICT)]
    context = {
        "nav": nav("sampling"),
        "plans": [(one, in_words(one)) for one in api.plans(actor=actor)],
        "officers": api.officers_of(actor=actor),
        "visits": [(one, state(one)) for one in api.visits(actor=actor)],
        "districts": [("", _("The whole city")), *districts],
        "groupings": [(one.value, words.grouping(one)) for one in Grouping],
        "kinds": [("volunteer", _("Volunteer")), ("staff", _("Staff"))],
        "seed": SystemRandom().randint(1, 999_999),
        "error": error,
        "typed": request.POST,
    }
    return web.page(request, "closure/sampling.html", context, status=status)


def in_words(plan: PlanInfo) -> str:
    return {
        Grouping.DISTRICT: _("{count} solved answers a week of each district"),
        Grouping.UNIT: _("{count} solved answers a week of each unit"),
        Grouping.ITEM: _("{count} solved answers a week of each item"),
    }[plan.by].format(count=plan.per_group)


def state(visit: VisitInfo) -> str:
    if visit.verdict is not None and visit.state == "done":
        return words.verdict(visit.verdict)
    return {
        "open": _("Nobody took it yet"),
        "taken": _("Taken by {name}").format(name=visit.officer_name),
        "dropped": _("Dropped"),
    }.get(visit.state, visit.state)


@require_POST
def act(request: HttpRequest, what: str) -> HttpResponse:
    """`plan`, `stop`, `draw`, `enrol`, `end`, `look`, `drop`."""
    if away := asking.to_sign_in(request):
        return away
    actor = asking.may(request, Action.SUPERVISE)
    try:
        said = _do(request, actor, what)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except ClosureRefused as refused:
        return _page(request, error=str(refused), status=422)
    web.toast(request, said)
    return redirect("closure:sampling")


def _do(request: HttpRequest, actor: Actor, what: str) -> str:
    sent = {name: str(value) for name, value in request.POST.items()}
    key = asking.number(sent.get("id", ""), most=2_000_000_000)
    done: dict[str, Any] = {
        "plan": lambda: _plan(actor, sent),
        "stop": lambda: _said(api.stop_plan(actor=actor, plan_id=key), _("Stopped.")),
        "draw": lambda: _("Drawn: {count} places.").format(count=api.draw_samples()),
        "enrol": lambda: _enrol(actor, sent),
        "end": lambda: _said(api.end_officer(actor=actor, officer_id=key), _("Ended. Thank them.")),
        "look": lambda: _look(actor, key),
        "drop": lambda: _said(api.drop_visit(actor=actor, visit_id=key), _("Dropped.")),
    }
    return str(done[what]())


def _said(_nothing: None, words: str) -> str:
    return words


def _plan(actor: Actor, sent: dict[str, str]) -> str:
    api.add_plan(
        actor=actor,
        by=sent.get("by", ""),
        per_group=asking.number(sent.get("per_group", "")),
        district=sent.get("district", ""),
        seed=asking.number(sent.get("seed", ""), most=999_999, otherwise=1),
    )
    return _("Planned. The sample is drawn each Monday.")


def _enrol(actor: Actor, sent: dict[str, str]) -> str:
    api.enrol_officer(
        actor=actor,
        login=sent.get("login", ""),
        kind=sent.get("kind", ""),
        district=sent.get("district", ""),
    )
    return _("Enrolled, and told so.")


def _look(actor: Actor, answer: int) -> str:
    sent = api.send_to_look(actor=actor, answer_id=answer)
    return _("An officer is asked to look.") if sent else _("That was asked this week already.")
