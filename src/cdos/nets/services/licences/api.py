"""The only door to licences. Keyword-only; LicenceRefused, NotAllowed and LookupError as said at each verb.

What a matter does (`issue`, `use`, `document` …) runs in the caller's transaction and asks no permission: the matter was
decided by who may. What people do by themselves has an `actor`, and asks.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.organisation.api import acted, changing
from cdos.base.organisation.contracts import SYSTEM, Actor

from .contracts import (
    CONSENT,
    Act,
    Asked,
    Event,
    Licence,
    LicenceRow,
    LicenceState,
    LicenceType,
    Paper,
    Proposal,
    Second,
    Use,
    Verification,
)
from .logic import (
    checking,
    consents,
    holding,
    issuing,
    keeping,
    kinds,
    loading,
    papers,
    reading,
    staff,
    tokens,
    using,
    verifying,
    wording,
)
from .logic import second as second_
from .logic.codes import is_identifier, spaced, tidy
from .logic.holding import in_a_month as usual_end
from .logic.staff import good_day
from .logic.verifying import LARGEST
from .logic.wording import masked_number

__all__ = ["LARGEST", "good_day", "is_identifier", "masked_number", "spaced", "tidy", "usual_end"]


# Types


def types() -> dict[str, LicenceType]:
    """All types by code."""
    return kinds.types()


def definer(*, type: str) -> str:
    """Code of the unit that defines a type, and issues it where nobody else is named; empty for an unknown one."""
    return kinds.definer(type)


def save_type(*, actor: Actor, type: LicenceType, function: str) -> LicenceType:
    """Add or change one of the city's own; `function` of the unit that defines it. LicenceRefused."""
    return kinds.save(actor, type, function)


def type_for_material(*, material: str) -> str:
    """Code of the type that replaces this material (免证办); empty where none does."""
    return kinds.of_material(material)


# What a matter does


def issue(
    *,
    type: str,
    holder_id: int,
    values: Mapping[str, object],
    issuer: str = "",
    matter: str = "",
    number: str = "",
    issued_on: date | None = None,
    valid_until: date | None = None,
    reason: str = "",
    actor: Actor = SYSTEM,
) -> Licence:
    """In the caller's transaction; the holder is told. `issuer` empty: who defines the type. LicenceRefused.

    Of a type that nobody holds twice, it is a new version of the one held, or refused: see `second`.
    """
    wish = keeping.Wish(
        type=type,
        holder_id=holder_id,
        issuer=issuer or kinds.definer(type),
        values=values,
        number=number,
        issued_on=issued_on,
        valid_until=valid_until,
        matter=matter,
        reason=reason,
    )
    with transaction.atomic(), fence.everything():
        return issuing.issue(actor, wish)


def second(*, holder_id: int, types: Iterable[str]) -> dict[str, Second]:
    """By type: what would become of another one, for types of which this holder has one and may have no other."""
    with fence.everything():
        return second_.of_holder(holder_id, types)


def change(
    *,
    licence: Licence | str | int,
    values: Mapping[str, object],
    reason: str,
    valid_until: date | None = None,
    matter: str = "",
    actor: Actor = SYSTEM,
) -> Licence:
    """The next version, which supersedes the one before; values not named stay. LookupError, LicenceRefused."""
    with transaction.atomic(), fence.everything():
        row = reading.row_of(licence, locked=True)
        return keeping.change(
            actor, row, values=values, reason=reason, valid_until=valid_until, matter=matter
        )


def renew(
    *,
    licence: Licence | str | int,
    values: Mapping[str, object],
    reason: str,
    matter: str = "",
    actor: Actor = SYSTEM,
) -> Licence:
    """As `change`, and it is good anew for as long as its type is. LookupError, LicenceRefused."""
    with transaction.atomic(), fence.everything():
        row = reading.row_of(licence, locked=True)
        until = keeping.runs_out(timezone.localdate(), kinds.needed(row.type).valid_months)
        return keeping.change(actor, row, values=values, reason=reason, valid_until=until, matter=matter)


def _move(act: Act, licence: Licence | str | int, reason: str, matter: str, actor: Actor) -> Licence:
    with transaction.atomic(), fence.everything():
        return keeping.move(actor, reading.row_of(licence, locked=True), act, reason=reason, matter=matter)


def suspend(*, licence: Licence | str | int, reason: str, matter: str = "", actor: Actor = SYSTEM) -> Licence:
    return _move(Act.SUSPENDED, licence, reason, matter, actor)


def resume(*, licence: Licence | str | int, reason: str, matter: str = "", actor: Actor = SYSTEM) -> Licence:
    return _move(Act.RESUMED, licence, reason, matter, actor)


def withdraw(
    *, licence: Licence | str | int, reason: str, matter: str = "", actor: Actor = SYSTEM
) -> Licence:
    """撤销: it should not have been given. For a matter that two people decided; staff on their own use `propose`."""
    return _move(Act.WITHDRAWN, licence, reason, matter, actor)


def cancel(*, licence: Licence | str | int, reason: str, matter: str = "", actor: Actor = SYSTEM) -> Licence:
    """注销: the holder gives it back, or is no more."""
    return _move(Act.CANCELLED, licence, reason, matter, actor)


def revoke(*, licence: Licence | str | int, reason: str, matter: str = "", actor: Actor = SYSTEM) -> Licence:
    """吊销: a penalty. For a matter that two people decided; staff on their own use `propose`."""
    return _move(Act.REVOKED, licence, reason, matter, actor)


def move_out(
    *, licence: Licence | str | int, reason: str, matter: str = "", actor: Actor = SYSTEM
) -> Licence:
    """转出: another city answers for it now."""
    return _move(Act.MOVED_OUT, licence, reason, matter, actor)


def licence(licence: str | int) -> Licence | None:
    """By id or identifier. Asks no permission."""
    with fence.everything():
        try:
            return reading.one(reading.row_of(licence))
        except LookupError:
            return None


def of_holder(party_id: int, *, valid_only: bool = True) -> list[Licence]:
    """Newest first. Asks no permission, and leaves no trace: `use` what you find."""
    with fence.everything():
        return reading.of_holder(party_id, valid_only=valid_only)


def of_matter(*, matter: str) -> list[Licence]:
    with fence.everything():
        return holding.of_matter(matter)


def replaced_by_licence(*, materials: Iterable[str | Asked], party_id: int) -> dict[str, Licence]:
    """免证办: material code -> the holder's valid licence that stands for it; materials without one are absent."""
    with fence.everything():
        return holding.replaced(materials, party_id)


def use(
    *,
    licence: Licence | str | int,
    purpose: str,
    ground: str,
    by: str,
    until: datetime,
    unit: str = "",
    actor: Actor = SYSTEM,
) -> Use:
    """The trace of a use, which the holder sees. `ground`: "consent", or the law in words.

    Consent is the holder's own act (`actor`), or one kept by the registers for the source `licences` and this purpose.
    LookupError; LicenceRefused for an invalid licence, no purpose, no consent, an end that is past or over a year away.
    """
    with transaction.atomic(), fence.everything():
        row = reading.row_of(licence, locked=True)
        return reading.use(
            using.use(actor, row, purpose=purpose, ground=ground, by=by, until=until, unit=unit)
        )


def look(*, licence: Licence | str | int, use: int) -> Licence:
    """What a licence says, under a use that still runs; counted. LookupError, LicenceRefused."""
    with transaction.atomic(), fence.everything():
        return using.look(reading.row_of(licence), use)


def uses_for(*, purpose: str, party_id: int) -> list[Use]:
    """Uses of a holder's licences for one purpose."""
    with fence.everything():
        return holding.uses_for(purpose, party_id)


def document(
    *,
    title: str,
    paragraphs: Sequence[str],
    issuer: str,
    matter: str = "",
    facts: Sequence[tuple[str, str]] = (),
    holder_id: int | None = None,
    issued_on: date | None = None,
    number: str = "",
) -> Paper:
    """A PDF with code, QR code and the issuer's seal, kept with its digest; `token` is its file. LicenceRefused."""
    with transaction.atomic(), fence.everything():
        return papers.document(
            title=title,
            paragraphs=paragraphs,
            issuer=issuer,
            matter=matter,
            facts=facts,
            holder_id=holder_id,
            issued_on=issued_on,
            number=number,
        )


def documents_of(*, matter: str) -> list[Paper]:
    with fence.everything():
        return papers.of_matter(matter)


def withdraw_document(*, code: str, why: str) -> Paper:
    """It does not hold any more; whoever verifies it reads why. LookupError, LicenceRefused."""
    with transaction.atomic(), fence.everything():
        return papers.withdraw(code, why=why)


def load(rows: Iterable[LicenceRow]) -> int:
    with transaction.atomic(), fence.everything():
        return loading.load(rows)


def expire(*, today: date) -> int:
    """All that ran out before today, batch by batch; how many."""
    return _all_of(lambda: keeping.expire(SYSTEM, today))


def remind(*, today: date) -> int:
    """Holders of what runs out within a month, once; how many licences."""
    return _all_of(lambda: holding.remind(today))


def _all_of(batch: Callable[[], int]) -> int:
    """Each batch in a transaction of its own, until nothing is left."""
    count = 0
    while True:
        with transaction.atomic(), fence.everything():
            done = batch()
        if not done:
            return count
        count += done


# What everybody does


def verify(code: str) -> Verification:
    """By a code, or by an SD-JWT of this city."""
    with fence.everything():
        return checking.verify(code) if checking.looks_like(code) else verifying.verify(code)


def verify_file(data: bytes) -> Verification:
    """By a PDF file. LicenceRefused for what is no PDF."""
    with fence.everything():
        return verifying.verify_file(data)


def jwks() -> dict[str, Any]:
    tokens.ready()
    return tokens.jwks()


def issuer_metadata() -> dict[str, Any]:
    return tokens.metadata()


def status_list(number: int) -> str:
    """A signed Token Status List. LookupError beyond the last licence."""
    with fence.everything():
        return holding.status_list(number)


def type_metadata(code: str) -> dict[str, Any]:
    """What a wallet shows of a type of credential. LookupError."""
    return holding.type_metadata(code)


def export_sd_jwt(
    *,
    licence: Licence,
    fields: Iterable[str] | None = None,
    holder_key: Mapping[str, Any] | None = None,
) -> str:
    """SD-JWT VC with the disclosures of `fields` (None: all); `holder_key` a public JWK that it is bound to."""
    return tokens.export(licence, fields=fields, holder_key=holder_key)


# What the holder does


@acted
def own(*, actor: Actor) -> list[Licence]:
    """Of the party acted for: the newest version of each, valid ones first."""
    return reading.latest(actor.party_id) if actor.party_id else []


@acted
def own_documents(*, actor: Actor) -> list[Paper]:
    return papers.of_holder(actor.party_id) if actor.party_id else []


@acted
def own_licence(*, actor: Actor, licence_id: int) -> Licence:
    """LookupError for another's."""
    return reading.one(holding.own_row(actor, licence_id))


@acted
def own_history(*, actor: Actor, licence_id: int) -> tuple[Sequence[Event], Sequence[Use]]:
    """What happened to it and who used it, newest first. LookupError."""
    row = holding.own_row(actor, licence_id)
    return reading.events(row), reading.uses(row)


@acted
def own_uses(*, actor: Actor, limit: int = 100) -> list[Use]:
    """Of all licences of the party acted for."""
    return reading.uses(party_id=actor.party_id, limit=limit) if actor.party_id else []


def give_copy(*, actor: Actor, licence_id: int, purpose: str, by: str, until: date) -> Paper:
    """A watermarked copy for somebody, for a purpose and a time. LookupError, LicenceRefused."""
    with transaction.atomic(), fence.everything():
        return holding.give_copy(actor, licence_id, purpose=purpose, by=by, until=until)


@changing
def stop(*, actor: Actor, use_id: int) -> Use:
    """End a use that stands on the holder's consent. LookupError, LicenceRefused."""
    return using.stop(actor, use_id)


@changing
def export_own(
    *,
    actor: Actor,
    licence_id: int,
    fields: Iterable[str] | None = None,
    holder_key: Mapping[str, Any] | None = None,
) -> str:
    """A valid licence as SD-JWT VC, for the holder's own wallet. LookupError, LicenceRefused."""
    return holding.export(actor, licence_id, fields, holder_key)


# What staff do


def may_work(*, actor: Actor) -> bool:
    return staff.may_work(actor)


def find(*, actor: Actor, words: str, reason: str) -> list[Licence]:
    """With a reason, which the holder sees. NotAllowed, LicenceRefused."""
    with transaction.atomic(), fence.everything():
        return staff.find(actor, words=words, reason=reason)


def issued_by(*, actor: Actor, before: int | None = None, limit: int = 30) -> list[Licence]:
    """By the actor's units, newest first."""
    with fence.everything():
        return staff.issued_by(actor, before=before, limit=limit)


def for_staff(*, actor: Actor, licence_id: int) -> tuple[Licence, Sequence[Event], Sequence[Proposal]]:
    """Of the actor's own units; the look is recorded. LookupError, NotAllowed."""
    with transaction.atomic(), fence.everything():
        return holding.for_staff(actor, licence_id)


def issue_by_hand(
    *,
    actor: Actor,
    type: str,
    document: str,
    values: Mapping[str, object],
    issuer: str,
    reason: str,
    valid_until: date | None = None,
) -> Licence:
    """To who has this identity number or credit code. NotAllowed, LicenceRefused."""
    with transaction.atomic(), fence.everything():
        staff.needed(actor, issuer)
        holder = staff.holder_of(document)
        wish = keeping.Wish(type, holder, issuer, values, valid_until=valid_until, reason=reason)
        return issuing.issue(actor, holding.complete(wish))


def move(*, actor: Actor, licence_id: int, act: Act, reason: str) -> Licence:
    """Suspend, resume or cancel by the unit that issued it. LookupError, NotAllowed, LicenceRefused."""
    with transaction.atomic(), fence.everything():
        return holding.move_by_hand(actor, licence_id, act, reason)


def propose(*, actor: Actor, licence_id: int, act: Act, reason: str, basis: str) -> Proposal:
    """To revoke or withdraw. LookupError, NotAllowed, LicenceRefused."""
    with transaction.atomic(), fence.everything():
        return staff.propose(actor, reading.row_of(licence_id, locked=True), act, reason=reason, basis=basis)


def decide(*, actor: Actor, proposal_id: int, granted: bool, note: str = "") -> Proposal:
    """By another person, who approves for the unit. LookupError, NotAllowed, LicenceRefused."""
    with transaction.atomic(), fence.everything():
        return staff.decide(actor, proposal_id, granted=granted, note=note)


def proposals(*, actor: Actor) -> list[Proposal]:
    """Waiting in the actor's units, oldest first."""
    with fence.everything():
        return staff.waiting(actor)


def usual_issuer(*, actor: Actor, type: str) -> str:
    return staff.usual_issuer(actor, type)


def issuers(*, actor: Actor) -> list[str]:
    """Codes of the units in whose name the actor issues."""
    return staff.issuers(actor)


def rows(licence: Licence) -> list[tuple[str, str]]:
    """Title and value of each field, as people read them."""
    return wording.rows(licence)


def state_word(state: LicenceState) -> str:
    return str(wording.STATES[state])


def state_kind(state: LicenceState) -> str:
    """Kind of badge."""
    return wording.KINDS.get(state, "bad")


def act_word(act: Act) -> str:
    return str(wording.ACTS[act])


def purpose_words(purpose: str) -> str:
    return consents.purpose_words(purpose)


def may_stop(use: Use, *, now: datetime) -> bool:
    """Whether the holder can end it now."""
    return use.ground == CONSENT and use.stopped_at is None and use.expires_at > now
