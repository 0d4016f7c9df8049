"""What the public may read of appeals: those whose person agreed, masked; never who."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM

from ..contracts import PublicAppeal
from ..models import Appeal
from . import duty, reading
from .text import safe

MOST = 1000
DONE = ("confirmed", "closed", "withdrawn")


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    numbers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    filed_from: datetime | None = None
    filed_until: datetime | None = None
    updated_from: datetime | None = None
    updated_until: datetime | None = None
    open: bool | None = None
    limit: int = 100
    offset: int = 0


def find(question: PublicQuestion) -> list[PublicAppeal]:
    """Newest first; history without a place is not published."""
    rows = Appeal.objects.filter(public=True)
    if question.numbers:
        rows = rows.filter(number__in=question.numbers)
    if question.items:
        named = Q(item_code__in=[code for code in question.items if code != "other"])
        rows = rows.filter(named | Q(item_code="") if "other" in question.items else named)
    if question.filed_from:
        rows = rows.filter(filed_at__gte=question.filed_from)
    if question.filed_until:
        rows = rows.filter(filed_at__lte=question.filed_until)
    if question.updated_from:
        rows = rows.filter(updated_at__gte=question.updated_from)
    if question.updated_until:
        rows = rows.filter(updated_at__lte=question.updated_until)
    if question.open is not None:
        rows = rows.exclude(state__in=DONE) if question.open else rows.filter(state__in=DONE)
    limit = max(1, min(question.limit, MOST))
    return [
        _info(row, None)
        for row in rows.order_by("-filed_at", "-pk")[question.offset : question.offset + limit]
    ]


def is_public(matter_id: int) -> bool:
    """Whether the person agreed that everybody sees the masked text and the pictures."""
    return Appeal.objects.filter(matter_id=matter_id, public=True).exists()


def one(number: str) -> PublicAppeal | None:
    """An appeal that is not public shows its state and subject only, no text, no place."""
    row = Appeal.objects.filter(number=safe(number).strip().upper()).first()
    if row is None:
        return None
    clocks = matters.clocks(actor=SYSTEM, number=row.number)
    due = [
        clock.due_at for clock in clocks if clock.name in ("handling", "redo") and clock.stopped_at is None
    ]
    return _info(row, due[0] if due else None)


def _info(row: Appeal, expected: datetime | None) -> PublicAppeal:
    item = duty.item(row.item_code, row.list_version or None)
    unit = organisation.unit(row.unit)
    shown = row.public
    return PublicAppeal(
        number=row.number,
        state=row.state,
        phase=reading.state(row.state).phase.value,
        item=row.item_code,
        item_name=item.name if item else "",
        text=mask(f"{row.title}\n{row.text}" if not row.text.startswith(row.title.rstrip("…")) else row.text)
        if shown
        else "",
        address=mask(row.address) if shown else "",
        lon=row.lon if shown else None,
        lat=row.lat if shown else None,
        filed_at=row.filed_at,
        updated_at=row.updated_at,
        closed_at=row.closed_at,
        expected_at=expected,
        unit_name=unit.name if unit else "",
        reply=mask(row.reply) if shown else "",
        area=(row.community or row.street or row.district) if shown else "",
    )
