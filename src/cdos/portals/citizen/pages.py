"""The citizen portal's front door: say what you need, see what is in progress."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import Brief
from cdos.nets.services.benefits import api as benefits
from cdos.nets.services.guide import api as guide

TOPICS = 8


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    rows = appeals.mine(actor=actor, limit=5).rows if actor.account_id and not actor.is_staff else ()
    context = {
        "rows": in_progress(rows),
        "services": guide.in_progress(actor=actor, limit=4),
        "drafts": guide.drafts(actor=actor)[:2],
        "offers": offers(actor),
        "events": guide.life_events(),
        "topics": topics(),
        "actor": actor,
    }
    return web.page(request, "citizen/home.html", context)


def in_progress(rows: tuple[Brief, ...]) -> list[Brief]:
    return [row for row in rows if row.matter.closed_at is None]


def offers(actor: Actor) -> dict[str, object]:
    """What was found for whom the actor acts for and waits for a yes."""
    found = benefits.waiting(actor=actor) if not actor.is_staff else []
    return {"count": len(found), "sum": benefits.money(sum(one.fen for one in found)), "first": found[:3]}


def topics() -> list[str]:
    """Classes of the duty list, in its own order: ways in for somebody who does not know what to write."""
    return list(dict.fromkeys(item.class_name for item in appeals.duty_items()))[:TOPICS]
