""" "Benefits found for you": what waits for a yes, what may be claimed, what goes on, what one datum or one condition is short of."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, PartyKind
from cdos.base.languages import api as languages
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import Found, Mine
from . import words

SHOWN = 5  # of a list before the rest is folded
MOST = 40


def proven(actor: Actor) -> bool:
    """Only who has proved their name reads what is known of them, or of whom they act for."""
    return actor.party_id is not None and not actor.is_staff and actor.assurance >= Assurance.REAL_NAME


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    context: dict[str, object] = {
        "signed_in": actor.account_id is not None,
        "staff": actor.is_staff,
        "proven": proven(actor),
    }
    if proven(actor):
        context |= own(actor)
    else:
        context["programmes"] = len(api.programmes())
    return web.page(request, "benefits/home.html", context)


def own(actor: Actor) -> dict[str, object]:
    mine = api.mine(actor=actor)
    languages.said_many(texts(mine))  # one look for all of them, not one a title
    account = api.account(actor=actor) if mine.offers else None
    party = identity.party(actor.party_id or 0)
    return {
        "party": party,
        "other": actor.party_id != actor.own_party_id,
        "firm": party is not None and party.kind is PartyKind.ENTERPRISE,
        "offers": [words.entitlement_row(one) for one in mine.offers],
        "offered": words.money(sum(one.fen for one in mine.offers)),
        "tail": account.account[-4:] if account else "",
        "running": [words.entitlement_row(one) for one in mine.running],
        "ended": [words.entitlement_row(one) for one in mine.ended[:MOST]],
        "claimable": listed(mine.claimable),
        "asking": listed(mine.asking),
        "nearly": listed(mine.nearly),
    }


def texts(mine: Mine) -> list[str]:
    """What the page says in the words of the programmes."""
    said = [one.title for one in (*mine.offers, *mine.running, *mine.ended[:MOST])]
    for found in (mine.claimable, mine.asking, mine.nearly):
        said += [
            text for one in found[:MOST] for text in (one.programme.terms.title, one.programme.terms.summary)
        ]
    return said


def listed(found: Iterable[Found]) -> dict[str, object]:
    """The first few, the rest to be unfolded, and how many there are."""
    held = list(found)
    rows = [words.found_row(one) for one in held[:MOST]]
    return {"first": rows[:SHOWN], "rest": rows[SHOWN:], "count": len(held), "more": len(held) - len(rows)}
