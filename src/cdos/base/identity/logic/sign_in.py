"""Signing in: by password here, by an outside provider through `external`."""

import secrets
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from cdos.base.identity import models
from cdos.base.identity.contracts import Account, Assurance, IdentityRefused, SignInResult
from cdos.base.identity.logic import devices, recording, throttle, vault
from cdos.base.identity.logic.accounts import LONGEST_PASSWORD, normal_login, shown


@cache
def _decoy() -> str:
    """A hash that nothing fits: an unknown login takes as long as a wrong password."""
    return make_password(secrets.token_urlsafe(24))


def usable(row: models.Account | None) -> bool:
    """Demonstration accounts have a password everybody knows: they work in demonstration mode only."""
    return row is not None and row.is_active and (settings.DEMO or not row.demo_role)


def _fits(row: models.Account | None, password: str) -> bool:
    if row is None or not row.password or row.password.startswith("!"):
        check_password(password, _decoy())
        return False
    return check_password(password, row.password)


def sign_in(*, login: str, password: str, address: str, device: str = "") -> SignInResult:
    """Checks a password; `device` is what the browser is called that signed in to this login before (`known.py`).

    Staff, and residents with a second factor, have signed in only when that was given too (`logic/factors.py`).
    """
    name, now = normal_login(login), timezone.now()
    held = throttle.begin(login=name, address=address, device=device, now=now)
    if held.locked_until:
        return SignInResult(account=None, locked_until=held.locked_until, reason="locked")
    row = models.Account.objects.filter(login=name).first()
    fits = len(password) <= LONGEST_PASSWORD and _fits(row, password)
    if row is None or not fits or not usable(row):
        recording.refused(row.pk if row else None, network=devices.prefix(address), why="password")
        return SignInResult(account=None, locked_until=held.next_at, reason="wrong")
    throttle.forgive(login=name, address=address, device=device)
    return SignInResult(account=shown(row))


def external_account(
    *, provider: str, subject: str, name: str, phone: str = "", assurance: Assurance = Assurance.ANONYMOUS
) -> Account:
    """The account of a provider's subject; made at the first sign-in, its assurance raised when the provider says more."""
    with transaction.atomic():
        known = (
            models.ExternalIdentity.objects.select_for_update(of=("self",))
            .select_related("account")
            .filter(provider=provider, subject=subject)
            .first()
        )
        row = known.account if known else _first_time(provider, subject, name, phone)
        if not usable(row):
            raise IdentityRefused(gettext("This account is stopped; ask the service desk."), code="stopped")
        if row.assurance < assurance:
            row.assurance = assurance
            row.save(update_fields=["assurance"])
    return shown(row)


def _first_time(provider: str, subject: str, name: str, phone: str) -> models.Account:
    party = models.Party(kind="person", name=name or subject)
    vault.put_phone(party, phone)
    party.save()
    row, made = models.Account.objects.get_or_create(
        login=f"{provider}:{subject}"[:150].casefold(),
        defaults={"name": name or subject, "password": "!", "party": party},
    )
    if not made:
        raise IdentityRefused(gettext("This login is taken."), code="login-taken")
    models.ExternalIdentity.objects.create(provider=provider, subject=subject, account=row)
    return row
