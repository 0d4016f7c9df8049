"""Figures: how fast and how well appeals are handled, for everybody and, in their reach, for staff."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

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
from ..contracts import Group, Period, Statistics
from . import words

SPANS = (7, 30, 90, 365)


def period(request: HttpRequest) -> tuple[Period, int]:
    """The last N days up to today, by the city's clock."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(span) for span in SPANS} else 30
    today = timezone.localdate()
    return Period(today - timedelta(days=days - 1), today), days


@require_GET
def public(request: HttpRequest) -> HttpResponse:
    chosen, days = period(request)
    figures = api.public_statistics(period=chosen)
    return web.page(request, "appeals/figures.html", context(figures, days, staff=False))


@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    actor = organisation.staff(request)
    chosen, days = period(request)
    area, unit = request.GET.get("area", ""), request.GET.get("unit", "")
    try:
        figures = api.statistics(actor=actor, period=chosen, area=area, unit=unit)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    return web.page(
        request,
        "appeals/figures_staff.html",
        context(figures, days, staff=True) | {"area": area, "unit": unit},
    )


def context(figures: Statistics, days: int, *, staff: bool) -> dict[str, Any]:
    return {
        "figures": figures,
        "days": days,
        "spans": [
            {"text": _("{n} days").format(n=n), "href": f"?days={n}", "current": n == days} for n in SPANS
        ],
        "daily": daily(figures),
        "by_unit": on_time(figures.by_unit[:12]),
        "by_class": filed(figures.by_class[:18]),
        "tables": [
            (_("By unit"), named(figures.by_unit, _("No unit yet"))),
            (_("By kind of problem"), named(figures.by_class, _("No kind yet"))),
            (_("By area"), named(figures.by_area, _("No place given"))),
            (_("By way in"), [replace(g, name=words.word(words.SOURCES, g.key)) for g in figures.by_source]),
        ],
        "staff": staff,
    }


def named(groups: tuple[Group, ...], nobody: str) -> list[Group]:
    """What belongs to no group has a name too."""
    return [group if group.key else replace(group, name=nobody) for group in groups]


def daily(figures: Statistics) -> ChartSpec:
    return {
        "type": "line",
        "categories": [f"{point.on.month}-{point.on.day}" for point in figures.days],
        "series": [
            {"name": _("Filed"), "values": [point.filed for point in figures.days]},
            {"name": _("Replied"), "values": [point.replied for point in figures.days]},
        ],
        "unit": _("appeals"),
    }


def on_time(groups: tuple[Group, ...]) -> ChartSpec:
    """Share handled in time, percent, the units with most appeals first."""
    known = [group for group in groups if group.key and group.figures.handling_on_time is not None]
    shares: list[float | int | None] = [
        round(100 * (group.figures.handling_on_time or 0), 1) for group in known
    ]
    return {
        "type": "hbar",
        "categories": [group.name for group in known],
        "series": [{"name": _("Handled in time"), "values": shares}],
        "unit": "%",
    }


def filed(groups: tuple[Group, ...]) -> ChartSpec:
    known = [group for group in groups if group.key and group.figures.filed is not None]
    return {
        "type": "hbar",
        "categories": [group.name for group in known],
        "series": [{"name": _("Filed"), "values": [group.figures.filed or 0 for group in known]}],
        "unit": _("appeals"),
    }
