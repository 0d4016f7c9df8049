"""Bearer tokens for programs."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from cdos.base import statements
from cdos.base.identity import models
from cdos.base.identity.contracts import Account, IdentityRefused, TokenInfo
from cdos.base.identity.logic import recording
from cdos.base.identity.logic.accounts import account_row, shown

PREFIX = "cdos_"
SCOPES = ("read", "write")
MOST = 20


def _digest(token: str) -> str:
    """No slow hash: the token is 256 random bits, nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


def create_token(
    *, account_id: int, name: str, scopes: tuple[str, ...] = ("read",), expires_at: datetime | None = None
) -> str:
    """The token itself; it is shown once and kept nowhere."""
    if not scopes or not set(scopes) <= set(SCOPES):
        raise IdentityRefused(gettext("Choose what the token may do."), code="scopes")
    if models.ApiToken.objects.filter(account_id=account_id).count() >= MOST:
        raise IdentityRefused(gettext("You have 20 tokens already; remove one first."), code="too-many")
    token = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        models.ApiToken.objects.create(
            account_id=account_id,
            name=name.strip()[:100] or "API",
            digest=_digest(token),
            scopes=" ".join(scopes),
            expires_at=expires_at,
        )
        recording.entered(recording.TOKEN_MADE, account_id, scopes=" ".join(scopes))
    return token


def tokens(account_id: int) -> list[TokenInfo]:
    return [
        TokenInfo(
            id=row.pk,
            name=row.name,
            scopes=tuple(row.scopes.split()),
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
        )
        for row in models.ApiToken.objects.filter(account_id=account_id).order_by("-id")
    ]


def end_token(*, account_id: int, token_id: int) -> None:
    with transaction.atomic():
        if models.ApiToken.objects.filter(account_id=account_id, pk=token_id).delete()[0]:
            recording.entered(recording.TOKEN_ENDED, account_id)


_LIVING = "digest = %s::text AND (expires_at IS NULL OR expires_at > %s::timestamptz)"


def token_row(token: str) -> models.ApiToken | None:
    """The living token of a living account."""
    if not token.startswith(PREFIX):
        return None
    now = timezone.now()
    row = statements.row(models.ApiToken, _LIVING, [_digest(token), now])
    account = account_row(row.account_id) if row else None
    if row is None or account is None or not account.is_active or (account.demo_role and not settings.DEMO):
        return None
    row.account = account
    if row.last_used_at is None or row.last_used_at < now - timedelta(minutes=5):
        models.ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
    return row


def account_from_bearer(token: str, *, scope: str = "read") -> Account | None:
    """The account behind a token that has the scope, or None."""
    row = token_row(token)
    return shown(row.account) if row and scope in row.scopes.split() else None
