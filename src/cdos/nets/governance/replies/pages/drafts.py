"""The page on which a clerk answers from a draft: what it is made of stands beside it, the words are the clerk's."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.nets.governance.appeals import api as appeals

from .. import api
from ..contracts import Draft, PieceKind

OUTCOMES = [
    ("", gettext_lazy("Please choose")),
    ("solved", gettext_lazy("Solved")),
    ("explained", gettext_lazy("Explained")),
    ("not_possible", gettext_lazy("Not possible")),
]
KINDS = {
    PieceKind.TEMPLATE: gettext_lazy("Template"),
    PieceKind.PRECEDENT: gettext_lazy("Similar appeal"),
    PieceKind.KNOWLEDGE: gettext_lazy("Knowledge base"),
}


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """GET with `piece`s makes the draft anew of these; POST sends what the clerk wrote."""
    actor = organisation.actor(request)
    given = request.POST if request.method == "POST" else request.GET
    picked = given.getlist("piece") if "picked" in given else None
    try:
        made = api.draft(actor=actor, number=number, language=given.get("language", ""), picked=picked)
        if request.method == "GET":
            return _page(request, actor, made)
        return _send(request, actor, made)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused


def _send(request: HttpRequest, actor: Actor, made: Draft) -> HttpResponse:
    sent = request.POST
    version = sent.get("version", "")
    try:
        api.send(
            actor=actor,
            number=made.number,
            text=sent.get("text", ""),
            outcome=sent.get("outcome", ""),
            evidence=sent.get("evidence", ""),
            language=made.language,
            picked=[one.mark for one in made.chosen],
            version=int(version) if version.isdecimal() and len(version) < 10 else None,
        )
    except NotAllowed:
        raise
    except MoveRefused as refused:
        return _page(request, actor, made, str(refused))
    web.toast(request, _("The reply is sent."))
    query = urlencode({"queue": "all", "matter": made.number})
    return redirect(f"{reverse('staff:workbench')}?{query}")


def _page(request: HttpRequest, actor: Actor, made: Draft, error: str = "") -> HttpResponse:
    sent = request.POST if error else None
    view = appeals.appeal(actor=actor, number=made.number)
    context = {
        "view": view,
        "draft": made,
        "pieces": [(one, KINDS[one.kind], one in made.chosen) for one in (*made.chosen, *made.others)],
        "text": sent.get("text", "") if sent else made.text,
        "outcome": sent.get("outcome", "") if sent else made.outcome,
        "evidence": sent.get("evidence", "") if sent else "",
        "outcomes": OUTCOMES,
        "languages": settings.LANGUAGES,
        "may_send": any(move.name in ("reply", "answer") for move in view.moves),
        "error": error,
    }
    return web.page(request, "replies/draft.html", context, status=422 if error else 200)
