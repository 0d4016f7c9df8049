"""What an application loses at the end of its retention: answers, files, words; item, unit, times and outcome stay."""

from collections.abc import Sequence

from cdos.base.masking.api import mask
from cdos.base.matters.contracts import Erasing

from ..models import Application


def erase(ids: Sequence[int], what: Erasing) -> None:
    rows = list(Application.objects.filter(pk__in=list(ids)))
    keep = what is Erasing.ANONYMISE
    for row in rows:
        row.sealed, row.sources, row.materials, row.asked = None, {}, [], ""
        row.party_id = 0
        row.grade_text = mask(row.grade_text) if keep else ""
        row.reason = mask(row.reason) if keep or row.outcome == "refused" else ""
    fields = ("sealed", "sources", "materials", "asked", "party_id", "grade_text", "reason")
    Application.objects.bulk_update(rows, fields, batch_size=200)
