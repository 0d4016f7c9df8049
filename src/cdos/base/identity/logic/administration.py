"""What administrators do to accounts. Whether they may is for the caller; every act names who did it (`by`)."""

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext

from cdos.base.identity import models
from cdos.base.identity.contracts import Account, IdentityRefused, LockState, StaffAccount
from cdos.base.identity.logic import devices, factors, parties, passwords, recording, throttle, vault
from cdos.base.identity.logic.accounts import create_account, normal_login, set_active
from cdos.base.identity.phones import check_phone


def staff_accounts(
    *, query: str = "", limit: int = 50, after: int = 0, login: str = ""
) -> list[StaffAccount]:
    """By id; `query` is a part of the login or the name, `login` exactly one."""
    rows = models.Account.objects.filter(is_staff=True, pk__gt=after)
    if query:
        rows = rows.filter(Q(login__icontains=query) | Q(name__icontains=query))
    if login:
        rows = rows.filter(login=normal_login(login))
    rows = rows.select_related("party", "password_state").annotate(held=Count("factors", distinct=True))
    return [_shown(row, row.held) for row in rows.order_by("id")[:limit]]


def _shown(row: models.Account, held: int) -> StaffAccount:
    state = getattr(row, "password_state", None)
    until = state.reset_until if state else None
    return StaffAccount(
        id=row.pk,
        login=row.login,
        name=row.name,
        active=row.is_active,
        factors=held,
        phone_masked=vault.shown(row.party).phone_masked if row.party else "",
        last_seen_at=row.last_seen_at,
        reset_until=until if until and until > timezone.now() else None,
        demonstration=bool(row.demo_role),
    )


def create_staff(*, login: str, name: str, phone: str, by: int | None = None) -> Account:
    """Without a password: the owner sets the first one within a week, by a code to the phone."""
    number = check_phone(phone)
    with transaction.atomic():
        party = parties.register_person(name=name, phone=number)
        made = create_account(login=login, name=name, party_id=party.id, is_staff=True)
        passwords.open_reset(account_id=made.id, lasting=passwords.FIRST_TIME)
        recording.ruled(recording.CREATED, account_id=made.id, by=by)
    return made


def switch(*, account_id: int, active: bool, by: int) -> None:
    """A stopped account is out at its next request, and its tokens too."""
    if account_id == by:
        raise IdentityRefused(gettext("Nobody stops their own account; ask a colleague."), code="own")
    with transaction.atomic():
        set_active(account_id=account_id, active=active, by=by)
        if not active:
            devices.end_all(account_id=account_id, why="stopped", by=by)


def reset_password(*, account_id: int, by: int, phone: str = "") -> None:
    """The old one ends; the owner sets a new one by a code to the phone. A phone is taken only where there is none."""
    if account_id == by:
        raise IdentityRefused(gettext("Change your own password on your account's page."), code="own")
    with transaction.atomic():
        row = models.Account.objects.select_for_update().get(pk=account_id)
        if row.demo_role:
            raise IdentityRefused(
                gettext("The password of a demonstration account stays."), code="demonstration"
            )
        if phone and row.party_id is None:
            row.party_id = parties.register_person(name=row.name, phone=check_phone(phone)).id
            row.save(update_fields=["party"])
        passwords.open_reset(account_id=account_id)
        recording.ruled(recording.PASSWORD_RESET, account_id=account_id, by=by, phone_entered=bool(phone))


def reset_factors(*, account_id: int, by: int) -> None:
    if account_id == by:
        raise IdentityRefused(gettext("Change your own second factor on your account's page."), code="own")
    with transaction.atomic():
        factors.reset(account_id=account_id)
        recording.ruled(recording.FACTORS_RESET, account_id=account_id, by=by)


def end_sessions_of(*, account_id: int, by: int, device_id: int | None = None) -> None:
    """One device's, or all."""
    why = "ended by an administrator"
    if device_id:
        devices.end(account_id=account_id, device_id=device_id, why=why, by=by)
    else:
        devices.end_all(account_id=account_id, why=why, by=by)


def lock_state(login: str) -> LockState:
    """How failed attempts hold a login up now: as a whole, and in how many networks."""
    return throttle.state(login=normal_login(login))


def unlock(*, account_id: int, by: int) -> None:
    row = models.Account.objects.get(pk=account_id)
    with transaction.atomic():
        throttle.unlock(login=row.login, by=by)
        throttle.unlock(login=f"second:{account_id}")
