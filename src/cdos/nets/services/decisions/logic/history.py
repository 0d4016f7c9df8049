"""What was decided in the last year, as a population on which editors try a rule; and one person's data from the registers."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cdos.base.fence import api as fence
from cdos.base.identity import api as identity
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Value
from cdos.hubs.registers import api as registers

from ..models import Receipt
from . import sealing

MOST = 100_000


def crowd() -> rules.Crowd:
    return rules.Crowd(
        "history",
        _("Applications decided by rule in the last year"),
        _("Data as they stood when each was decided, from the receipts; nobody is looked up."),
        load,
    )


def load(fields: frozenset[str]) -> rules.Population:
    """Each matter once, with its last receipt; only those whose receipt knows any of the fields."""
    since = timezone.now() - timedelta(days=365)
    with fence.everything():
        rows = Receipt.objects.filter(decided_at__gte=since, erased_at__isnull=True).order_by("-pk")
        kept = rows.values_list("matter_id", "sealed")[:MOST]
        seen: dict[int, dict[str, Value]] = {}
        for matter_id, sealed in kept.iterator():
            if matter_id in seen:
                continue
            used = sealing.unseal(sealed, sealing.RECEIPTS)[1]["used"]
            facts = {name: value for name, value, *_rest in used if name in fields}
            if facts:
                seen[matter_id] = facts
    return rules.Population.of(list(seen.values()), fields)


def person(actor: Actor, typed: str, fields: frozenset[str], purpose: str) -> rules.Person | None:
    """By the number of the party; the registers record the look."""
    if not typed.strip().isdecimal() or len(typed) > 12:
        return None
    party = identity.party(int(typed))
    if party is None:
        return None
    facts = registers.known(
        registers.facts_of(party_id=party.id, fields=fields, purpose=purpose, actor=actor)
    )
    return rules.Person(party.id, party.name[:1] + "*" * (len(party.name) - 1), facts)
