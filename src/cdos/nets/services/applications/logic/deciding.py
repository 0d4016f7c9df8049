"""The rule decides at once where the item says so; what it cannot or may not decide waits for a person."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from cdos.base import statements
from cdos.base.identity.contracts import Party
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Effect, MatterInfo
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.nets.services.decisions import api as decisions
from cdos.nets.services.decisions.contracts import Outcome, Receipt

from ..models import Application
from . import fees, foreseeing, recording, results
from .gathering import Gathered

DECIDED = (
    *("receipt_id", "at_once", "decided_at", "outcome", "reason", "clauses"),
    *("licence", "document", "objection_until"),
)


@dataclass(frozen=True, slots=True)
class Judged:
    row: Application
    receipt: Receipt
    party: Party | None


# What the move's effect carries out: the engine hands effects the matter only.
_judged: ContextVar[Judged | None] = ContextVar("applications_judged", default=None)


@contextmanager
def _carrying(judged: Judged) -> Iterator[None]:
    token = _judged.set(judged)
    try:
        yield
    finally:
        _judged.reset(token)


def at_once(
    row: Application, found: Gathered, matter: MatterInfo, actor: Actor, party: Party | None
) -> MatterInfo:
    """Writes the receipt and, where the rule may decide, the decision with all it gives; the matter as it is then."""
    if found.rule is None:
        return matter
    receipt = decisions.decide(
        matter=matter,
        rule=found.item.rule,
        facts=found.values,
        sources={name: fact for name, fact in found.facts.items() if fact.found},
        actor=actor,
        purpose=row.purpose,
    )
    row.receipt_id = receipt.id
    decided = receipt.outcome in (Outcome.GRANTED, Outcome.REFUSED)
    if not (decided and found.item.instant) or foreseeing.doubtful(found):
        row.save(update_fields=["receipt_id"])
        return matter
    with _carrying(Judged(row, receipt, party)):
        return matters.act(actor=SYSTEM, number=row.number, move="decide")


def carry_out() -> Effect:
    """Within the move “decide”."""
    judged = _judged.get()
    assert judged is not None, "only `at_once` makes this move"
    row, receipt = judged.row, judged.receipt
    row.at_once, row.decided_at = True, timezone.now()
    if receipt.outcome is Outcome.GRANTED:
        state = granted(row, judged.party)
    else:
        state = "refused"
        with override(settings.LANGUAGE_CODE):
            row.reason = foreseeing.unmet(receipt.failing)
            row.clauses = list(map(foreseeing.why_not, receipt.failing))
        refused(row)
    statements.update(row, DECIDED)
    recording.decided(row, by=None)
    return Effect(state=state, data={"receipt": receipt.id})


def granted(row: Application, party: Party | None) -> str:
    """Gives the result; the state it leads to. A decision is an act of the city, in its language, whoever reads it."""
    row.outcome = "granted"
    with override(settings.LANGUAGE_CODE):
        return "delivered" if results.give(row, party) else "granted"


def refused(row: Application) -> None:
    """Reason and clauses are written; the document, the term, and what was paid goes back."""
    row.outcome = "refused"
    with override(settings.LANGUAGE_CODE):
        results.refuse(row)
        fees.give_back(row, row.reason)
