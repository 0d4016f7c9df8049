"""Solved before anyone complained: the share, by unit, district and way in."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web
from cdos.base.web.contracts import ChartSpec

from .. import api
from ..contracts import Effect
from .words import CHANNELS

SPANS = (7, 30, 90, 365)
SHOWN = 12


@require_GET
def effect(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(span) for span in SPANS} else 90
    today = timezone.localdate()
    try:
        found = api.effect(actor=actor, start=today - timedelta(days=days - 1), end=today)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    context = {
        "total": found.total,
        "days": days,
        "spans": [
            {"text": _("{n} days").format(n=n), "href": f"?days={n}", "current": n == days} for n in SPANS
        ],
        "chart": chart(found.by_unit),
        "tables": [
            (_("By unit"), named(found.by_unit, _("No unit yet"))),
            (_("By district"), named(found.by_district, _("No place given"))),
            (_("By way in"), [(str(CHANNELS.get(one.key, one.key)), one) for one in found.by_channel]),
        ],
        "may_edit": api.may_edit_sources(actor),
        "may_report": api.may_report(actor),
    }
    return web.page(request, "leads/effect.html", context)


def named(groups: tuple[Effect, ...], nobody: str) -> list[tuple[str, Effect]]:
    return [(one.name or nobody, one) for one in groups]


def chart(groups: tuple[Effect, ...]) -> ChartSpec:
    """Leads solved, those that nobody complained about before and the others, the units with most first."""
    shown = [one for one in groups if one.solved][:SHOWN]
    return {
        "type": "stack",
        "categories": [one.name for one in shown],
        "series": [
            {"name": _("Before anyone complained"), "values": [one.before for one in shown]},
            {"name": _("After a complaint"), "values": [one.solved - one.before for one in shown]},
        ],
        "unit": _("problems"),
    }
