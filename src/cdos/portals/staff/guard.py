"""Emergencies: opening one matter beyond one's reach, and the data protection officer's look at it afterwards."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, OrganisationRefused
from cdos.base.web import api as web

from . import lists, workbench


@require_POST
def break_glass(request: HttpRequest, number: str) -> HttpResponse:
    """Opens the matter for half an hour, or says what is missing."""
    if away := workbench.to_sign_in(request):
        return away
    actor, reason = workbench.staff_actor(request), request.POST.get("reason", "")
    try:
        matters.break_glass(actor=actor, number=number, reason=reason)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except LookupError:
        web.toast(request, _("There is no matter with this number."), level=web.Level.BAD)
    except MoveRefused as refused:
        web.toast(request, str(refused), level=web.Level.BAD)
    return redirect(lists.address(request.GET, matter=number))


@require_http_methods(["GET", "POST"])
def guard(request: HttpRequest) -> HttpResponse:
    if away := workbench.to_sign_in(request):
        return away
    actor, error, failed = workbench.staff_actor(request), "", ""
    if not organisation.may(actor, Action.GUARD):
        raise PermissionDenied
    if request.method == "POST":
        failed = request.POST.get("case", "")
        try:
            organisation.judge_emergency(
                actor=actor,
                emergency_id=int(failed) if failed.isascii() and failed.isdigit() else 0,
                justified=request.POST.get("justified") == "yes",
                judgement=request.POST.get("judgement", ""),
            )
        except OrganisationRefused as refused:
            error = str(refused)
        else:
            web.toast(request, _("Saved."))
            return redirect("staff:guard")
    context = {
        "cases": matters.guarded(actor=actor),
        "error": error,
        "failed": failed,
        "typed": request.POST.get("judgement", ""),
    }
    return web.page(request, "staff/guard.html", context, status=422 if error else 200)
