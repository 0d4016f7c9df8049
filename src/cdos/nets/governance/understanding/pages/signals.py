"""What an appeal's own words say, on the matter pane: proposals with their reasons; the clerk decides."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cdos.base.matters.contracts import NotAllowed, Urgency
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.nets.governance.appeals.contracts import AppealView, Proposal

from .. import api
from ..contracts import Mood
from .access import staff
from .words import DANGERS

MOODS: dict[str, tuple[Promise, str]] = {
    Mood.THANKFUL.value: (gettext_lazy("thankful"), "good"),
    Mood.CALM.value: (gettext_lazy("calm"), "info"),
    Mood.UPSET.value: (gettext_lazy("upset"), "warm"),
    Mood.ANGRY.value: (gettext_lazy("angry"), "bad"),
}
MOVES = ("dispatch", "redispatch")


@require_GET
def signals(request: HttpRequest, number: str) -> HttpResponse:
    context = _context(staff(request), number)
    return web.page(
        request, "understanding/signals.html", context, fragment="understanding/parts/signals.html"
    )


def _context(actor: Actor, number: str) -> dict[str, Any]:
    try:
        said = api.understood(actor=actor, number=number)
    except NotAllowed as refused:
        raise PermissionDenied from refused
    except LookupError as missing:
        raise Http404 from missing
    view, found, proposal = said.view, said.signals, said.proposal
    used = {tag.id for tag in said.tags}
    names = {move.name for move in view.moves}
    title, kind = MOODS[found.mood.value]
    return {
        "number": view.matter.number,
        "signals": found,
        "dangers": [(one, DANGERS[one.kind.value]) for one in found.dangers],
        "mood": title,
        "mood_kind": kind,
        "tags": said.tags,
        "files": said.files,
        "offered_tags": [one for one in found.tags if one.tag.id not in used],
        "may_mark_urgent": found.urgent and "classify" in names and view.matter.urgency is not Urgency.URGENT,
        "choices": _choices(view, proposal),
        "move": next((name for name in MOVES if name in names), ""),
        "learned": _learned(proposal),
        "proposal": proposal,
        "version": view.matter.version,
    }


def _choices(view: AppealView, proposal: Proposal) -> list[dict[str, Any]]:
    """The two likeliest items to choose between, where the first is not sure enough to stand alone."""
    if proposal.named or proposal.confidence >= api.choice().second_below:
        return []
    found = [(proposal.item, proposal.unit, proposal.confidence, proposal.words)] if proposal.item else []
    found += [(one.item, one.unit, one.confidence, one.words) for one in proposal.alternatives]
    return [
        {"item": item, "unit": unit, "confidence": confidence, "words": words}
        for item, unit, confidence, words in found[:2]
    ]


def _learned(proposal: Proposal) -> dict[str, Any] | None:
    said = proposal.learned
    if said is None:
        return None
    names = [(label.rpartition("/")[2], chance) for label, chance in said.chances[:2]]
    if said.level == "item":
        known = {one.item.code: one.item.name for one in proposal.alternatives}
        known |= {proposal.item.code: proposal.item.name} if proposal.item else {}
        names = [(known.get(label, label), chance) for label, chance in names]
    return {"names": names, "sure": said.sure, "words": said.words, "model": said.model}


@require_POST
def read_files(request: HttpRequest, number: str) -> HttpResponse:
    try:
        api.read_files(actor=staff(request), number=number)
    except NotAllowed as refused:
        raise PermissionDenied from refused
    except LookupError as missing:
        raise Http404 from missing
    web.toast(request, _("The clips and photos are being read; open this again in a moment."))
    return redirect("staff:matter", number=number)


@require_POST
def tag(request: HttpRequest, number: str, tag: int) -> HttpResponse:
    actor = staff(request)
    change = api.take_tag if request.POST.get("do") == "take" else api.put_tag
    try:
        change(actor=actor, number=number, tag_id=tag)
    except NotAllowed as refused:
        raise PermissionDenied from refused
    except LookupError as missing:
        raise Http404 from missing
    if request.headers.get("HX-Request"):
        return web.page(
            request,
            "understanding/signals.html",
            _context(actor, number),
            fragment="understanding/parts/signals.html",
        )
    web.toast(request, _("Saved."))
    return redirect("understanding:signals", number=number)
