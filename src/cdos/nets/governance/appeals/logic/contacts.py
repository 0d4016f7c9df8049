"""Whom to call about an appeal: name, phone and mail in one seal, the phone hashed beside it."""

import json

from django.utils.translation import gettext_lazy as _

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import SealedColumn
from cdos.base.identity import api as identity

from ..contracts import Contact
from ..models import Appeal

COLUMN = SealedColumn(
    table="appeals_appeal",
    key="matter_id",
    sealed="contact_sealed",
    name="appeals_appeal.contact",
    clear=("contact_name", "contact_phone", "contact_mail"),
    blind="contact_blind",
    blinded="contact_phone",
)


SECRET = "secret"

# What a member of staff may need a phone in clear for.
PURPOSES = {
    "call": _("To call the person about this matter"),
    "check": _("To check who the person is"),
    "danger": _("Danger to life or property"),
    "other": _("Another reason"),
}


def stored(contact: Contact, secret: str = "") -> tuple[bytes | None, bytes | None]:
    """(sealed, blind) for the columns; nothing for a contact that says nothing.

    `secret` opens an appeal of nobody's account: it lies in the seal, for the link that the city writes to this contact.
    """
    if contact == Contact():
        return None, None
    values = dict(zip(COLUMN.clear, (contact.name, contact.phone, contact.mail), strict=True))
    if secret and (contact.phone or contact.mail):
        values[SECRET] = secret
    hidden = crypto.blind(contact.phone, column=COLUMN.name) if contact.phone else None
    return crypto.seal(crypto.packed(values), column=COLUMN.name), hidden


def masked(contact: Contact) -> Contact:
    """As staff see it until they say what they need it for."""
    phone, mail = identity.mask_phone(contact.phone), identity.mask_mail(contact.mail) if contact.mail else ""
    return Contact(contact.name, phone, mail)


def of(row: Appeal) -> Contact:
    """As it was given; a row of an earlier release that is not sealed yet, from its clear columns."""
    if not row.contact_sealed:
        return Contact(row.contact_name, row.contact_phone, row.contact_mail)
    values = json.loads(crypto.unseal(row.contact_sealed, column=COLUMN.name))
    return Contact(*(str(values.get(name, "")) for name in COLUMN.clear))


def secret_of(row: Appeal) -> str:
    if not row.contact_sealed:
        return ""
    return str(json.loads(crypto.unseal(row.contact_sealed, column=COLUMN.name)).get(SECRET, ""))


def to_tell(row: Appeal) -> Contact:
    """For what the city itself sends: nothing where the person wants no contact."""
    return of(row) if row.contact_allowed else Contact()
