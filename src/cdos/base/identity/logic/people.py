"""What a resident does with their own account: registers, proves the phone, proves the name, names those they act for."""

from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from cdos.base.identity import models
from cdos.base.identity.adapters.registry import register
from cdos.base.identity.contracts import (
    Account,
    Assurance,
    CheckedDocument,
    DocumentKind,
    IdentityRefused,
    Party,
    PartyKind,
    Relation,
)
from cdos.base.identity.documents import check_document
from cdos.base.identity.logic import codes, proving, recording, vault
from cdos.base.identity.logic.accounts import account_by_login, check_password_strength, create_account, shown
from cdos.base.identity.logic.mandates import grant_mandate
from cdos.base.identity.logic.parties import check_name, party, register_enterprise, register_person, row_of
from cdos.base.jobs import api as jobs

REGISTER = "register"
VERIFY = "verify"
OF_AGE = 18


def register_resident(*, phone: str, code: str, name: str, password: str, language: str = "") -> Account:
    """The phone becomes the login; whether it is taken is told only to those who hold it."""
    clean = check_name(name)
    check_password_strength(password, phone, clean)
    number = codes.check_code(phone=phone, purpose=REGISTER, code=code)
    with transaction.atomic():
        own = register_person(name=clean, phone=number)
        if account_by_login(number):
            raise IdentityRefused(
                gettext("This phone is registered already; sign in with it."), code="login-taken"
            )
        return create_account(
            login=number,
            name=clean,
            password=password,
            party_id=own.id,
            assurance=Assurance.PHONE,
            language=language,
        )


def verify_phone(*, account_id: int, phone: str, code: str) -> Account:
    """Ties a phone to the account's party and raises the assurance to PHONE."""
    number = codes.check_code(phone=phone, purpose=VERIFY, code=code)
    with transaction.atomic():
        row = models.Account.objects.select_for_update().get(pk=account_id)
        if row.party_id is None:
            row.party_id = register_person(name=row.name).id
        own = models.Party.objects.get(pk=row.party_id)
        old = vault.phone_of(own)
        _move_login(row, old, number)
        vault.put_phone(own, number)
        own.save(update_fields=vault.PHONE_COLUMNS)
        row.assurance = max(row.assurance, Assurance.PHONE)
        row.save(update_fields=["party", "assurance", "login"])
        if old not in {"", number}:
            recording.entered(recording.CORRECTED, account_id, field="phone")
    return shown(row)


def _move_login(row: models.Account, old: str, number: str) -> None:
    """Who signs in by the phone does so by the new one from now on: the old one may belong to somebody else soon."""
    if not old or row.login != vault.phone_login(old):
        return
    login = vault.phone_login(number)
    if models.Account.objects.filter(login=login).exclude(pk=row.pk).exists():
        raise IdentityRefused(
            gettext("This phone is registered already; sign in with it."), code="login-taken"
        )
    row.login = login


def verify_real_name(
    *, account_id: int, name: str, document_kind: DocumentKind | None, document_number: str
) -> Account:
    """Raises DocumentInvalid or IdentityRefused; the outside register is asked before anything is written."""
    clean, checked = check_name(name), check_document(document_kind, document_number)
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
    with transaction.atomic():
        row = models.Account.objects.select_for_update().get(pk=account_id)
        _prove(row, clean, checked)
    return shown(row)


def _prove(row: models.Account, name: str, checked: CheckedDocument) -> None:
    """The party with this document becomes the account's; a party known by phone only is told to follow."""
    known = row_of(checked)
    corrected = known is not None and known.pk == row.party_id and known.name != name
    if known is None:
        known = _write_document(row, name, checked)
    elif known.pk != row.party_id:
        _take_over(row, known)
    if known.name != name:  # as the register has it now
        known.name = name
        known.save(update_fields=["name"])
    row.party, row.name, row.assurance = known, name, Assurance.REAL_NAME
    row.save(update_fields=["party", "name", "assurance"])
    jobs.announce("identity.proved", party=known.pk)
    if corrected:
        recording.entered(recording.CORRECTED, row.pk, field="real name")


def _write_document(row: models.Account, name: str, checked: CheckedDocument) -> models.Party:
    own = row.party or models.Party(kind=PartyKind.PERSON)
    if vault.has_document(own):
        raise IdentityRefused(gettext("This account has proved another document already."), code="proved")
    own.name, own.born_on, own.sex = name, checked.born_on, checked.sex
    own.document_kind = checked.kind.value
    vault.put_document(own, checked.number)
    own.save()
    return own


def _take_over(row: models.Account, known: models.Party) -> None:
    old = row.party
    if old is not None and vault.has_document(old):
        raise IdentityRefused(gettext("This account has proved another document already."), code="proved")
    if known.accounts.exclude(pk=row.pk).filter(assurance=Assurance.REAL_NAME).exists():
        raise IdentityRefused(
            gettext("Another account has proved this document; sign in with that one."), code="document-known"
        )
    if old is not None:
        vault.put_phone(known, vault.phone_of(old) or vault.phone_of(known))
        known.save(update_fields=vault.PHONE_COLUMNS)
        jobs.announce("identity.party_merged", old=old.pk, new=known.pk)


def add_represented(*, account_id: int, relation: Relation, name: str, document_number: str) -> Party:
    """A real-name resident names a child, a parent or an enterprise; the outside register confirms it.

    A child's right ends the day before it comes of age, the others after a year.
    """
    account = models.Account.objects.select_related("party").get(pk=account_id)
    own = account.party
    if own is None or account.assurance < Assurance.REAL_NAME:
        raise IdentityRefused(
            gettext("Prove your own name first; then you can act for others."), code="assurance"
        )
    kind = DocumentKind.USCC if relation is Relation.AGENT else None
    checked, clean = check_document(kind, document_number), check_name(name)
    until = _check_relation(relation, checked, own)
    ask = partial(
        register().may_act, holder=vault.shown(own), relation=relation, name=clean, document=checked
    )
    if not proving.confirmed(account_id=account_id, document=checked, ask=ask):
        raise IdentityRefused(
            gettext("The register does not confirm this; bring the papers to a counter."), code="no-match"
        )
    with transaction.atomic():
        other = _find_or_register(relation, clean, checked)
        by = register().title
        grant_mandate(
            holder_id=own.pk, party_id=other.id, relation=relation, valid_until=until, confirmed_by=by
        )
    return other


def _check_relation(relation: Relation, checked: CheckedDocument, own: models.Party) -> date:
    """The last day of the right."""
    today = timezone.localdate()
    if relation is Relation.SELF or checked.number == vault.document_of(own):
        raise IdentityRefused(gettext("You act for yourself already."), code="relation")
    if relation is not Relation.AGENT and checked.kind is DocumentKind.USCC:
        raise IdentityRefused(
            gettext("This is the code of an organisation, not of a person."), code="not-a-person"
        )
    if relation is not Relation.CHILD:
        return today + timedelta(days=365)
    if checked.born_on is None:
        raise IdentityRefused(
            gettext("For a child enter a number that holds the date of birth."), code="relation"
        )
    # 29 February: of age on 1 March of a common year.
    of_age = checked.born_on.year + OF_AGE, checked.born_on.month, checked.born_on.day
    until = _day_before(*of_age)
    if until < today:
        raise IdentityRefused(
            gettext("Only for children under 18; adults act for themselves."), code="of-age"
        )
    return until


def _day_before(year: int, month: int, day: int) -> date:
    return date(year, month, 1) + timedelta(days=day - 2)


def _find_or_register(relation: Relation, name: str, checked: CheckedDocument) -> Party:
    known = row_of(checked)
    if known is not None:
        return vault.shown(known)
    if relation is Relation.AGENT:
        return register_enterprise(name=name, uscc=checked.number)
    made = register_person(name=name, document_kind=checked.kind, document_number=checked.number)
    return party(made.id) or made
