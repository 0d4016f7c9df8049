"""Ideas for everybody: read, propose, vote, withdraw. Works without JavaScript."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.matters.contracts import MoveRefused
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api
from ..contracts import MAX_TEXT, IdeaRefused

VERBS = {"vote": api.vote, "take-back": api.take_back, "withdraw": api.withdraw}


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    state, order, number = (request.GET.get(name, "") for name in ("state", "order", "page"))
    page = int(number) if number.isdecimal() and len(number) < 6 else 1
    found = api.ideas(actor=actor, state=state, order=order, page=page)
    tabs = [
        {"text": _("Most votes"), "href": "?", "current": not state and order != "new"},
        {"text": _("Newest"), "href": "?order=new", "current": not state and order == "new"},
        {"text": _("Adopted"), "href": "?state=adopted", "current": state == "adopted"},
        {"text": _("Carried out"), "href": "?state=done", "current": state == "done"},
    ]
    context = {
        "rows": found.rows,
        "tabs": tabs,
        "own": api.own(actor=actor),
        "next": f"?state={state}&order={order}&page={page + 1}" if found.further else "",
    }
    return web.page(request, "ideas/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor, sent = organisation.actor(request), request.POST
    error = ""
    if request.method == "POST":
        try:
            number = api.file(
                actor=actor,
                title=sent.get("title", ""),
                text=sent.get("text", ""),
                idempotency_key=sent.get("once", "")[:64],
            )
        except (IdeaRefused, MoveRefused) as refused:
            error = str(refused)
        else:
            web.toast(request, _("Thank you. We look at your idea before it is shown."))
            return redirect("ideas:idea", number=number)
    context = {
        "sent": sent,
        "error": error,
        "most": MAX_TEXT,
        "may": api.may_take_part(actor=actor),
        "signed_in": actor.account_id is not None,
        "once": sent.get("once") or uuid.uuid4().hex,
    }
    return web.page(request, "ideas/new.html", context, status=422 if error else 200)


@require_GET
def one(request: HttpRequest, number: str) -> HttpResponse:
    actor = organisation.actor(request)
    try:
        idea = api.idea(actor=actor, number=number)
    except LookupError as missing:
        raise Http404 from missing
    return web.page(request, "ideas/idea.html", {"idea": idea, "may": api.may_take_part(actor=actor)})


@require_POST
def act(request: HttpRequest, number: str, what: str) -> HttpResponse:
    if what not in VERBS:
        raise Http404
    try:
        VERBS[what](actor=organisation.actor(request), number=number)
    except LookupError as missing:
        raise Http404 from missing
    except (IdeaRefused, MoveRefused) as refused:
        web.toast(request, str(refused), level=web.Level.WARM)
    else:
        web.toast(request, _("Done."))
    return redirect(
        "ideas:idea" if what != "withdraw" else "ideas:list", *([number] if what != "withdraw" else [])
    )
