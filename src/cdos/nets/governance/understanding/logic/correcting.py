"""Keeps where clerks chose another item than was proposed."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from cdos.base.fence import api as fence

from ..contracts import CorrectionInfo
from ..models import Correction
from . import service


def note(chosen: Mapping[str, Any]) -> bool:
    """True where it was a correction: an item was proposed, or none, and the clerk named another."""
    if chosen["chosen"] == chosen["proposed"]:
        return False
    served = service.current()
    with fence.everything():
        Correction.objects.create(
            matter_id=chosen["matter_id"],
            proposed=chosen["proposed"],
            chosen=chosen["chosen"],
            confidence=chosen["confidence"],
            model=served.version if served else "",
            how=chosen["how"],
            account_id=chosen["by"],
            at=timezone.now(),
        )
    return True


def latest(limit: int) -> list[CorrectionInfo]:
    """In the reader's reach (the database shows no others)."""
    rows = list(Correction.objects.order_by("-at").select_related("matter")[:limit])
    return [
        CorrectionInfo(row.matter.number, row.at, row.proposed, row.chosen, row.confidence, row.how)
        for row in rows
    ]


def counted() -> int:
    with fence.everything():
        return Correction.objects.count()
