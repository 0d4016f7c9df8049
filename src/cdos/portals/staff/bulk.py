"""Several matters at once: first a page that shows what would be done to each, then doing it, each for itself."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cdos.base.matters.contracts import MatterInfo, MoveRefused, OfferedMove
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from . import actions, lists, matter_pane, workbench

MOST = lists.ROWS
DISPATCHES = ("dispatch", "redispatch")


@dataclass(frozen=True, slots=True)
class Planned:
    """One of the chosen matters: what would be done, or why it cannot be."""

    matter: MatterInfo
    place: str
    act: actions.Act | None
    words: str = ""
    reason: str = ""
    confidence: float | None = None
    result: str = ""
    good: bool = False


def titles() -> dict[str, str]:
    return {
        "dispatch": _("Dispatch as proposed"),
        "urge": _("Urge"),
        "comment": _("Comment"),
    }


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    if away := workbench.to_sign_in(request):
        return away
    actor, kind = workbench.staff_actor(request), request.POST.get("do", "")
    if kind not in titles():
        kind = "comment"
    text = request.POST.get("text", "").strip()
    plans = [plan for number in chosen(request) if (plan := planned(actor, number, kind, text))]
    confirmed = request.POST.get("confirmed") == "yes"
    error = _("Please write something first.") if confirmed and kind != "dispatch" and not text else ""
    if confirmed and not error:
        plans = [carried_out(plan) for plan in plans]
    context = {
        "plans": plans,
        "ready": sum(1 for plan in plans if plan.act),
        "kind": kind,
        "title": titles()[kind],
        "text": text,
        "error": error,
        "done": confirmed and not error,
        "good": sum(1 for plan in plans if plan.good),
        "here": lists.address(request.GET, "staff:bulk", matter=""),
        "back": lists.address(request.GET, matter="", select=""),
    }
    return web.page(request, "staff/bulk.html", context, status=422 if error else 200)


def chosen(request: HttpRequest) -> list[str]:
    """Numbers, each once, no more than a page of the list."""
    return list(dict.fromkeys(request.POST.getlist("number")))[:MOST]


def planned(actor: Actor, number: str, kind: str, text: str) -> Planned | None:
    """None for what the actor may not see."""
    pane = matter_pane.pane(actor, number)
    if pane is None:
        return None
    plan = Planned(pane.matter, pane.place, None)
    if kind == "dispatch":
        return _dispatch(actor, pane, plan)
    if kind == "comment":
        return Planned(pane.matter, pane.place, actions.Act(actor, number, "comment", {"text": text}))
    if not offers(pane.look.moves, "urge"):
        return Planned(pane.matter, pane.place, None, reason=_("It cannot be urged now."))
    act = actions.Act(actor, number, "urge", {"reason": text}, pane.matter.version)
    return Planned(pane.matter, pane.place, act)


def offers(moves: tuple[OfferedMove, ...], name: str) -> bool:
    return any(move.name == name for move in moves)


def _dispatch(actor: Actor, pane: matter_pane.Pane, plan: Planned) -> Planned:
    first = pane.first
    if first is None or first.move.name not in DISPATCHES:
        return Planned(
            plan.matter, plan.place, None, reason=_("There is no proposal. Please choose by hand.")
        )
    act = actions.Act(actor, plan.matter.number, first.move.name, first.data, plan.matter.version)
    return Planned(plan.matter, plan.place, act, first.words, first.reason, first.confidence)


def carried_out(plan: Planned) -> Planned:
    if plan.act is None:
        return plan
    try:
        said = actions.do(plan.act).said
    except (MoveRefused, LookupError) as refused:
        return Planned(plan.matter, plan.place, plan.act, plan.words, result=str(refused))
    return Planned(plan.matter, plan.place, plan.act, plan.words, result=said, good=True)
