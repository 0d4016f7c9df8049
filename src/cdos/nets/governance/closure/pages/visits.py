"""For experience officers, on a phone: what to look at, a picture, the verdict."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api
from ..contracts import ClosureRefused, Verdict
from ..logic import words
from . import asking


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    if away := asking.to_sign_in(request):
        return away
    try:
        rows = api.tasks(actor=organisation.actor(request))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    return web.page(request, "closure/visits.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, visit: int) -> HttpResponse:
    if away := asking.to_sign_in(request):
        return away
    error = ""
    try:
        if request.method == "POST":
            error = _do(request, visit)
            if not error and request.POST.get("do") == "report":
                web.toast(request, _("Thank you. The supervisors have it."))
                return redirect("closure:visits")
        row = api.task(actor=organisation.actor(request), visit_id=visit)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    context = {
        "row": row,
        "error": error,
        "typed": request.POST,
        "verdicts": [(one.value, words.verdict(one)) for one in Verdict],
    }
    return web.page(request, "closure/visit.html", context, status=422 if error else 200)


def _do(request: HttpRequest, visit: int) -> str:
    """The sentence of a refusal; empty when it is done."""
    actor, sent = organisation.actor(request), request.POST
    if sent.get("do") == "take":
        api.take_task(actor=actor, visit_id=visit)
        return ""
    try:
        api.report_visit(
            actor=actor,
            visit_id=visit,
            verdict=sent.get("verdict", ""),
            note=sent.get("note", ""),
            files=sent.getlist("files"),
        )
    except NotAllowed:
        raise
    except (ClosureRefused, MoveRefused) as refused:
        return str(refused)
    return ""
