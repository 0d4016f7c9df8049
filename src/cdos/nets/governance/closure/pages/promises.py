"""What units owe: the list, and one promise to show, to put off, or to take for none."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import ClosureRefused
from . import asking
from .nav import nav


def reader(request: HttpRequest) -> Actor:
    return asking.may(request, Action.HANDLE, Action.SUPERVISE)


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    if away := asking.to_sign_in(request):
        return away
    actor = reader(request)
    tabs = nav("promises") if organisation.may(actor, Action.SUPERVISE) else []
    context = {"rows": api.promises_waiting(actor=actor), "today": timezone.localdate(), "nav": tabs}
    return web.page(request, "closure/promises.html", context)


@require_GET
def promise(request: HttpRequest, promise: int) -> HttpResponse:
    return asking.to_sign_in(request) or _page(request, promise)


def _page(request: HttpRequest, promise: int, *, error: str = "", status: int = 200) -> HttpResponse:
    actor = reader(request)
    try:
        row = api.promise(actor=actor, promise_id=promise)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    context = {
        "row": row,
        "error": error,
        "typed": request.POST,
        "handles": row.promise.unit in organisation.units_of(actor, Action.HANDLE),
        "supervises": organisation.may(actor, Action.SUPERVISE),
    }
    return web.page(request, "closure/promise.html", context, status=status)


@require_POST
def act(request: HttpRequest, promise: int, what: str) -> HttpResponse:
    """`show`, `move` or `take-back`."""
    if away := asking.to_sign_in(request):
        return away
    actor = reader(request)
    try:
        said = _do(request, actor, promise, what)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except (ClosureRefused, MoveRefused) as refused:
        return _page(request, promise, error=str(refused), status=422)
    web.toast(request, said)
    return redirect("closure:promises")


def _do(request: HttpRequest, actor: Actor, promise: int, what: str) -> str:
    sent = request.POST
    if what == "show":
        files = sent.getlist("files")
        api.show_promise(actor=actor, promise_id=promise, evidence=sent.get("evidence", ""), files=files)
        return _("Shown. The person reads it too.")
    if what == "move":
        try:
            to = date.fromisoformat(sent.get("to", ""))
        except ValueError:
            raise ClosureRefused(_("Please choose a later day, within a year.")) from None
        api.move_promise(actor=actor, promise_id=promise, to=to, reason=sent.get("reason", ""))
        return _("Put off. The person reads why.")
    if what == "take-back":
        api.take_back_promise(actor=actor, promise_id=promise)
        return _("Taken off the list.")
    raise LookupError(what)
