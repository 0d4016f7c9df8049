"""Persons and enterprises: registered once, found by number, shown masked."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext

from cdos.base import statements
from cdos.base.crypto import api as crypto
from cdos.base.identity import models
from cdos.base.identity.contracts import (
    CheckedDocument,
    Contact,
    DocumentKind,
    IdentityRefused,
    Party,
    PartyKind,
    Proven,
)
from cdos.base.identity.documents import check_document
from cdos.base.identity.logic import vault
from cdos.base.identity.phones import check_phone


def check_name(name: str) -> str:
    clean = " ".join(name.split())
    if not clean or not any(character.isalnum() for character in clean):
        raise IdentityRefused(gettext("Enter the name."), code="name-missing")
    if len(clean) > 200:
        raise IdentityRefused(gettext("The name is too long: 200 characters at most."), code="name-long")
    return clean


def _insert(
    *, kind: PartyKind, name: str, checked: CheckedDocument | None, phone: str, mail: str, community: str
) -> Party:
    row = models.Party(
        kind=kind,
        name=check_name(name),
        document_kind=checked.kind if checked else "",
        community=community,
        born_on=checked.born_on if checked else None,
        sex=checked.sex if checked else "",
    )
    vault.put_document(row, checked.number if checked else "")
    vault.put_phone(row, check_phone(phone) if phone else "")
    vault.put_mail(row, mail)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise IdentityRefused(gettext("This number is already registered."), code="document-known") from error
    return vault.shown(row)


def register_person(
    *,
    name: str,
    document_kind: DocumentKind | None = None,
    document_number: str = "",
    phone: str = "",
    mail: str = "",
    community: str = "",
) -> Party:
    """Raises DocumentInvalid for a number that cannot be right, IdentityRefused for one already registered."""
    checked = check_document(document_kind, document_number) if document_number else None
    if checked and checked.kind is DocumentKind.USCC:
        raise IdentityRefused(
            gettext("This is the code of an organisation, not of a person."), code="not-a-person"
        )
    return _insert(
        kind=PartyKind.PERSON, name=name, checked=checked, phone=phone, mail=mail, community=community
    )


def register_enterprise(
    *, name: str, uscc: str, phone: str = "", mail: str = "", community: str = ""
) -> Party:
    """Raises as register_person does."""
    checked = check_document(DocumentKind.USCC, uscc)
    return _insert(
        kind=PartyKind.ENTERPRISE, name=name, checked=checked, phone=phone, mail=mail, community=community
    )


def party(party_id: int) -> Party | None:
    row = by_id(party_id)
    return vault.shown(row) if row else None


def by_id(party_id: int) -> models.Party | None:
    return statements.row(models.Party, "id = %s::bigint", [party_id])


def parties(party_ids: Iterable[int]) -> dict[int, Party]:
    return {row.pk: vault.shown(row) for row in models.Party.objects.filter(pk__in=set(party_ids))}


def without_phone(party_ids: Iterable[int]) -> dict[int, Party]:
    """Those of them who can be told by letter only."""
    rows = models.Party.objects.filter(pk__in=set(party_ids), phone_sealed__isnull=True, phone="")
    return {row.pk: vault.shown(row) for row in rows}


def youngest(party_ids: Iterable[int]) -> int | None:
    """Who of them was born last, and no more than that; a child without a document yet comes after all others."""
    rows = models.Party.objects.filter(pk__in=set(party_ids), kind=PartyKind.PERSON.value)
    born = rows.values_list("born_on", "pk")
    return max(((day or date.max, pk) for day, pk in born), default=(date.max, None))[1]


def proven(party_id: int) -> Proven | None:
    """In clear. Whoever asks records the look."""
    row = by_id(party_id)
    if row is None:
        return None
    return Proven(
        kind=PartyKind(row.kind),
        name=row.name,
        document_kind=row.document_kind,
        document_number=vault.document_of(row),
        phone=vault.phone_of(row),
        born_on=row.born_on,
        sex=row.sex,
        community=row.community,
    )


def find(*, document_kind: DocumentKind | None, document_number: str) -> Party | None:
    """The party with this document, if registered."""
    row = row_of(check_document(document_kind, document_number))
    return vault.shown(row) if row else None


def row_of(checked: CheckedDocument) -> models.Party | None:
    hidden = crypto.blind(checked.number, column=vault.DOCUMENT.name)
    found = models.Party.objects.filter(document_kind=checked.kind)
    # A row of an earlier release that is not sealed yet is found by its clear number.
    return found.filter(Q(document_blind=hidden) | Q(document_number=checked.number)).first()


_LANGUAGE = "SELECT language FROM identity_account WHERE party_id = %s::bigint ORDER BY id LIMIT 1"


def contact(party_id: int) -> Contact:
    """Clear addresses for notices; empty when the party is unknown."""
    row = by_id(party_id)
    if row is None:
        return Contact()
    found = statements.run(_LANGUAGE, [party_id])
    return vault.contact(row, language=found[0][0] if found else "")
