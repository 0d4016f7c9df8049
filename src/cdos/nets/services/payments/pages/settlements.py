"""For staff: what departments took and gave back, attempts without an answer, and refunds that wait."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api

DAYS = 30


@require_GET
def settlements(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    if not api.may_see_figures(actor):
        raise PermissionDenied
    rows = api.settlements(actor=actor, since=timezone.now() - timedelta(days=DAYS))
    words = api.in_words
    context = {
        "rows": [
            (one, words(one.paid_fen), words(one.refunded_fen), words(one.paid_fen - one.refunded_fen))
            for one in rows
        ],
        "unheard": [(one, words(one.fen)) for one in api.unheard(actor=actor)],
        "refunds": [(one, words(one.fen)) for one in api.refunds(actor=actor)],
        "days": DAYS,
        "now": timezone.now(),
    }
    return web.page(request, "payments/settlements.html", context)
