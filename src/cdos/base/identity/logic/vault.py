"""The one place where clear documents, phones and mails pass in and out of the tables.

Today the stored form is the clear form; encryption at rest changes `seal`, `unseal` and `blind` and nothing else.
"""

from cdos.base.identity import models
from cdos.base.identity.contracts import Contact, Party, PartyKind


def seal(clear: str) -> str:
    return clear


def unseal(stored: str) -> str:
    return stored


def blind(clear: str) -> str:
    """The form under which an equal value is found again."""
    return clear


def mask_document(number: str) -> str:
    """`44**************02`: enough for the owner to recognise it, too little for anybody else."""
    if len(number) <= 6:
        return "*" * len(number)
    return number[:2] + "*" * (len(number) - 4) + number[-2:]


def mask_phone(phone: str) -> str:
    if len(phone) < 7:
        return "*" * len(phone)
    return f"{phone[:-8] or phone[:1]}****{phone[-4:]}" if len(phone) > 8 else f"{phone[:2]}****{phone[-2:]}"


def shown(row: models.Party) -> Party:
    """A party as it leaves this module: masked."""
    return Party(
        id=row.pk,
        kind=PartyKind(row.kind),
        name=row.name,
        document_kind=row.document_kind,
        document_masked=mask_document(unseal(row.document_number)),
        phone_masked=mask_phone(unseal(row.phone)),
        community=row.community,
    )


def contact(row: models.Party, *, language: str) -> Contact:
    return Contact(phone=unseal(row.phone), mail=unseal(row.mail), language=language)
