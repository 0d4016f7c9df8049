"""The precedents: what was ruled, where it holds, until when; a supervisor or an editor withdraws one."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action
from cdos.base.web import api as web

from .. import api
from ..contracts import Precedent, RulingRefused
from . import words


@require_GET
def precedents(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, error: str = "") -> HttpResponse:
    actor, asked = organisation.actor(request), request.GET.get("q", "").strip()[:100]
    try:
        found = api.precedent_list(actor=actor, words=asked)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    today = timezone.localdate()
    context = {
        "rows": [_row(one) | {"holds": one.holds_on(today)} for one in found],
        "words": asked,
        "error": error,
        "may_withdraw": api.may_withdraw(actor=actor),
        "may_open": organisation.may(actor, Action.SUPERVISE) or organisation.may(actor, Action.DISPATCH),
    }
    return web.page(request, "rulings/precedents.html", context, status=422 if error else 200)


def _row(one: Precedent) -> dict[str, object]:
    return {"one": one, "unit": words.unit(one.unit), "area": words.area(one.area)}


@require_POST
def withdraw(request: HttpRequest, precedent: int) -> HttpResponse:
    actor = organisation.actor(request)
    try:
        api.withdraw(actor=actor, precedent_id=precedent, reason=request.POST.get("reason", ""))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except LookupError as missing:
        raise Http404 from missing
    except RulingRefused as refused:
        return _page(request, str(refused))
    web.toast(request, _("Withdrawn. The next dispatch follows the duty list again."))
    return redirect("rulings:precedents")
