"""Documents of a draft that a machine can read (AI+秒批): asked for, shown with their words, used once confirmed."""

from collections.abc import Collection, Sequence

from cdos.base.files.contracts import StoredFile
from cdos.base.organisation.contracts import Actor
from cdos.nets.services.decisions import api as decisions
from cdos.nets.services.decisions.contracts import DocumentReading

from ..contracts import Draft, Prepared
from . import gathering, people


def _tokens(draft: Draft) -> list[str]:
    form = gathering.form_of(gathering.item_of(draft.item))
    return gathering.handed_in(form, draft.answers, draft.files)


def to_read(actor: Actor, draft: Draft, prepared: Prepared) -> Sequence[StoredFile]:
    """What was handed in, can be read here and was not yet, where something is not known that it might say."""
    found = decisions.readable_documents(tokens=_tokens(draft)) if prepared.unknown else []
    if not found:
        return ()
    asked = {one.token for one in readings(actor, draft)}
    return [one for one in found if one.token not in asked]


def read(actor: Actor, draft: Draft, prepared: Prepared) -> None:
    for one in to_read(actor, draft, prepared):
        decisions.read_document(
            actor=_acting(actor, draft), party_id=draft.party_id, token=one.token, fields=prepared.unknown
        )


def readings(actor: Actor, draft: Draft) -> list[DocumentReading]:
    return decisions.document_readings(
        actor=_acting(actor, draft), party_id=draft.party_id, tokens=_tokens(draft)
    )


def _acting(actor: Actor, draft: Draft) -> Actor:
    """As the draft's party, for whom they fill it in; a clerk stays one."""
    return people.as_party(actor, draft.party_id) or actor


def confirm(actor: Actor, draft: Draft, reading: DocumentReading, fields: Collection[str]) -> None:
    """The person says that these are right; the others are left for them to type."""
    values = {one.field: one.value for one in reading.found if one.field in fields}
    decisions.confirm_document(actor=_acting(actor, draft), reading_id=reading.id, values=values)
