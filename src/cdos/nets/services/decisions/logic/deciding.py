"""Decides by rule and keeps the receipt, in the caller's transaction."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.matters.contracts import MatterInfo
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Facts, RuleVersion, Truth, Verdict
from cdos.hubs.registers.contracts import Fact

from ..contracts import APPLICANT, DecisionRefused, Foreseen, Outcome, Receipt, Used
from . import documents, receipts, recording, remedies, sampling, sealing

OUTCOMES = {Truth.YES: Outcome.GRANTED, Truth.NO: Outcome.REFUSED, Truth.UNKNOWN: Outcome.ASK}


def in_force(code: str) -> RuleVersion:
    """DecisionRefused where no rule is in force today: then only people decide."""
    found = rules.live(code)
    if found is None:
        raise DecisionRefused(_("No rule is in force for this; a person decides."))
    return found


def foresee(code: str, facts: Facts) -> Foreseen:
    rule = in_force(code)
    verdict = rules.decide(rule.node, facts)
    return Foreseen(
        rule.code, rule.version, OUTCOMES[verdict.truth], verdict.failing, verdict.unknown, verdict.trace
    )


def decide(
    *, matter: MatterInfo, code: str, facts: Facts, sources: Mapping[str, Fact], actor: Actor, purpose: str
) -> Receipt:
    rule, now = in_force(code), timezone.now()
    used = _used(rule, facts, sources)
    documents.check_confirmed(used, party_id=matter.subject_id)
    verdict = rules.decide(rule.node, facts, on=timezone.localdate(now))
    outcome = OUTCOMES[verdict.truth]
    sampled = outcome is not Outcome.ASK and sampling.drawn(matter.number, code, rule.version)
    outcome = Outcome.PERSON if sampled else outcome
    with transaction.atomic():
        return _kept(matter, rule, verdict, used, outcome, sampled, now, actor, purpose or f"item:{code}")


def _used(rule: RuleVersion, facts: Facts, sources: Mapping[str, Fact]) -> tuple[Used, ...]:
    """The data that the rule asks for and that is known, with where each is from."""
    found = []
    for name in sorted(rules.fields_of(rule.node)):
        value = facts.get(name)
        if value is None:
            continue
        fact = sources.get(name)
        # A source speaks only for the value it gave; what the person wrote over it is the person's word.
        if fact is not None and fact.value == value:
            found.append(Used(name, value, fact.source, fact.as_of, fact.version))
        else:
            found.append(Used(name, value, APPLICANT, None))
    return tuple(found)


INSERT = """
INSERT INTO decisions_receipt
  (matter, matter_id, party_id, rule, version, hash, truth, outcome, sampled, decided_at, sealed, outputs, remedies, seal)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s) RETURNING id
"""


def _kept(
    matter: MatterInfo,
    rule: RuleVersion,
    verdict: Verdict,
    used: tuple[Used, ...],
    outcome: Outcome,
    sampled: bool,
    now: datetime,
    actor: Actor,
    purpose: str,
) -> Receipt:
    open_ways = remedies.of(rule.code, outcome, timezone.localdate(now))
    content = sealing.text(
        {
            "salt": secrets.token_hex(16),
            "purpose": purpose,
            "used": [[one.field, one.value, one.source, one.as_of, one.version] for one in used],
            "trace": [[one.leaf.id, one.truth.value, one.found] for one in verdict.trace],
        }
    )
    head = receipts.head(
        matter.number, rule.code, rule.version, rule.hash, verdict.truth, outcome, sampled, now
    )
    seal = sealing.digest(*head, content)
    outputs = dict(rule.outputs) if verdict.truth is Truth.YES else {}
    values = [
        *(
            matter.number,
            matter.id,
            matter.subject_id,
            rule.code,
            rule.version,
            rule.hash,
            verdict.truth.value,
        ),
        *(outcome.value, sampled, now, sealing.seal(content, sealing.RECEIPTS), sealing.text(outputs)),
        *(sealing.text([[key, until.isoformat()] for key, until in open_ways]), seal),
    ]
    ((receipt_id,),) = statements.run(INSERT, values)
    recording.entry(
        recording.DECIDED,
        by=actor.account_id,
        about=matter.subject_id,
        object=f"receipt:{receipt_id}",
        details={"matter": matter.number, "rule": rule.code, "outcome": outcome.value, "seal": seal},
    )
    return Receipt(
        id=receipt_id, matter=matter.number, rule=rule.code, version=rule.version, hash=rule.hash, outcome=outcome,
        decided_at=now, used=used, failing=verdict.failing, unknown=verdict.unknown, trace=verdict.trace,
        sampled=sampled, truth=verdict.truth, title=rule.title, party_id=matter.subject_id, outputs=outputs, seal=seal,
        **receipts.objection(open_ways),
    )  # fmt: skip
