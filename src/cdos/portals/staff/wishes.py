"""What waits for a lead's decision: pauses and extensions that handlers asked for."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused, NotAllowed, RequestKind
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action
from cdos.base.web import api as web

from . import workbench
from .acting import sent
from .actions import Act, do


@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    if away := workbench.to_sign_in(request):
        return away
    actor = workbench.staff_actor(request)
    if not organisation.may(actor, Action.APPROVE):
        raise PermissionDenied
    error, failed = "", ""
    if request.method == "POST":
        failed = request.POST.get("request", "")
        try:
            done = do(Act(actor, "", "decide", sent(request)))
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from refused
        except LookupError:
            error = _("This request is not there any more.")
        except MoveRefused as refused:
            error = str(refused)
        else:
            web.toast(request, done.said)
            return redirect("staff:requests")
    context = {
        "requests": [(one, words(one.kind)) for one in matters.requests_waiting(actor=actor)],
        "error": error,
        "failed": failed,
        "typed": request.POST.get("reason", ""),
    }
    return web.page(request, "staff/requests.html", context, status=422 if error else 200)


def words(kind: RequestKind) -> str:
    return _("Asks for more time") if kind is RequestKind.EXTENSION else _("Asks for a pause")
