"""The rulings desk: disputes that wait for a view or a decision, and the last ones decided."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action
from cdos.base.web import api as web

from .. import api
from . import words


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    if not organisation.may(actor, Action.APPROVE):
        raise PermissionDenied
    with organisation.acting(actor):
        context = {
            "waiting": [(one, words.cause(one.cause)) for one in api.waiting(actor=actor)],
            "decided": api.decided(actor=actor),
            "decides": organisation.may(actor, Action.SUPERVISE),
        }
    return web.page(request, "rulings/desk.html", context)
