"""Receipts as they are read again, years later: with the rule as it was, and whether they are still what was sealed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict

from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Sought
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Finding, RuleVersion, Truth

from ..contracts import Outcome, Receipt, Remedy, Used
from ..models import Receipt as Row
from . import recording, remedies, sealing


class Objection(TypedDict):
    objection_until: date | None
    objection_words: str


def objection(kept: list[tuple[str, date]]) -> Objection:
    told = remedies.in_words(kept)
    return {
        "objection_until": told[0].until if told else None,
        "objection_words": "\n".join(one.words for one in told),
    }


def head(
    matter: str,
    rule: str,
    version: int,
    hash_: str,
    truth: Truth,
    outcome: Outcome,
    sampled: bool,
    at: datetime,
) -> tuple[str, ...]:
    """What stands in clear, as the seal covers it."""
    return (
        matter,
        rule,
        str(version),
        hash_,
        truth.value,
        outcome.value,
        str(int(sampled)),
        f"{at.timestamp():.6f}",
    )


def of_row(row: Row) -> Receipt:
    version = rules.version(row.rule, row.version)
    _text, content = sealing.unseal(row.sealed, sealing.RECEIPTS)
    trace = _trace(version, content["trace"])
    failing, unknown = _standing(version, trace, row)
    return Receipt(
        id=row.pk,
        matter=row.matter,
        rule=row.rule,
        version=row.version,
        hash=row.hash,
        outcome=Outcome(row.outcome),
        decided_at=row.decided_at,
        used=tuple(Used(name, value, source, at, mark) for name, value, source, at, mark in content["used"]),
        failing=failing,
        unknown=unknown,
        trace=trace,
        sampled=row.sampled,
        truth=Truth(row.truth),
        title=version.title,
        party_id=row.party_id,
        outputs=row.outputs,
        seal=row.seal,
        erased=row.erased_at is not None,
        **objection(kept_remedies(row)),
    )


def reader(actor: Actor, receipt_id: int) -> Actor:
    own = actor.own_party_id
    party = Row.objects.filter(pk=receipt_id).values_list("party_id", flat=True).first()
    if own is None or party is None or party == actor.party_id:
        return actor
    if party == own or identity.party_acted_for(own_party_id=own, party_id=party):
        return replace(actor, party_id=party)
    return actor


def kept_remedies(row: Row) -> list[tuple[str, date]]:
    return [(key, date.fromisoformat(until)) for key, until in row.remedies]


def told_remedies(row_id: int) -> tuple[Remedy, ...]:
    return remedies.in_words(kept_remedies(Row.objects.get(pk=row_id)))


def _trace(version: RuleVersion, kept: Iterable[list[object]]) -> tuple[Finding, ...]:
    leaves = {leaf.id: leaf for leaf in rules.leaves(version.node)}
    return tuple(Finding(leaves[str(key)], Truth(str(truth)), found) for key, truth, found in kept)  # type: ignore[arg-type]


def _standing(
    version: RuleVersion, trace: tuple[Finding, ...], row: Row
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Which of the findings decided it: of the same values by the same rule on the same day."""
    if row.erased_at is not None:
        return (), tuple(one for one in trace if one.truth is Truth.UNKNOWN)
    facts = {one.leaf.field: one.found for one in trace}
    facts |= {used[0]: used[1] for used in sealing.unseal(row.sealed, sealing.RECEIPTS)[1]["used"]}
    verdict = rules.decide(version.node, facts, on=timezone.localdate(row.decided_at))
    return verdict.failing, verdict.unknown


def is_whole(row: Row) -> bool:
    """Whether what is kept is what was sealed when it was decided, here and in the ledger."""
    if row.erased_at is not None:
        return False
    content, _read = sealing.unseal(row.sealed, sealing.RECEIPTS)
    truth, outcome = Truth(row.truth), Outcome(row.outcome)
    told = head(row.matter, row.rule, row.version, row.hash, truth, outcome, row.sampled, row.decided_at)
    if sealing.digest(*told, content) != row.seal:
        return False
    noted = ledger.find(Sought(act=recording.DECIDED, object=f"receipt:{row.pk}"), limit=1)
    return not noted or noted[0].details is None or noted[0].details.get("seal") == row.seal
