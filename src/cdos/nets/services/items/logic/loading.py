"""Whole catalogues at once: for the sample city and for an operator's own list."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import msgspec
from django.utils import timezone

from ..contracts import Item, ItemState, Standard
from ..models import Item as Row
from ..models import Standard as StandardRow
from ..models import Version
from . import catalogue, editing, shape

BATCH = 1000


def load(rows: Iterable[Item | Mapping[str, Any]], *, effective_from: date) -> int:
    """Live at once as first versions; codes that are there are left alone. How many are new."""
    made = [row if isinstance(row, Item) else shape.make(row) for row in rows]
    known = set(Row.objects.filter(code__in=[one.code for one in made]).values_list("code", flat=True))
    new = {one.code: one for one in made if one.code not in known}
    now = timezone.now()
    owners = Row.objects.bulk_create([Row(code=code, created_at=now) for code in new], batch_size=BATCH)
    versions = []
    for owner in owners:
        version = Version(
            item=owner, version=1, state=ItemState.LIVE.value, author="system", approver="system",
            written_at=now, submitted_at=now, decided_at=now,
        )  # fmt: skip
        editing.fill(version, new[owner.code])
        version.effective_from = new[owner.code].effective_from or effective_from
        versions.append(version)
    Version.objects.bulk_create(versions, batch_size=BATCH)
    catalogue.HELD.forget()
    return len(versions)


def load_standards(rows: Iterable[Standard]) -> int:
    made = [
        StandardRow(code=one.code, title=one.title, elements=msgspec.to_builtins(asdict(one))) for one in rows
    ]
    StandardRow.objects.bulk_create(made, ignore_conflicts=True, batch_size=BATCH)
    return len(made)


def standards(codes: Iterable[str] | None = None) -> dict[str, Standard]:
    rows = StandardRow.objects.all() if codes is None else StandardRow.objects.filter(code__in=list(codes))
    return {row.code: msgspec.convert(row.elements, Standard) for row in rows}
