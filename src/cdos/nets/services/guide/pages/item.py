"""A service's own page: the guide (GB/T 36114) in plain words, and where it begins."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web
from cdos.nets.services.items import api as items

from .. import api
from ..logic import guiding, mine


@require_GET
def item(request: HttpRequest, code: str) -> HttpResponse:
    found = items.item(code)
    if found is None:
        raise Http404
    api.looked(kind="item", code=code)
    actor = organisation.actor(request)
    papers = guiding.hand_in(found)
    context = {
        "item": found,
        "papers": papers,
        "shown_by_licence": sum(one.by_licence for one in papers),
        "conditions": guiding.conditions(found, get_language() or ""),
        "promised": guiding.term(found.promised_days, found.promised_unit),
        "legal": guiding.term(found.legal_days, found.legal_unit),
        "cost": guiding.cost(found.fees),
        "fees": [(fee, guiding.yuan(fee.fen)) for fee in found.fees],
        "steps": guiding.steps(found),
        "channels": guiding.channels(found),
        "online": "online" in found.channels,
        "saving": guiding.saving(found),
        "bundles": api.bundles_with_item(code=code),
        "drafted": any(one.item == code for one in mine.drafts(actor)),
        "for_firms": "1" not in found.audience,
        "as_firm": mine.acts_for_a_firm(actor),
    }
    return web.page(request, "guide/item.html", context)
