"""What a machine read in the documents of a draft, for the applicant to look at and confirm."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.web import api as web
from cdos.nets.services.decisions.contracts import DecisionRefused, DocumentReading

from ..contracts import ApplicationRefused, Draft
from ..logic import papers
from . import frame


@require_POST
def read(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The answers typed so far are kept; what was handed in is read."""
    actor = organisation.actor(request)
    draft = frame.kept(request, actor, frame.found(request, draft_id))
    papers.read(actor, draft, frame.prepared(actor, draft))
    return redirect("applications:papers", draft_id=draft.id)


@require_GET
def show(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = frame.found(request, draft_id)
    readings = _readings(organisation.actor(request), draft)
    context = frame.wizard(draft, frame.party_of(draft), 2) | {
        "papers": [_shown(one) for one in readings],
        "reading": any(one.read_at is None for one in readings),
    }
    part = request.headers.get("HX-Request") and request.GET.get("part")
    return web.page(
        request, "applications/parts/papers.html" if part else "applications/papers.html", context
    )


@require_POST
def confirm(request: HttpRequest, draft_id: int, reading_id: int) -> HttpResponse:
    draft, actor = frame.found(request, draft_id), organisation.actor(request)
    one = next((one for one in _readings(actor, draft) if one.id == reading_id), None)
    try:
        if one is None:
            raise DecisionRefused(_("This document is not part of the form any more."))
        papers.confirm(actor, draft, one, request.POST.getlist("right"))
    except DecisionRefused as refused:
        web.toast(request, str(refused), level=web.Level.WARM)
        return redirect("applications:papers", draft_id=draft.id)
    if any(one.found and one.confirmed is None for one in _readings(actor, draft)):
        return redirect("applications:papers", draft_id=draft.id)
    web.toast(request, _("Put into your form."))
    return redirect("applications:form", draft_id=draft.id)


def _readings(actor: Actor, draft: Draft) -> list[DocumentReading]:
    """No register is asked: a page that waits for the reader looks again and again."""
    try:
        return papers.readings(actor, draft)
    except ApplicationRefused as refused:
        raise Http404(str(refused)) from refused


def _shown(one: DocumentReading) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "id": one.id,
        "name": one.name,
        "waits": one.read_at is None,
        "confirmed": one.confirmed is not None,
        "why_not": one.why_not,
        "found": [
            (
                read.field,
                read.title,
                rules.value_in_words(read.value, field=read.field, language=language),
                read.quote,
            )
            for read in one.found
        ],
    }
