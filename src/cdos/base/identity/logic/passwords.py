"""Passwords: what a good one is, how old it may be, how a forgotten one is set anew. Nobody but the owner ever sees one."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from cdos.base.identity import models
from cdos.base.identity.contracts import Account, IdentityRefused
from cdos.base.identity.logic import codes, devices, factors, parties, recording
from cdos.base.identity.logic.accounts import check_password_strength, normal_login, shown
from cdos.base.jobs import api as jobs

RESET = "reset"
BY_ADMINISTRATOR = timedelta(hours=24)
FIRST_TIME = timedelta(days=7)
LINK_SALT = "cdos.identity.first-password"


def known_words(row: models.Account) -> tuple[str, ...]:
    """What a password of this account must not hold."""
    return (row.login, row.name, parties.contact(row.party_id).phone if row.party_id else "")


def set_password(*, account_id: int, password: str, keep_device: int | None = None) -> None:
    """Ends every session of the account but that of `keep_device`; a right to reset is used up."""
    row = models.Account.objects.get(pk=account_id)
    check_password_strength(password, *known_words(row))
    with transaction.atomic():
        models.Account.objects.filter(pk=account_id).update(password=make_password(password))
        fresh = {"set_at": timezone.now(), "reset_until": None}
        models.PasswordState.objects.update_or_create(account_id=account_id, defaults=fresh)
        jobs.announce("identity.changed", account=account_id, what="password")
        recording.entered(recording.CHANGED, account_id, what="password")
        devices.end_all(account_id=account_id, why="password changed", but=keep_device)


def has_password(account_id: int) -> bool:
    """Whether one can sign in by a password at all."""
    kept = models.Account.objects.values_list("password", flat=True).get(pk=account_id)
    return bool(kept) and not kept.startswith("!")


def renew(*, account_id: int, password: str) -> None:
    """In place of one that is too old: the same again is refused."""
    row = models.Account.objects.get(pk=account_id)
    if check_password(password, row.password):
        raise IdentityRefused(
            gettext("This is the present password. Choose another one."), code="password-same"
        )
    set_password(account_id=account_id, password=password)


def is_too_old(account: Account) -> bool:
    """Only where the city has set an age, and for staff; one of unknown age counts from the account's making."""
    days = settings.STAFF_PASSWORD_DAYS
    if not (days and account.is_staff) or factors.is_demonstration(account.id):
        return False
    row = models.Account.objects.select_related("password_state").get(pk=account.id)
    state = getattr(row, "password_state", None)
    return (state.set_at if state else row.created_at) < timezone.now() - timedelta(days=days)


def _resettable(login: str) -> tuple[models.Account, str] | None:
    """The account and the phone its code goes to. Staff only while an administrator has opened it."""
    row = models.Account.objects.select_related("password_state").filter(login=normal_login(login)).first()
    if row is None or not row.is_active or row.demo_role or row.party_id is None:
        return None
    state = getattr(row, "password_state", None)
    opened = state is not None and state.reset_until is not None and state.reset_until > timezone.now()
    phone = parties.contact(row.party_id).phone
    return (row, phone) if phone and (opened or not row.is_staff) else None


def send_reset_code(*, login: str, address: str) -> str:
    """Says nothing about whether the account exists. The code in demonstration mode, else empty."""
    found = _resettable(login)
    if found is None:
        return ""
    try:
        return codes.send_code(phone=found[1], purpose=RESET, address=address)
    except IdentityRefused:  # one was sent just now: it still holds
        return ""


def reset(*, login: str, code: str, password: str) -> Account:
    """Sets a new password by the code sent to the account's phone. A second factor is asked at the next sign-in all the same."""
    found = _resettable(login)
    if found is None:
        raise IdentityRefused(gettext("This code no longer holds; ask for a new one."), code="code-old")
    row, phone = found
    check_password_strength(password, *known_words(row))  # before the code is used up
    codes.check_code(phone=phone, purpose=RESET, code=code)
    set_password(account_id=row.pk, password=password)
    return shown(row)


def open_reset(*, account_id: int, lasting: timedelta = BY_ADMINISTRATOR) -> datetime:
    """By an administrator, who sees neither password nor code: the old password ends now, the owner sets a new one."""
    until = timezone.now() + lasting
    with transaction.atomic():
        row = models.Account.objects.select_for_update().get(pk=account_id)
        if row.party_id is None or not parties.contact(row.party_id).phone:
            raise IdentityRefused(
                gettext("This account has no phone that a code could be sent to. Enter it first."),
                code="phone",
            )
        models.Account.objects.filter(pk=account_id).update(password="!")
        fresh = {"reset_until": until, "set_at": timezone.now()}
        models.PasswordState.objects.update_or_create(account_id=account_id, defaults=fresh)
        jobs.announce("identity.changed", account=account_id, what="password-reset")
        devices.end_all(account_id=account_id, why="password reset")
    return until


def first_link(account_id: int) -> str:
    """A token that lets its holder set the first password, once, while the right to reset is open."""
    state = models.PasswordState.objects.get(account_id=account_id)
    assert state.reset_until is not None
    return signing.dumps([account_id, state.reset_until.isoformat()], salt=LINK_SALT)


def of_link(token: str) -> Account | None:
    try:
        account_id, until = signing.loads(token, salt=LINK_SALT, max_age=FIRST_TIME)
    except signing.BadSignature:
        return None
    state = models.PasswordState.objects.select_related("account").filter(account_id=account_id).first()
    if state is None or state.reset_until is None or state.reset_until <= timezone.now():
        return None
    usable = state.reset_until.isoformat() == until and state.account.is_active
    return shown(state.account) if usable else None
