"""The one place where clear documents, phones and mails pass in and out of the tables.

They are stored sealed, beside a keyed hash by which an equal value is found. Rows of earlier releases that the migration
or the hourly job has not reached yet are read from their clear columns.
"""

from dataclasses import dataclass

from django.db import connection

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import SealedColumn
from cdos.base.identity import models
from cdos.base.identity.contracts import Contact, Party, PartyKind


def _column(what: str, clear: str) -> SealedColumn:
    return SealedColumn(
        table="identity_party",
        sealed=f"{what}_sealed",
        name=f"identity_party.{what}",
        clear=(clear,),
        blind=f"{what}_blind",
    )


DOCUMENT, PHONE, MAIL = (
    _column("document", "document_number"),
    _column("phone", "phone"),
    _column("mail", "mail"),
)
PHONE_LOGIN = "phone:"


@dataclass(frozen=True, slots=True)
class Box:
    """A value as it is stored: both empty for an empty one."""

    sealed: bytes | None
    blind: bytes | None


def box(column: SealedColumn, clear: str) -> Box:
    if not clear:
        return Box(None, None)
    return Box(crypto.seal(clear, column=column.name), crypto.blind(clear, column=column.name))


def put_document(row: models.Party, clear: str) -> None:
    kept = box(DOCUMENT, clear)
    row.document_sealed, row.document_blind, row.document_number = kept.sealed, kept.blind, ""


def put_phone(row: models.Party, clear: str) -> None:
    kept = box(PHONE, clear)
    row.phone_sealed, row.phone_blind, row.phone = kept.sealed, kept.blind, ""


def put_mail(row: models.Party, clear: str) -> None:
    kept = box(MAIL, clear)
    row.mail_sealed, row.mail_blind, row.mail = kept.sealed, kept.blind, ""


DOCUMENT_COLUMNS = ("document_sealed", "document_blind", "document_number")
PHONE_COLUMNS = ("phone_sealed", "phone_blind", "phone")
MAIL_COLUMNS = ("mail_sealed", "mail_blind", "mail")


def _opened(sealed: bytes | memoryview | None, clear: str, column: SealedColumn) -> str:
    return crypto.unseal(sealed, column=column.name) if sealed else clear


def document_of(row: models.Party) -> str:
    return _opened(row.document_sealed, row.document_number, DOCUMENT)


def phone_of(row: models.Party) -> str:
    return _opened(row.phone_sealed, row.phone, PHONE)


def mail_of(row: models.Party) -> str:
    return _opened(row.mail_sealed, row.mail, MAIL)


def has_document(row: models.Party) -> bool:
    return bool(row.document_sealed or row.document_number)


def phone_mark(phone: str) -> str:
    """What stands for a phone where it is only compared: codes sent to it."""
    return crypto.blind(phone, column="identity_phonecode.phone").hex()


def phone_login(phone: str) -> str:
    """What stands for a phone as the name that somebody signs in with."""
    return PHONE_LOGIN + crypto.blind(phone, column="identity_account.login").hex()


def mask_document(number: str) -> str:
    """`4403**********72X`: enough for the owner to recognise it, too little for anybody else."""
    if len(number) < 12:
        return number[:1] + "*" * (len(number) - 2) + number[-1:] if len(number) > 4 else "*" * len(number)
    return number[:4] + "*" * (len(number) - 7) + number[-3:]


def mask_phone(phone: str) -> str:
    """`154****5678`."""
    if len(phone) < 7:
        return "*" * len(phone)
    return f"{phone[:-8] or phone[:1]}****{phone[-4:]}" if len(phone) > 8 else f"{phone[:2]}****{phone[-2:]}"


def mask_mail(mail: str) -> str:
    """`w***@example.org`."""
    name, at, host = mail.partition("@")
    return f"{name[:1]}***@{host}" if at else "*" * len(mail)


def shown(row: models.Party) -> Party:
    """A party as it leaves this module: masked."""
    return Party(
        id=row.pk,
        kind=PartyKind(row.kind),
        name=row.name,
        document_kind=row.document_kind,
        document_masked=mask_document(document_of(row)),
        phone_masked=mask_phone(phone_of(row)),
        community=row.community,
    )


def contact(row: models.Party, *, language: str) -> Contact:
    return Contact(phone=phone_of(row), mail=mail_of(row), language=language)


_COLUMNS = """SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema()
  AND table_name = 'identity_party' AND column_name IN ('document_sealed', 'phone_sealed', 'mail_sealed')"""
_SEALED = """SELECT EXISTS (SELECT FROM identity_party
  WHERE document_sealed IS NOT NULL OR phone_sealed IS NOT NULL OR mail_sealed IS NOT NULL)"""


def anything_sealed() -> bool:
    """Whether some person's data is stored sealed; a database on its way to this release may lack the columns."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        if cursor.fetchone()[0] < 3:
            return False
        cursor.execute(_SEALED)
        return bool(cursor.fetchone()[0])
