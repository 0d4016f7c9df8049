"""Accounts: made, read, changed; what leaves is the contract, never a row."""

from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from cdos.base import statements
from cdos.base.identity import models
from cdos.base.identity.contracts import Account, Assurance, IdentityRefused
from cdos.base.identity.logic import recording, vault
from cdos.base.identity.logic.parties import by_id, check_name
from cdos.base.identity.phones import check_phone

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1000


def shown(row: models.Account) -> Account:
    return Account(
        id=row.pk,
        login=row.login,
        name=row.name,
        party_id=row.party_id,
        assurance=Assurance(row.assurance),
        is_staff=row.is_staff,
        language=row.language,
    )


def account(account_id: int) -> Account | None:
    row = models.Account.objects.filter(pk=account_id).first()
    return shown(row) if row else None


def account_row(account_id: int) -> models.Account | None:
    """With its party: what every request of somebody signed in asks."""
    row = statements.row(models.Account, "id = %s::bigint", [account_id])
    if row is not None:
        row.party = by_id(row.party_id) if row.party_id else None
    return row


def accounts(account_ids: Iterable[int]) -> dict[int, Account]:
    return {row.pk: shown(row) for row in models.Account.objects.filter(pk__in=set(account_ids))}


def has_accounts() -> bool:
    """Whether anybody has an account in this city."""
    return models.Account.objects.exists()


def account_by_login(login: str) -> Account | None:
    row = models.Account.objects.filter(login=normal_login(login)).first()
    return shown(row) if row else None


def normal_login(login: str) -> str:
    """As it is stored: a phone by its keyed hash, so that the table of accounts is no list of phones."""
    name = login.strip()[:150].casefold()
    try:
        return vault.phone_login(check_phone(name))
    except IdentityRefused:
        return name


def check_password_strength(password: str, *about: str) -> None:
    """Ten characters or more, two kinds of them, none of the common ones, without login, name or phone (`about`).

    Long passphrases pass whatever kinds they hold (NIST SP 800-63B, 3.1.1.2: length, and a list of common ones).
    """
    if len(password) < SHORTEST_PASSWORD:
        raise IdentityRefused(gettext("Choose a password of 10 characters or more."), code="password-short")
    if len(password) > LONGEST_PASSWORD:
        raise IdentityRefused(gettext("Choose a password of at most 1000 characters."), code="password-long")
    kinds = sum(
        any(test(c) for c in password) for test in (str.isdecimal, str.isalpha, lambda c: not c.isalnum())
    )
    if len(password) < 16 and kinds < 2:
        raise IdentityRefused(gettext("Mix letters and digits in the password."), code="password-simple")
    folded = password.casefold()
    word = folded.rstrip("0123456789!@#.")  # sunshine123
    if folded in _common() or (len(word) >= 5 and word in _common()):
        raise IdentityRefused(
            gettext("Many people use this password, so it is guessed first. Choose another one."),
            code="password-common",
        )
    if any(len(one) >= (4 if one.isascii() else 2) and one.strip().casefold() in folded for one in about):
        raise IdentityRefused(
            gettext("Choose a password without your login, name or phone number in it."),
            code="password-login",
        )


# Django's list of 20,000 is mostly English; these are what is tried first here.
COMMON_HERE = (
    "woaini1314", "woaini520", "woaini5201314", "5201314", "1314520", "a123456789", "aa123456789", "q123456789",
    "123456789a", "qq123456789", "zxcvbnm123", "1qaz2wsx3edc", "qwe123456789", "asd123456789", "abc123456789",
    "wang123456", "zhang123456", "li123456789", "shenzhen", "shenzhen2026", "guangdong", "zhongguo", "password",
    "administrator", "admin123456", "admin@123456", "cdos123456", "p@ssw0rd123", "changeme123", "welcome123",
)  # fmt: skip


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords) | frozenset(COMMON_HERE)


def check_demonstration(demo_role: str) -> None:
    if demo_role and not settings.DEMO:
        raise IdentityRefused(
            gettext("Demonstration accounts exist in demonstration mode only."), code="no-demo"
        )


def create_account(
    *,
    login: str,
    name: str,
    password: str = "",
    party_id: int | None = None,
    assurance: Assurance = Assurance.ANONYMOUS,
    is_staff: bool = False,
    language: str = "",
    demo_role: str = "",
    demo_what: str = "",
) -> Account:
    """With `demo_role` it is a demonstration account with the demonstration password. An empty password lets nobody in.

    Raises IdentityRefused when the login is taken or the password too weak.
    """
    check_demonstration(demo_role)
    if password:
        check_password_strength(password, login, name)
    secret = settings.DEMO_PASSWORD if demo_role and not password else password
    row = models.Account(
        login=normal_login(login),
        name=check_name(name),
        password=make_password(secret or None),
        party_id=party_id,
        assurance=assurance,
        is_staff=is_staff,
        language=language,
        demo_role=demo_role,
        demo_what=demo_what,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise IdentityRefused(gettext("This login is taken."), code="login-taken") from error
    return shown(row)


def set_language(*, account_id: int, language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise IdentityRefused(gettext("Choose a language from the list."), code="language")
    models.Account.objects.filter(pk=account_id).update(language=language)


def set_active(*, account_id: int, active: bool, by: int | None = None) -> None:
    """A stopped account signs in no more, and its sessions and tokens end at once."""
    with transaction.atomic():
        models.Account.objects.filter(pk=account_id).update(is_active=active)
        recording.ruled(recording.RESUMED if active else recording.STOPPED, account_id=account_id, by=by)
