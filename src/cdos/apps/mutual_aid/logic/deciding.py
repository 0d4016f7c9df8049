"""What the plan owes for a settlement: the rule says whether, its outputs how much; a year's limit holds over all of a year."""

from dataclasses import dataclass

from django.utils.translation import get_language

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import RuleVersion, Truth, Value

from ..contracts import CARE, MEMBER_DAYS, OWN, RULE, ClaimState, Part, Reason
from ..models import Claim

GONE = ("paid", "recovering", "recovered")  # payouts that the bank has paid
OPEN = ("ready", "confirmed", "failed", "paid", "back")  # what counts against the year's limit


@dataclass(frozen=True, slots=True)
class Decision:
    state: ClaimState
    fen: int
    parts: tuple[Part, ...]
    version: int
    facts: dict[str, Value]


def decide(claim: Claim) -> Decision:
    """Of its member, locked by the caller. Without a rule, or where something is not known, a person decides."""
    facts = facts_of(claim)
    live = rules.live(RULE)
    if live is None:
        return Decision(ClaimState.ASKING, 0, (), 0, facts)
    truth = rules.decide(live.node, facts).truth
    if truth is Truth.UNKNOWN and claim.granted is not None:
        truth = Truth.YES if claim.granted else Truth.NO
    if truth is Truth.UNKNOWN:
        return Decision(ClaimState.ASKING, 0, (), live.version, facts)
    parts = amount(claim, live) if truth is Truth.YES else ()
    fen = sum(part.fen for part in parts)
    return Decision(ClaimState.READY if fen else ClaimState.NOTHING, fen, parts, live.version, facts)


def facts_of(claim: Claim) -> dict[str, Value]:
    return {
        MEMBER_DAYS: (claim.admitted_on - claim.member.since).days,
        CARE: claim.care or None,
        OWN: claim.own_fen,
    }


def output(live: RuleVersion, name: str) -> int:
    value = live.outputs.get(name)
    return value if isinstance(value, int) else 0


def amount(claim: Claim, live: RuleVersion) -> tuple[Part, ...]:
    over = max(0, claim.own_fen - output(live, "deductible_fen"))
    share = Part("share", over * output(live, "permille") // 1000)
    others = others_of_year(claim)
    days = min(_days(claim), max(0, output(live, "days_most") - _days_used(others)))
    allowance = Part("days", days * output(live, "day_fen"), days)
    found = share.fen + allowance.fen
    left = max(0, output(live, "year_most_fen") - sum(one.fen for one in others))
    parts = (share, allowance) if found <= left else (share, allowance, Part("cap", left - found))
    return tuple(part for part in parts if part.fen)


def _days(claim: Claim) -> int:
    return max(1, (claim.left_on - claim.admitted_on).days)


def _days_used(others: list[Claim]) -> int:
    return sum(count for one in others for what, _fen, count in one.parts if what == "days")


def others_of_year(claim: Claim) -> list[Claim]:
    """Of the same member, found before it, that left the hospital in the same year."""
    rows = Claim.objects.filter(member=claim.member, left_on__year=claim.left_on.year, state__in=OPEN)
    return list(rows.exclude(pk=claim.pk))


def of_year(member_id: int, year: int) -> tuple[int, int]:
    """(paid, kept): what a year's limit has paid, and what it keeps for claims that are ready or on their way."""
    rows = Claim.objects.filter(member_id=member_id, left_on__year=year, state__in=OPEN)
    claims = list(rows.prefetch_related("grants"))
    paid = sum(min(one.fen, _paid(one)) for one in claims)
    return paid, sum(one.fen for one in claims) - paid


def _paid(claim: Claim) -> int:
    """What was paid and is not asked back."""
    return sum(one.fen - one.back_fen for one in claim.grants.all() if one.state in GONE)


def most_fen() -> int:
    live = rules.live(RULE)
    return output(live, "year_most_fen") if live else 0


def reasons(claim: Claim) -> tuple[Reason, ...]:
    """As it was decided, by the version of the rule then."""
    try:
        held = rules.version(RULE, claim.rule_version)
    except LookupError:
        return ()
    language = get_language() or "zh-hans"
    facts: dict[str, Value] = dict(claim.facts)
    return tuple(
        Reason(
            words=rules.leaf_in_words(one.leaf, language),
            found=""
            if one.found is None
            else rules.value_in_words(one.found, field=one.leaf.field, language=language),
            clause=rules.clause_in_words(one.leaf.clause),
            truth=one.truth.value,
            found_language=rules.value_language(one.found, field=one.leaf.field, language=language),
        )
        for one in rules.decide(held.node, facts).trace
    )
