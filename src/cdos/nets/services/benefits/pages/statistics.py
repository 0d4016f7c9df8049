"""Figures of benefits: what each night did, what was paid by programme and district, and whom to write a letter."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.base.web.contracts import ChartSpec
from cdos.nets.services.payments.api import in_words

from .. import api
from ..contracts import About, Night
from ..logic.figures import Figures
from . import wording
from .staff import number, staff

NIGHTS, YEARS, BARS, SHOWN, LETTERS = 56, 5, 12, 30, 500
COUNTED = ("people", "programmes", "pairs", "gained", "lost", "offered")


def seer(request: HttpRequest) -> Actor:
    """Who may know sums, each of the own reach."""
    actor = staff(request)
    if not api.may_see_figures(actor):
        raise PermissionDenied
    return actor


@require_GET
def nights(request: HttpRequest) -> HttpResponse:
    """Counts only, and of nobody in particular: for all staff."""
    staff(request)
    found = api.nights(limit=NIGHTS)
    days = sorted({one.on for one in found})
    context: dict[str, Any] = {"rows": [_night(one) for one in found]}
    if days:
        last = _of_day(found, days[-1])
        context |= {"last": {name: wording.number(value) for name, value in last.items()}, "on": days[-1]}
        context |= {"seconds": f"{_seconds(found, days[-1]):.2f}"}
        context |= {"changes": _changes(found, days), "work": _work(found, days)}
    return web.page(request, "benefits/staff/nights.html", context)


def _night(one: Night) -> dict[str, Any]:
    counts = [wording.number(getattr(one, name)) for name in COUNTED]
    enterprises = one.about is About.ENTERPRISE
    whom = (
        pgettext("matched", "Enterprises") if enterprises else pgettext("matched", "Persons and households")
    )
    return {"on": one.on, "whom": whom, "figures": [*counts, f"{one.cpu_s:.2f}"]}


def _of_day(found: list[Night], day: date) -> dict[str, int]:
    """Persons and enterprises of one night together."""
    return {name: sum(getattr(one, name) for one in found if one.on == day) for name in COUNTED}


def _seconds(found: list[Night], day: date) -> float:
    return round(sum(one.cpu_s for one in found if one.on == day), 2)


def _changes(found: list[Night], days: list[date]) -> ChartSpec:
    by_day = [_of_day(found, day) for day in days]
    names = {"gained": _("Newly entitled"), "lost": _("No longer entitled"), "offered": _("Offers made")}
    return {
        "type": "line" if len(days) > 2 else "bar",
        "categories": [f"{day.month}-{day.day}" for day in days],
        "series": [{"name": words, "values": [one[name] for one in by_day]} for name, words in names.items()],
    }


def _work(found: list[Night], days: list[date]) -> ChartSpec:
    return {
        "type": "bar",
        "categories": [f"{day.month}-{day.day}" for day in days],
        "series": [{"name": _("Processor time"), "values": [_seconds(found, day) for day in days]}],
        "unit": _("seconds"),
    }


@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    actor, now = seer(request), timezone.localdate().year
    year = number(request, "year", now)
    year = year if now - YEARS < year <= now else now
    programmes, districts = (
        api.by_programme(actor=actor, year=year),
        api.by_district(actor=actor, year=year),
    )
    shown = None if request.GET.get("all") else SHOWN
    context = {
        "year": year,
        "tabs": [
            {"text": _("{year}").format(year=one), "href": f"?year={one}", "current": one == year}
            for one in range(now, now - YEARS, -1)
        ],
        "sums": _sums(programmes),
        "programmes": [_line(one, _home(one)) for one in programmes[:shown]],
        "left": 0 if shown is None else len(programmes[shown:]),
        "districts": [_line(one) for one in districts],
        **_charts(programmes, districts),
    }
    return web.page(request, "benefits/staff/statistics.html", context)


def _sums(rows: list[Figures]) -> dict[str, str]:
    names = ("offered", "taken", "paid", "failed")
    found = {name: wording.number(sum(getattr(one, name) for one in rows)) for name in names}
    return {**found, "fen": wording.yuan(sum(one.paid_fen for one in rows))}


def _line(one: Figures, href: str = "") -> dict[str, str]:
    counts = {"offered": one.offered, "taken": one.taken, "payments": one.paid, "failed": one.failed}
    said = {name: wording.number(count) for name, count in counts.items()}
    return {**said, "title": _named(one), "paid": wording.yuan(one.paid_fen), "href": href}


def _home(one: Figures) -> str:
    return reverse("benefits:staff_programme", args=[one.key])


def _named(one: Figures) -> str:
    return one.title or one.key or _("District not known")


def _charts(programmes: list[Figures], districts: list[Figures]) -> dict[str, Any]:
    """Sums, or how many where nothing is paid yet."""
    paid = any(one.paid_fen for one in programmes)
    return {
        "programme_title": _("Paid out, by programme") if paid else _("Offers and claims, by programme"),
        "programme_chart": _chart(programmes, paid=paid, linked=True),
        "district_title": _("Paid out, by district") if paid else _("Offers and claims, by district"),
        "district_chart": _chart(districts, paid=paid),
    }


def _chart(rows: list[Figures], *, paid: bool, linked: bool = False) -> ChartSpec:
    """The largest first."""
    largest = sorted(rows, key=lambda one: -(one.paid_fen if paid else one.offered))[:BARS]
    name = _("Paid out, in yuan") if paid else _("Offers and claims")
    spec: ChartSpec = {
        "type": "hbar",
        "categories": [_named(one) for one in largest],
        "series": [
            {"name": name, "values": [one.paid_fen // 100 if paid else one.offered for one in largest]}
        ],
    }
    if linked:
        spec["hrefs"] = [_home(one) for one in largest]
    return spec


@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """Whom no message reaches: names, so that every look is in the ledger of each of them. By community, as they are taken round."""
    actor = seer(request)
    found = sorted(api.letters(actor=actor, limit=LETTERS), key=lambda one: (one.community, one.name))
    context = {
        "rows": [(one, in_words(one.fen)) for one in found],
        "people": len({one.party_id for one in found}),
        "full": len(found) == LETTERS,
        "most": LETTERS,
        "today": timezone.localdate(),
        "reader": actor.name,
    }
    return web.page(request, "benefits/staff/letters.html", context)
