"""Figures of enterprises' affairs for staff."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api

SPANS = (7, 30, 90, 365)


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(span) for span in SPANS} else 30
    today = timezone.localdate()
    try:
        found = api.statistics(
            actor=organisation.actor(request), start=today - timedelta(days=days - 1), end=today
        )
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    context = {
        "total": found[0],
        "rows": [(api.category_title(one.category), one) for one in found[1:]],
        "spans": [
            {"text": _("{n} days").format(n=n), "href": f"?days={n}", "current": n == days} for n in SPANS
        ],
    }
    return web.page(request, "enterprises/figures.html", context)
