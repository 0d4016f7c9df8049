"""The enterprises' pages: ask, read the answer with its sources, settle or file. Works without JavaScript."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.matters.contracts import MoveRefused
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealRefused

from .. import api
from ..contracts import MAX_QUESTION, EnterpriseRefused, Question


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return _home(request, organisation.actor(request))


def _home(request: HttpRequest, actor: Actor, errors: dict[str, str] | None = None) -> HttpResponse:
    firm = api.firm(actor=actor)
    sent = request.POST if errors else {}
    context = {
        "firm": firm,
        "firms": [one for one in api.firms(actor=actor) if not one.acting],
        "signed_in": actor.account_id is not None,
        "staff": actor.is_staff,
        "categories": [
            {"value": one.code, "title": _(one.title), "text": _(one.examples) if one.examples else ""}
            for one in api.categories()
        ],
        "filed": appeals.mine(actor=actor, limit=10).rows if firm else (),
        "asked": [(one, api.category_title(one.category)) for one in api.questions(actor=actor)],
        "most": MAX_QUESTION,
        "errors": errors or {},
        "sent": sent,
    }
    return web.page(request, "enterprises/home.html", context, status=422 if errors else 200)


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    actor, sent = organisation.actor(request), request.POST
    try:
        made = api.ask(
            actor=actor,
            category=sent.get("category", ""),
            text=sent.get("text", ""),
            urgent=bool(sent.get("urgent")),
        )
    except EnterpriseRefused as refused:
        return _home(request, actor, {refused.field: str(refused)})
    return redirect("enterprises:question", question_id=made)


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """The answer with its sources, and below it the way to file; POST files."""
    actor = organisation.actor(request)
    try:
        asked = api.question(actor=actor, question_id=question_id)
    except LookupError as missing:
        raise Http404 from missing
    except EnterpriseRefused as refused:
        web.toast(request, str(refused), level=web.Level.WARM)
        return redirect("enterprises:home")
    if request.method == "GET":
        return _question(request, asked)
    sent = request.POST
    try:
        filed = api.file(
            actor=actor,
            question_id=question_id,
            text=sent.get("text", ""),
            address=sent.get("address", ""),
            phone=sent.get("phone", ""),
            urgent=bool(sent.get("urgent")),
            idempotency_key=sent.get("once", "")[:64],
        )
    except (EnterpriseRefused, AppealRefused, MoveRefused) as refused:
        return _question(request, asked, str(refused))
    request.session["appeal_hints"] = list(filed.hints)
    return redirect("appeals:sent", number=filed.number)


def _question(request: HttpRequest, asked: Question, error: str = "") -> HttpResponse:
    sent = request.POST if error else {}
    context = {
        "question": asked,
        "category": api.category_title(asked.category),
        "error": error,
        "text": sent.get("text", asked.text),
        "address": sent.get("address", ""),
        "phone": sent.get("phone", ""),
        "urgent": bool(sent.get("urgent")) if error else asked.urgent,
        "once": sent.get("once") or uuid.uuid4().hex,
    }
    return web.page(request, "enterprises/question.html", context, status=422 if error else 200)


@require_POST
def settled(request: HttpRequest, question_id: int) -> HttpResponse:
    try:
        api.settled(actor=organisation.actor(request), question_id=question_id)
    except LookupError as missing:
        raise Http404 from missing
    except EnterpriseRefused as refused:
        web.toast(request, str(refused), level=web.Level.BAD)
        return redirect("enterprises:home")
    web.toast(request, _("Good. If it is not settled after all, you can file it from the list below."))
    return redirect("enterprises:home")
