"""A person before a clerk: found by the document, registered where the city did not know them."""

from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import DocumentKind, Party
from cdos.base.organisation.contracts import Actor

from ..contracts import ApplicationRefused, Receivable
from . import recording


def receive(actor: Actor, one: Receivable) -> Party:
    """A name that is another than the document's is refused: the clerk reads it off again."""
    checked = identity.check_document(None, one.number)
    name = " ".join(one.name.split())
    known = identity.find(document_kind=checked.kind, document_number=checked.number)
    if known is None:
        known = _new(name, checked.kind, checked.number)
    elif name != known.name:
        raise ApplicationRefused(
            _("The name does not belong to this document. Please read both off the document again."),
            {"name": _("Another name than on the document")},
        )
    recording.looked_up(actor, known.id, one.channel.value)
    return known


def _new(name: str, kind: DocumentKind, number: str) -> Party:
    if kind is DocumentKind.USCC:
        return identity.register_enterprise(name=name, uscc=number)
    return identity.register_person(name=name, document_kind=kind, document_number=number)
