"""What bundles keep of a person's words, given back on request and forgotten at the end of its time."""

from collections.abc import Sequence

from cdos.base.fence import api as fence
from cdos.base.identity.contracts import Self
from cdos.base.matters.contracts import Erasing

from ..models import Delivery, Run
from . import vault


def erase(ids: Sequence[int], what: Erasing) -> None:
    """Answers and papers go, whatever else; items, units and times stay for the figures."""
    Run.objects.filter(pk__in=list(ids)).update(sealed=None, account_id=None)
    Delivery.objects.filter(run_id__in=list(ids)).update(reason="")


def own_data(asked: Self) -> list[dict[str, object]]:
    """Every bundle of the person, with what is still kept of what they gave."""
    with fence.everything():
        rows = list(Run.objects.filter(party_id=asked.party_id).order_by("pk")) if asked.party_id else []
        return [
            {
                "number": row.number,
                "bundle": row.code,
                "sent_at": row.sent_at.isoformat(),
                "answers": dict(vault.unseal(row).answers),
                "parts": [
                    {"item": part.title, "state": part.state, "application": part.application}
                    for part in Delivery.objects.filter(run=row).order_by("position")
                ],
            }
            for row in rows
        ]
