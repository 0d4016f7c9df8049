"""Who may act for an enterprise (企业经办人): seen by all who act for it, named and ended by those the register confirmed."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from cdos.base.identity import models
from cdos.base.identity.adapters.registry import register
from cdos.base.identity.contracts import (
    Agent,
    Assurance,
    CheckedDocument,
    DocumentKind,
    IdentityRefused,
    PartyKind,
    Relation,
)
from cdos.base.identity.documents import check_document
from cdos.base.identity.logic import proving, vault
from cdos.base.identity.logic.mandates import current, end_mandate, grant_mandate
from cdos.base.identity.logic.parties import check_name, register_person, row_of

NAMED = "agent:"  # in `confirmed_by`: the party of who named them, not the register
LONGEST = timedelta(days=365)


def agents_of(*, account_id: int, firm_id: int) -> list[Agent]:
    """Those who may act for it today. IdentityRefused for who may not act for it."""
    own = _own(account_id)
    _right(own, firm_id)
    rows = current(firm_id).select_related("holder").order_by("valid_from", "id")
    names = dict(models.Party.objects.filter(pk__in=_namers(rows)).values_list("pk", "name"))
    return [
        Agent(
            party=vault.shown(row.holder),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            named_by=names.get(_namer(row), ""),
            self_=row.holder_id == own.pk,
        )
        for row in rows
    ]


def may_name(*, account_id: int, firm_id: int) -> bool:
    """Whether the register confirmed this person; who was named by another names nobody."""
    try:
        return _namer(_right(_own(account_id), firm_id)) == 0
    except IdentityRefused:
        return False


def name_agent(
    *, account_id: int, firm_id: int, name: str, document_number: str, until: date | None
) -> Agent:
    """The named person proves the same document and name when they sign in. IdentityRefused, DocumentInvalid."""
    own, clean = _own(account_id), check_name(name)
    _check_names(account_id, firm_id)
    checked = check_document(None, document_number)
    last, today = timezone.localdate() + LONGEST, timezone.localdate()
    if until is not None and not today <= until <= last:
        raise IdentityRefused(gettext("The right ends within a year, and not before today."), code="until")
    if checked.kind is DocumentKind.USCC:
        raise IdentityRefused(
            gettext("This is the code of an organisation, not of a person."), code="not-a-person"
        )
    ask = partial(register().same_person, name=clean, document=checked)
    if not proving.confirmed(account_id=account_id, document=checked, ask=ask):
        raise IdentityRefused(
            gettext("Name and number do not belong together; write both as they stand on the document."),
            code="no-match",
        )
    known = row_of(checked)
    with transaction.atomic():
        holder = known.pk if known else _registered(clean, checked)
        if current(firm_id).filter(holder_id=holder).exists():
            raise IdentityRefused(gettext("They may act for it already."), code="mandate")
        grant_mandate(
            holder_id=holder,
            party_id=firm_id,
            relation=Relation.AGENT,
            valid_until=until or last,
            confirmed_by=f"{NAMED}{own.pk}",
        )
    return next(one for one in agents_of(account_id=account_id, firm_id=firm_id) if one.party.id == holder)


def _registered(name: str, checked: CheckedDocument) -> int:
    return register_person(name=name, document_kind=checked.kind, document_number=checked.number).id


def end_agent(*, account_id: int, firm_id: int, holder_id: int) -> None:
    """At once. Another's by who may name them, the own by everybody. IdentityRefused, LookupError."""
    own = _own(account_id)
    _right(own, firm_id)
    if own.pk != holder_id:
        _check_names(account_id, firm_id)
    if not current(firm_id).filter(holder_id=holder_id).exists():
        raise LookupError(holder_id)
    end_mandate(holder_id=holder_id, party_id=firm_id)


def _own(account_id: int) -> models.Party:
    row = models.Account.objects.select_related("party").get(pk=account_id)
    if row.party is None or row.assurance < Assurance.REAL_NAME:
        raise IdentityRefused(
            gettext("Prove your own name first; then you can act for others."), code="assurance"
        )
    return row.party


def _right(own: models.Party, firm_id: int) -> models.Mandate:
    row = current(firm_id).filter(holder_id=own.pk, party__kind=PartyKind.ENTERPRISE).first()
    if row is None:
        raise IdentityRefused(gettext("You may not act for them, or no longer."), code="relation")
    return row


def _check_names(account_id: int, firm_id: int) -> None:
    if not may_name(account_id=account_id, firm_id=firm_id):
        raise IdentityRefused(
            gettext("Only who the business register confirms may name or end agents."), code="relation"
        )


def _namer(row: models.Mandate) -> int:
    said = row.confirmed_by
    return int(said.removeprefix(NAMED)) if said.startswith(NAMED) else 0


def _namers(rows: Iterable[models.Mandate]) -> set[int]:
    return {_namer(row) for row in rows} - {0}
