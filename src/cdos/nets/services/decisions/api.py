"""The only door to decisions by rule (秒批). Keyword-only; DecisionRefused says one sentence for the person."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.fence import api as fence
from cdos.base.files.contracts import StoredFile
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo, NotAllowed, Visibility
from cdos.base.organisation import api as organisation
from cdos.base.organisation.api import acted, changing
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.rules.contracts import Facts, Value
from cdos.hubs.registers.contracts import Fact

from .contracts import (
    DecisionRefused,
    DocumentReading,
    Drift,
    DriftState,
    Foreseen,
    Outcome,
    Reading,
    Receipt,
    Remedy,
)
from .logic import deciding, documents, drifting, receipts, recording, remedies, sampling, telling
from .logic.remedies import Hook, months_later
from .models import Receipt as Row

__all__ = ["DecisionRefused", "Hook", "months_later"]


def foresee(*, rule: str, facts: Facts) -> Foreseen:
    """What would be decided on these facts today; nothing is kept, no query. DecisionRefused: no rule is in force."""
    return deciding.foresee(rule, facts)


def decide(
    *,
    matter: MatterInfo,
    rule: str,
    facts: Facts,
    actor: Actor,
    sources: Mapping[str, Fact] | None = None,
    purpose: str = "",
) -> Receipt:
    """Decide and keep the receipt, in the caller's transaction (issue the licence in the same one).

    `facts` are all values; `sources` says which of them came from a register or a confirmed document (`confirmed_facts`);
    the rest counts as said by the applicant. GRANTED and REFUSED are decided at once; ASK wants `receipt.unknown`; PERSON
    was drawn for a person's look (`receipt.truth` is what the rule said). `purpose` is what the registers were asked for;
    empty: "item:RULE". DecisionRefused: no rule is in force, or a datum claims a document that its owner has not confirmed.
    """
    return deciding.decide(
        matter=matter, code=rule, facts=facts, sources=sources or {}, actor=actor, purpose=purpose
    )


def acting(*, actor: Actor, receipt_id: int) -> Actor:
    """Who may act today for the receipt's party reads it as theirs, without a switch of the party."""
    with fence.everything():
        return receipts.reader(actor, receipt_id)


@acted
def receipt(*, actor: Actor, receipt_id: int) -> Receipt:
    """By the person it is about and by staff who may see its matter; a look by staff is recorded. LookupError."""
    row = _row(receipt_id)
    if actor.is_staff:
        recording.entry(
            recording.LOOKED,
            by=actor.account_id,
            about=row.party_id,
            object=f"receipt:{row.pk}",
            details=organisation.standing(actor),
        )
    return receipts.of_row(row)


def _row(receipt_id: int) -> Row:
    found = statements.row(Row, "id = %s::bigint", [receipt_id])
    if found is None:
        raise LookupError(receipt_id)
    return found


@acted
def receipts_of(*, actor: Actor, matter: str) -> list[Receipt]:
    """Newest first, those that the actor may see."""
    return [receipts.of_row(row) for row in Row.objects.filter(matter=matter).order_by("-pk")]


@acted
def is_whole(*, actor: Actor, receipt_id: int) -> bool:
    """Whether the receipt is what was sealed when it was decided. LookupError."""
    return receipts.is_whole(_row(receipt_id))


def reading(found: "Receipt | Foreseen") -> Reading:
    """A decision in words for the person: sentence, reasons with clauses, what is missing, ways to object."""
    return telling.reading(found) if isinstance(found, Receipt) else telling.foreseen(found)


# Ways to object


def add_remedy(hook: Hook) -> None:
    """A law's way to object; in `AppConfig.ready`."""
    remedies.register(hook)


def remedies_of(*, rule: str, outcome: Outcome, on: date) -> tuple[Remedy, ...]:
    """For a refusal by a person: the same ways and days that a rule's refusal names."""
    return remedies.in_words(remedies.of(rule, outcome, on))


def drawn(*, matter: str, rule: str, version: int) -> bool:
    """Whether this decision is drawn for a person's look; always the same answer."""
    return sampling.drawn(matter, rule, version)


# Decisions that no longer fit


@acted
def drifts(*, actor: Actor, state: DriftState | None = None, limit: int = 100) -> list[Drift]:
    """In the actor's reach, newest first. NotAllowed."""
    _staff(actor)
    return drifting.listed(state, limit=limit)


@acted
def drift_counts(*, actor: Actor) -> Mapping[str, int]:
    """How many in each state, in the actor's reach. NotAllowed."""
    _staff(actor)
    return drifting.counts()


@changing
def settle_drift(*, actor: Actor, drift_id: int, state: DriftState, note: str) -> None:
    """The decision stands, or is taken up again (a note goes to the matter). NotAllowed, LookupError, DecisionRefused."""
    _staff(actor)
    row = drifting.settle(actor, drift_id, state, note)
    if state is DriftState.REVIEW:
        matters.comment(actor=actor, number=row.receipt.matter, text=row.note, visibility=Visibility.STAFF)


def look_again(*, actor: Actor, receipt_id: int) -> None:
    """One decision, rule and registers, now. DecisionRefused: it still fits. NotAllowed, LookupError."""
    _staff(actor)
    receipt(actor=actor, receipt_id=receipt_id)
    if not drifting.look(receipt_id=receipt_id):
        raise DecisionRefused(_("Looked at again: the decision still fits rule and data."))


def look_for_drift(*, rule: str = "", receipt_id: int = 0) -> int:
    """Look again at what was decided; how many no longer fit. For the worker and tests."""
    return drifting.look(rule=rule, receipt_id=receipt_id)


def _staff(actor: Actor) -> None:
    if not (
        actor.system
        or any(organisation.may(actor, one) for one in (Action.HANDLE, Action.SUPERVISE, Action.DISPATCH))
    ):
        raise NotAllowed("not_yours", "staff who handle or oversee matters only")


# Documents read by machine (AI+秒批)


def read_document(*, actor: Actor, party_id: int, token: str, fields: Sequence[str]) -> DocumentReading:
    """Ask that an uploaded file be read for these fields; done in the background, see `document_reading`.

    Nothing that is read feeds a rule before the person saw it and `confirm_document` was called. LookupError: no such file.
    """
    _for_party(actor, party_id)
    return documents.info(documents.ask(actor, party_id, token, fields))


def document_reading(*, actor: Actor, reading_id: int) -> DocumentReading:
    """`read_at` is None while the reader is at it. LookupError for another's."""
    with fence.everything():
        row = documents.row_of(reading_id)
        _for_party(actor, row.party_id)
        return documents.info(row)


def readable_documents(*, tokens: Collection[str]) -> list[StoredFile]:
    """Of these files, those that can be read by machine here."""
    return documents.readable(tokens) if tokens else []


def document_readings(*, actor: Actor, party_id: int, tokens: Collection[str]) -> list[DocumentReading]:
    """What was asked to be read of these files of the party, in the order asked."""
    _for_party(actor, party_id)
    with fence.everything():
        return [documents.info(row) for row in documents.of_files(party_id, tokens)] if tokens else []


def confirmed_facts(*, party_id: int, tokens: Collection[str]) -> dict[str, Fact]:
    """What these files of the party say and the party confirmed, with the document as source: `sources` of `decide`.

    What the person mended is their word and left to the form. Who may ask is checked by the caller.
    """
    if not tokens:
        return {}
    with fence.everything():
        return documents.facts(one for one in documents.of_files(party_id, tokens) if one.confirmed_at)


def confirm_document(*, actor: Actor, reading_id: int, values: Mapping[str, Value]) -> DocumentReading:
    """The person saw these values, mended some perhaps, and says that they are so; left out ones are not used.

    DecisionRefused: not read yet, confirmed already, or a field that was not read. LookupError for another's.
    """
    with fence.everything():
        _for_party(actor, documents.row_of(reading_id).party_id)
    with transaction.atomic(), fence.everything():
        return documents.info(documents.confirm(actor, reading_id, values))


def _for_party(actor: Actor, party_id: int | None) -> None:
    """The person, who acts for it, and staff who file for others; to anybody else it is not there."""
    own = actor.party_id is not None and actor.party_id == party_id
    staff = any(organisation.may(actor, one) for one in (Action.HANDLE, Action.FILE_FOR_OTHERS))
    if not (own or actor.system or staff):
        raise LookupError(party_id)
