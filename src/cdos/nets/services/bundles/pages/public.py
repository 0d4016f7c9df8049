"""What the city does as one: the list by life event, one bundle before anybody begins, the table of savings."""

import sys
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cdos.base.organisation import api as organisation
from cdos.base.rules import api as rules
from cdos.base.web import api as web
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item

from .. import api
from ..contracts import Bundle, BundleRefused, Composed
from . import words
from .words import PartLine


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    sought = request.GET.get("q", "").strip()[:60]
    found = in_order(one for one in api.bundles() if fits(one, sought))
    context = {
        "sought": sought,
        "groups": [
            (title, [one for one in found if one.audience == audience])
            for audience, title in (("person", _("In life")), ("enterprise", _("For enterprises")))
        ],
        "none": not found,
        "under_way": api.under_way(actor=actor, limit=5) if actor.party_id and not actor.is_staff else [],
    }
    return web.page(request, "bundles/list.html", context, fragment="bundles/parts/list.html")


def in_order(bundles: Iterable[Bundle]) -> list[Bundle]:
    """What most people come for stands first; those without a place follow by code."""
    return sorted(bundles, key=lambda one: (one.place or sys.maxsize, one.code))


def fits(one: Bundle, sought: str) -> bool:
    """Every word stands in what the bundle is called, or in what people call it."""
    held = " ".join((one.title, one.event, one.summary, *one.words)).casefold()
    return all(word in held for word in sought.casefold().split())


@require_GET
def one(request: HttpRequest, code: str) -> HttpResponse:
    bundle = bundle_or_404(code)
    actor = organisation.actor(request)
    try:
        composed = api.whole(bundle=bundle)
    except BundleRefused as refused:
        return web.page(request, "bundles/away.html", {"bundle": bundle, "why": str(refused)}, status=503)
    lead = organisation.unit(bundle.lead)
    context = {
        "bundle": bundle,
        "lead": lead.name if lead else "",
        "lines": lines(bundle, composed),
        "saving": words.saving(composed),
        "signed_in": actor.account_id is not None,
        **shown(composed),
    }
    return web.page(request, "bundles/one.html", context)


def bundle_or_404(code: str) -> Bundle:
    found = api.bundle(code)
    if found is None:
        raise Http404(code)
    return found


def shown(composed: Composed) -> dict[str, object]:
    """Papers, fees and time of a composition, as several pages show them."""
    departments = {item.department_name for item in held_items(composed).values()}
    return {
        "composed": composed,
        "papers": composed.materials,
        "dropped": [(composed.names.get(code, code), why) for code, why in composed.dropped.items()],
        "fee": words.money(composed.fen) if composed.fen else "",
        "fees": [(fee.name, words.money(fee.fen), unit_name(fee.department)) for fee in composed.fees],
        "days": words.days(composed.together.days),
        "departments": len(departments),
    }


def unit_name(code: str) -> str:
    found = organisation.unit(code)
    return found.name if found else code


def held_items(composed: Composed) -> dict[str, Item]:
    return items.items(composed.items)


def lines(bundle: Bundle, composed: Composed) -> list[PartLine]:
    """The parts in the order in which they run."""
    held = held_items(composed)
    found = []
    for number, wave in enumerate(composed.order, 1):
        for code in wave:
            part = bundle.part(code)
            found.append(
                PartLine(
                    item=held[code],
                    wave=number,
                    days=words.days(items.burden(held[code]).days),
                    optional=part.optional,
                    condition=rules.in_words(part.when, get_language() or "zh-hans") if part.when else "",
                    after=tuple(held[one].title for one in composed.after[code]),
                )
            )
    return found


@require_GET
def table(request: HttpRequest) -> HttpResponse:
    rows = [(row, api.saved(row.once, row.after)) for row in api.table()]
    return web.page(request, "bundles/table.html", {"rows": rows})
