"""Drafts: what somebody typed is kept until it is sent, also when the session ends."""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import SealedColumn
from cdos.base.web import contracts
from cdos.base.web.models import Draft

COOKIE = "cdos_draft"
KEPT = timedelta(days=30)
MOST = 30  # of one owner
MAX_BYTES = 200_000
FORM_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
# Never kept, whatever a page sends: secrets and what belongs to one request.
NEVER = re.compile(r"password|secret|csrf|otp|code$|idempotency", re.IGNORECASE)


SEALED = SealedColumn(table="web_draft", sealed="sealed", name="web_draft.sealed")


@dataclass(frozen=True, slots=True)
class Owner:
    account_id: int | None
    visitor: str


class DraftRefused(ValueError):
    """A draft that is not kept; `str()` says why."""


def save_draft(
    *, request: HttpRequest, response: HttpResponse, form: str, fields: Mapping[str, Sequence[str]]
) -> contracts.Draft:
    """Keeps the fields for the account, or for this browser through a 30-day cookie set on `response`."""
    kept = {name: [_storable(v) for v in values] for name, values in fields.items() if not NEVER.search(name)}
    _check(form, kept)
    now = timezone.now()
    with transaction.atomic():
        owner = _owner(request, response)
        Draft.objects.update_or_create(
            form=form,
            account_id=owner.account_id,
            visitor=owner.visitor,
            defaults={"sealed": _sealed(kept), "fields": {}, "saved_at": now},
        )
        Draft.objects.filter(saved_at__lt=now - KEPT).delete()
        _keep_newest(owner)
    return contracts.Draft(form, kept, now.isoformat())


def _keep_newest(owner: Owner) -> None:
    own = Draft.objects.filter(account_id=owner.account_id, visitor=owner.visitor)
    Draft.objects.filter(pk__in=own.order_by("-saved_at", "-pk").values("pk")[MOST:]).delete()


def load_draft(*, request: HttpRequest, form: str) -> contracts.Draft | None:
    """The account's draft, else the one this browser began before signing in."""
    fresh = Draft.objects.filter(form=form, saved_at__gte=timezone.now() - KEPT)
    rows = [
        fresh.filter(account_id=owner.account_id, visitor=owner.visitor).first() for owner in _owners(request)
    ]
    newest = max((row for row in rows if row), key=lambda row: row.saved_at, default=None)
    return contracts.Draft(form, _fields(newest), newest.saved_at.isoformat()) if newest else None


def _sealed(fields: Mapping[str, list[str]]) -> bytes:
    return crypto.seal(json.dumps(fields, ensure_ascii=False), column=SEALED.name)


def _fields(row: Draft) -> dict[str, list[str]]:
    found: dict[str, list[str]] = row.fields
    return json.loads(crypto.unseal(row.sealed, column=SEALED.name)) if row.sealed else found


def seal_clear_drafts() -> int:
    """Drafts of earlier releases; how many."""
    done = 0
    for row in Draft.objects.exclude(fields={}).filter(sealed=None).iterator(chunk_size=500):
        done += Draft.objects.filter(pk=row.pk, sealed=None).update(sealed=_sealed(row.fields), fields={})
    return done


def clear_draft(*, request: HttpRequest, form: str) -> None:
    """Called when the form was sent, or thrown away."""
    for owner in _owners(request):
        Draft.objects.filter(form=form, account_id=owner.account_id, visitor=owner.visitor).delete()


def forget_drafts(*, account_id: int) -> int:
    """All drafts of an account that ends; how many."""
    return Draft.objects.filter(account_id=account_id).delete()[0]


def _check(form: str, fields: Mapping[str, list[str]]) -> None:
    if not FORM_NAME.fullmatch(form):
        raise DraftRefused(_("This form has no drafts."))
    if sum(len(name) + sum(len(v) for v in values) for name, values in fields.items()) > MAX_BYTES:
        raise DraftRefused(_("This text is too long to be kept as a draft."))


def _storable(text: str) -> str:
    """PostgreSQL keeps neither the null character nor half of a surrogate pair."""
    return text.replace("\x00", "").encode(errors="ignore").decode()


def _account_id(request: HttpRequest) -> int | None:
    found: int | None = getattr(getattr(request, "account", None), "id", None)
    return found


def _visitor(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest() if secret else ""


def _owners(request: HttpRequest) -> list[Owner]:
    account, visitor = _account_id(request), _visitor(request.COOKIES.get(COOKIE, ""))
    owners = [Owner(account, "")] if account else []
    return [*owners, Owner(None, visitor)] if visitor else owners


def _owner(request: HttpRequest, response: HttpResponse) -> Owner:
    account = _account_id(request)
    if account:
        return Owner(account, "")
    secret = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(32)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(KEPT.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return Owner(None, _visitor(secret))
