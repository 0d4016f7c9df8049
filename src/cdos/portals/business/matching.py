"""Which services fit the enterprise acted for: each service's own rule over what the registers may say of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Truth, Value
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import RegisterRefused
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item

PURPOSE_KIND, PURPOSE = "portal", "portal:business"
MOST = 8
# An enterprise that is registered does not found itself again.
FOUNDING = frozenset({"company-register", "tax-register", "seal-carving", "bank-account-opening"})


@dataclass(frozen=True, slots=True)
class Match:
    item: Item
    sure: bool  # every condition is met by what is known; False: none fails, some are not known


def register() -> None:
    registers.register_purposes(PURPOSE_KIND, lambda code: _("Services that fit the enterprise"))


def matched(actor: Actor, firm_id: int) -> list[Match]:
    """What meets every condition first; what fails one is left out. Without rule a service fits everybody, and comes last."""
    offered = [one for one in items.live_items(audience="enterprise") if one.code not in FOUNDING]
    trees = {one.code: live.node for one in offered if one.rule and (live := rules.live(one.rule))}
    wanted = sorted({name for node in trees.values() for name in rules.fields_of(node)})
    known = facts(actor, firm_id, wanted)
    made: list[Match] = []
    for one in offered:
        if one.code not in trees:
            continue
        truth = rules.decide(trees[one.code], known).truth
        if truth is not Truth.NO:
            made.append(Match(one, truth is Truth.YES))
    made.sort(key=lambda match: (not match.sure, not match.item.instant, match.item.title))
    return made[:MOST]


def facts(actor: Actor, firm_id: int, wanted: list[str]) -> dict[str, Value]:
    if not wanted:
        return {}
    try:
        found = registers.facts_of(party_id=firm_id, fields=wanted, purpose=PURPOSE, actor=actor)
    except RegisterRefused:
        return {}
    return registers.known(found)
