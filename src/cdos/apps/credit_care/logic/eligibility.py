"""Who may be treated on credit, and up to how much: the rule over what the registers know, with its reasons in words."""

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Facts, Finding, RuleVersion, Truth, Value
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import Availability, Fact

from ..contracts import DEFAULT, FIELDS, PURPOSE, RULE, Eligibility, Reason
from ..models import Visit

LIMITS = {"A": "limit_a_fen", "B": "limit_b_fen"}
LOWEST = "B"  # what the office grants where the registers do not know


def look(*, actor: Actor, party_id: int) -> Eligibility:
    """Each look into a register is recorded. Without a rule in force a person decides."""
    live = rules.live(RULE)
    found = registers.facts_of(party_id=party_id, fields=FIELDS, purpose=PURPOSE, actor=actor)
    facts: dict[str, Value] = {**registers.known(found), DEFAULT: in_default(party_id)}
    if live is None:
        return Eligibility(Truth.UNKNOWN, (), "", 0)
    verdict = rules.decide(live.node, facts)
    level = str(facts.get("credit_level") or "")
    granted = verdict.truth is Truth.YES
    return Eligibility(
        truth=verdict.truth,
        reasons=tuple(_reasons(verdict.trace, facts, found)),
        level=level if granted else "",
        limit_fen=limit(live, level) if granted else 0,
        ask_sources=_to_ask(found),
    )


def limit(live: RuleVersion, level: str) -> int:
    value = live.outputs.get(LIMITS.get(level, LIMITS[LOWEST]))
    return value if isinstance(value, int) else 0


def lowest_limit() -> int:
    live = rules.live(RULE)
    return limit(live, LOWEST) if live else 0


def in_default(party_id: int) -> bool:
    """Visits not repaid after the days of grace."""
    rows = Visit.objects.filter(party_id=party_id, defaulted_at__isnull=False)
    return any(row.credit_fen > row.repaid_fen for row in rows)


def _to_ask(found: dict[str, Fact]) -> tuple[str, ...]:
    """Registers that would be asked if the person allowed it."""
    barred = {name for name, fact in found.items() if fact.availability is Availability.NO_CONSENT}
    return tuple(one.code for one in registers.sources_of(barred) if one.needs_consent) if barred else ()


def _reasons(trace: tuple[Finding, ...], facts: Facts, found: dict[str, Fact]) -> Iterator[Reason]:
    language = get_language() or "zh-hans"
    for one in trace:
        name = one.leaf.field
        seen = (
            ""
            if one.found is None or isinstance(one.found, bool)
            else rules.value_in_words(one.found, field=name, language=language)
        )
        yield Reason(
            words=rules.leaf_in_words(one.leaf, language),
            found=seen,
            clause=rules.clause_in_words(one.leaf.clause),
            truth=one.truth,
            field=name,
            mend="" if one.truth is Truth.YES else _mend(name, one.truth, found.get(name)),
        )


def _mend(name: str, truth: Truth, fact: Fact | None) -> str:
    if truth is Truth.UNKNOWN:
        return _unknown(fact)
    if name == DEFAULT:
        return _("Repay what is overdue; from that moment you can be treated on credit again.")
    if name == "social_security_months":
        return _("Once you have six months of social insurance in the city, this is met by itself.")
    return _("If this is not right, say so: the register looks at it. See “My data and consents”.")


def _unknown(fact: Fact | None) -> str:
    if fact is not None and fact.availability is Availability.NO_CONSENT:
        return _("Not asked yet: we look only when you allow it.")
    if fact is not None and fact.availability is Availability.AWAY:
        return _("The register does not answer at the moment. Please try again later.")
    return _("The register does not know. A person of the office can look at it.")
