"""Accounts: made, read, changed; what leaves is the contract, never a row."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from cdos.base.identity import models
from cdos.base.identity.contracts import Account, Assurance, IdentityRefused
from cdos.base.identity.logic import devices
from cdos.base.identity.logic.parties import check_name
from cdos.base.jobs import api as jobs

SHORTEST_PASSWORD = 8
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


def accounts(account_ids: Iterable[int]) -> dict[int, Account]:
    return {row.pk: shown(row) for row in models.Account.objects.filter(pk__in=set(account_ids))}


def account_by_login(login: str) -> Account | None:
    row = models.Account.objects.filter(login=normal_login(login)).first()
    return shown(row) if row else None


def normal_login(login: str) -> str:
    return login.strip()[:150].casefold()


def check_password_strength(password: str, *, login: str = "") -> None:
    """Eight characters or more, two kinds of them, not the login itself; long passphrases pass whatever they hold."""
    if len(password) < SHORTEST_PASSWORD:
        raise IdentityRefused(gettext("Choose a password of 8 characters or more."), code="password-short")
    if len(password) > LONGEST_PASSWORD:
        raise IdentityRefused(gettext("Choose a password of at most 1000 characters."), code="password-long")
    kinds = sum(
        any(test(c) for c in password) for test in (str.isdecimal, str.isalpha, lambda c: not c.isalnum())
    )
    if len(password) < 16 and kinds < 2:
        raise IdentityRefused(gettext("Mix letters and digits in the password."), code="password-simple")
    if login and normal_login(login) in password.casefold():
        raise IdentityRefused(
            gettext("Choose a password that does not hold the login."), code="password-login"
        )


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
        check_password_strength(password, login=login)
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


def set_password(*, account_id: int, password: str, keep_device: int | None = None) -> None:
    """Ends every session of the account but that of `keep_device`."""
    row = models.Account.objects.get(pk=account_id)
    check_password_strength(password, login=row.login)
    with transaction.atomic():
        models.Account.objects.filter(pk=account_id).update(password=make_password(password))
        jobs.announce("identity.changed", account=account_id, what="password")
        devices.end_all(account_id=account_id, why="password changed", but=keep_device)


def set_language(*, account_id: int, language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise IdentityRefused(gettext("Choose a language from the list."), code="language")
    models.Account.objects.filter(pk=account_id).update(language=language)


def set_active(*, account_id: int, active: bool) -> None:
    """A stopped account signs in no more, and its sessions and tokens end at once."""
    models.Account.objects.filter(pk=account_id).update(is_active=active)
