"""Passkeys (WebAuthn level 3). A passkey with the person verified by their device is two factors at once."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cdos.base.identity import models
from cdos.base.identity.contracts import Account, FactorKind, IdentityRefused
from cdos.base.identity.logic import factors
from cdos.base.identity.logic.accounts import shown
from cdos.base.identity.logic.sign_in import usable

VALID_S = 300


@dataclass(frozen=True, slots=True)
class Site:
    """Who asks for the passkey: the host name without port, and the whole origin. An IP address can have no passkeys."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What goes to the browser, and the challenge that must come back."""

    options: str  # JSON
    challenge: str  # base64url
    at: datetime


def _handle(account_id: int) -> bytes:
    """What authenticators keep for an account: not its number, and no personal data (WebAuthn, 14.6.1)."""
    return salted_hmac("cdos.identity.passkey", str(account_id), algorithm="sha256").digest()


def _known(account_id: int) -> list[PublicKeyCredentialDescriptor]:
    rows = models.Factor.objects.filter(account_id=account_id, kind=FactorKind.PASSKEY)
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential or "")) for row in rows]


def ask_to_add(*, site: Site, account: Account) -> Asked:
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=settings.CITY_NAME,
        user_name=factors.label(account),
        user_display_name=account.name,
        user_id=_handle(account.id),
        exclude_credentials=_known(account.id),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return Asked(options_to_json(options), bytes_to_base64url(options.challenge), timezone.now())


def add(
    *, site: Site, account_id: int, challenge: str, credential: str, name: str, keep_device: int | None
) -> None:
    """Raises IdentityRefused when the answer is not to our question, from our page, with the person verified."""
    try:
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise refused() from error
    factors.add_passkey(
        account_id=account_id,
        name=name,
        credential=bytes_to_base64url(verified.credential_id),
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        keep_device=keep_device,
    )


def ask_to_sign_in(*, site: Site, account_id: int | None) -> Asked:
    """Without an account the browser offers the passkeys it holds for this site."""
    options = generate_authentication_options(
        rp_id=site.host,
        allow_credentials=_known(account_id) if account_id else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Asked(options_to_json(options), bytes_to_base64url(options.challenge), timezone.now())


def sign_in(*, site: Site, challenge: str, credential: str, account_id: int | None) -> Account:
    """Whose passkey it is; of `account_id` where one is named."""
    row = _row_of(credential)
    if row is None or not usable(row.account) or (account_id and row.account_id != account_id):
        raise refused()
    try:
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=bytes(row.public_key),
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise refused() from error
    _used(row, verified.new_sign_count)
    return shown(row.account)


def _row_of(credential: str) -> models.Factor | None:
    try:
        given = json.loads(credential)["id"]
    except (ValueError, KeyError, TypeError):
        return None
    rows = models.Factor.objects.select_related("account").filter(kind=FactorKind.PASSKEY)
    return rows.filter(credential=given).first() if isinstance(given, str) else None


def _used(row: models.Factor, count: int) -> None:
    """In one statement, so that a copied authenticator does not slip through beside the real one."""
    fresh = models.Factor.objects.filter(pk=row.pk, sign_count=row.sign_count)
    if not fresh.update(sign_count=count, last_used_at=timezone.now()):
        raise refused()


def refused() -> IdentityRefused:
    return IdentityRefused(
        gettext("This passkey could not be checked. Try again, or use another way."), code="passkey"
    )
