"""Drafts: one for each item, person and account, sealed, kept for 30 days after the last word."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cdos.base.files import api as stored
from cdos.base.organisation.contracts import Actor

from ..contracts import Channel, Draft
from ..models import Draft as Row
from . import materials, vault

KEPT = timedelta(days=30)
LONGEST = 200_000


def start(
    *, actor: Actor, item: str, bundle: str, party_id: int, channel: Channel, proof: Mapping[str, str]
) -> Draft:
    """The one in progress, else a new one. A document seen as proof is not asked for again as a material."""
    assert actor.account_id is not None
    now, files = timezone.now(), materials.seen(item, proof)
    Row.objects.filter(saved_at__lt=now - KEPT).delete()
    row, _new = Row.objects.get_or_create(
        account_id=actor.account_id,
        party_id=party_id,
        item=item,
        bundle=bundle,
        defaults={
            "channel": channel.value,
            "key": uuid.uuid4().hex,
            "sealed": vault.seal({"proof": dict(proof), "files": files}, vault.DRAFT),
            "saved_at": now,
        },
    )
    if proof or row.channel != channel.value:
        row.channel = channel.value
        kept = vault.unseal(row.sealed, vault.DRAFT)
        kept |= {"proof": dict(proof), "files": {**kept.get("files", {}), **files}}
        row.sealed = vault.seal(kept, vault.DRAFT)
        row.save(update_fields=["channel", "sealed"])
    return shown(row)


def row_of(actor: Actor, draft_id: int) -> Row:
    """LookupError for one of another account."""
    if actor.account_id is None:
        raise LookupError(draft_id)
    row = Row.objects.filter(pk=draft_id, account_id=actor.account_id).first()
    if row is None:
        raise LookupError(draft_id)
    return row


def save(
    row: Row,
    *,
    answers: Mapping[str, Any] | None,
    files: Mapping[str, str] | None,
    consents: tuple[str, ...] | None,
) -> Draft:
    """What is None stays as it was; more than fits is left as it was, too."""
    kept = vault.unseal(row.sealed, vault.DRAFT)
    given = {"answers": answers, "files": files, "consents": consents}
    kept |= {name: value for name, value in given.items() if value is not None}
    sealed = vault.seal(kept, vault.DRAFT)
    if len(sealed) <= LONGEST:
        row.sealed, row.saved_at = sealed, timezone.now()
        row.save(update_fields=["sealed", "saved_at"])
        stored.keep(tokens=tokens(kept), until=row.saved_at + KEPT)
    return shown(row)


def tokens(kept: Mapping[str, Any]) -> list[str]:
    """Whatever may name a file: what a form's file field holds is a list of them."""
    listed = [one for value in kept.get("answers", {}).values() if isinstance(value, list) for one in value]
    named = [one for one in (*kept.get("files", {}).values(), *listed) if isinstance(one, str)]
    return [one for one in named if len(one) <= 40]


def drop(row: Row) -> None:
    """What was handed in and not sent is forgotten within a day."""
    named = tokens(vault.unseal(row.sealed, vault.DRAFT))
    row.delete()
    stored.keep(tokens=named, until=None)


def shown(row: Row) -> Draft:
    kept = vault.unseal(row.sealed, vault.DRAFT)
    return Draft(
        id=row.pk,
        item=row.item,
        bundle=row.bundle,
        party_id=row.party_id,
        answers=kept.get("answers", {}),
        files=kept.get("files", {}),
        saved_at=row.saved_at,
        consents=tuple(kept.get("consents", ())),
        channel=Channel(row.channel),
        proof=kept.get("proof", {}),
        key=row.key,
    )


def of_account(account_id: int) -> list[Draft]:
    """Newest first."""
    fresh = Row.objects.filter(account_id=account_id, saved_at__gte=timezone.now() - KEPT)
    return [shown(row) for row in fresh.order_by("-saved_at")]


def own_data(account_id: int) -> list[dict[str, object]]:
    return [asdict(one) for one in of_account(account_id)]
