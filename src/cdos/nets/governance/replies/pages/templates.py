"""Templates of replies as editors keep them, and how much of the drafts clerks keep."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import TemplateRefused
from .drafts import OUTCOMES


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    actor = organisation.staff(request)
    return _page(request, actor)


def _page(request: HttpRequest, actor: Actor, error: str = "") -> HttpResponse:
    context = {
        "templates": api.templates(actor=actor),
        "learned": api.learned(actor=actor),
        "languages": settings.LANGUAGES,
        "outcomes": [("", _("Any")), *OUTCOMES[1:]],
        "may_edit": api.may_edit(actor),
        "error": error,
        "sent": request.POST if error else {},
    }
    return web.page(request, "replies/templates.html", context, status=422 if error else 200)


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    actor, sent = organisation.actor(request), request.POST
    if not api.may_edit(actor):
        raise PermissionDenied
    chosen = sent.get("id", "")
    try:
        api.save_template(
            actor=actor,
            template_id=int(chosen) if chosen.isdecimal() and len(chosen) < 12 else None,
            code=sent.get("code", "").strip(),
            language=sent.get("language", ""),
            title=sent.get("title", ""),
            body=sent.get("body", ""),
            outcome=sent.get("outcome", ""),
            active=bool(sent.get("active")),
        )
    except LookupError as missing:
        raise Http404 from missing
    except TemplateRefused as refused:
        return _page(request, actor, str(refused))
    web.toast(request, _("Saved."))
    return redirect("replies:templates")
