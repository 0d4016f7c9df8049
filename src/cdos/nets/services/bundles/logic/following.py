"""What an application's news means for the bundle it is a part of: the next parts begin, or are stopped with a reason.

Every change of a bundle is a move of its matter, whose row is locked first: two parts that end at once come one after
the other.
"""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base import statements
from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.organisation.contracts import SYSTEM

from ..contracts import DeliveryState
from ..models import Delivery
from . import applying, chain, paying, states

_PART = "SELECT number, item FROM bundles_delivery WHERE application = %s::text ORDER BY id LIMIT 1"


def heard(application: str) -> None:
    """An application moved; nothing where it is no part of a bundle."""
    with fence.everything():
        known = statements.run(_PART, [application])
    for number, item in known:
        with override(settings.LANGUAGE_CODE):
            look(number, item)


def look(number: str, item: str) -> None:
    """As the application stands now: the part ends or not, and with it what waited for it."""
    with fence.everything():
        row = Delivery.objects.select_related("run").get(number=number, item=item)
        move = _move(chain.state_of(row), applying.outcome(row)[0])
    if not move:
        return
    matters.act(actor=SYSTEM, number=number, move=move, data={"item": item})
    with fence.everything():
        found = list(Delivery.objects.filter(number=number).values_list("state", flat=True))
    if states.outcome(map(DeliveryState, found)) is not None:
        matters.act(actor=SYSTEM, number=number, move="finish")


def _move(state: DeliveryState, outcome: DeliveryState | None) -> str:
    if state is DeliveryState.DELIVERED and outcome is not None:
        return "news"
    return "overturn" if state is DeliveryState.REFUSED and outcome is DeliveryState.DONE else ""


def paid(number: str) -> None:
    """The fee came: parts that waited for it are handed over, and what ended before it came is not paid for."""
    with override(settings.LANGUAGE_CODE):
        with fence.everything(), transaction.atomic():
            if not Delivery.objects.filter(number=number, fen__gt=0).exists():
                return
            matters.hold(number=number)
            rows = list(Delivery.objects.select_for_update().filter(number=number).order_by("position"))
            paying.give_back(number, rows)
        if any(row.fen and chain.state_of(row) is DeliveryState.WAITING for row in rows):
            matters.act(actor=SYSTEM, number=number, move="paid")


def ended(rows: list[Delivery], row: Delivery) -> str:
    """The effect of the news: what happened, in one sentence."""
    outcome, reason = applying.outcome(row)
    if outcome is None or chain.state_of(row) is not DeliveryState.DELIVERED:
        return ""
    chain.end(row, outcome, reason)
    named = {"item": row.title}
    if outcome is DeliveryState.DONE:
        chain.make_ready(rows, paid=paying.is_paid(row.number))
        return _("“%(item)s” is done.") % named
    chain.stop_below(rows, row)
    paying.give_back(row.number, rows)
    said = (
        _("“%(item)s” was refused.") if outcome is DeliveryState.REFUSED else _("“%(item)s” was withdrawn.")
    )
    return said % named
