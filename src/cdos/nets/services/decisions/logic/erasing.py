"""What receipts lose at the end of a matter's retention: values. Rule, outcome, days and seal stay for the figures."""

from collections.abc import Sequence

from django.utils import timezone

from cdos.base.matters.contracts import Erasing

from ..models import Drift, Receipt
from . import sealing


def erase(ids: Sequence[int], what: Erasing) -> None:
    for row in Receipt.objects.filter(matter_id__in=list(ids), erased_at__isnull=True):
        content = sealing.unseal(row.sealed, sealing.RECEIPTS)[1]
        used = [[name, None, source, at, mark] for name, _value, source, at, mark in content["used"]]
        trace = [[leaf, truth, None] for leaf, truth, _found in content["trace"]]
        row.sealed = sealing.seal(sealing.text({"used": used, "trace": trace}), sealing.RECEIPTS)
        row.erased_at = timezone.now()
        row.party_id = None
        row.save(update_fields=["sealed", "erased_at", "party_id"])
    for drift in Drift.objects.filter(matter_id__in=list(ids)):
        changes = sealing.unseal(drift.sealed, sealing.DRIFTS)[1]
        kept = [change if change[0] == "rule" else [*change[:2], None, None, change[4]] for change in changes]
        drift.sealed, drift.note = sealing.seal(sealing.text(kept), sealing.DRIFTS), ""
        drift.save(update_fields=["sealed", "note"])
