"""The business portal: one page for the enterprise acted for, and the ways in for who acts for none yet."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import IdentityRefused, Party, PartyKind, Relation
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.nets.services.guide import api as guide
from cdos.nets.services.guide.contracts import ZoneKind
from cdos.nets.services.licences import api as licences

from . import matching, policies

KINDS = ("application", "bundle", "appeal")
FINANCE = frozenset({"金融", "惠企政策"})


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return shown(request)


def shown(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    actor = organisation.actor(request)
    firm = guide.firm_of(actor=actor)
    events = guide.life_events(audience="enterprise")
    context: dict[str, object] = {
        "firm": firm,
        "firms": firms(actor),
        "signed_in": actor.account_id is not None,
        "staff": actor.is_staff,
        "starting": guide.bundles_with(items=events[0].items)[:3] if events else [],
        "popular": guide.popular(audience="enterprise"),
        "parks": guide.zones(kind=ZoneKind.PARK),
        "links": [one for one in guide.provider_links() if FINANCE & set(one.topics)],
        "error": error,
        "sent": request.POST if error else {},
    }
    if firm is not None:
        context |= of_firm(actor, firm)
    return web.page(request, "business/home.html", context, status=status)


def firms(actor: Actor) -> list[Party]:
    """Those the person may act for and does not now."""
    if actor.account_id is None:
        return []
    return [
        one.party
        for one in identity.mandates(actor.account_id)
        if one.relation is Relation.AGENT
        and one.party.kind is PartyKind.ENTERPRISE
        and one.party.id != actor.party_id
    ]


def of_firm(actor: Actor, firm: Party) -> dict[str, object]:
    account = actor.account_id or 0
    try:
        agents = identity.agents_of(account_id=account, firm_id=firm.id)
    except IdentityRefused:  # a name that is not proved: nobody's rights are shown
        agents = []
    return {
        "matches": matching.matched(actor, firm.id),
        "policies": policies.found(actor),
        "rows": guide.in_progress(actor=actor, kinds=KINDS, limit=12),
        "drafts": guide.drafts(actor=actor),
        "licences": licences.of_holder(firm.id, valid_only=True),
        "agents": agents,
        "names": identity.may_name_agents(account_id=account, firm_id=firm.id),
        "park": guide.park_of(community=firm.community),
    }
