"""For staff: how people rated the handlings of the units in one's reach."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api

DAYS = 90


@require_GET
def ratings(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    if not api.may_see_ratings(actor):
        raise PermissionDenied
    context = {"rows": api.graded(actor=actor, days=DAYS), "days": DAYS}
    return web.page(request, "applications/ratings.html", context)
