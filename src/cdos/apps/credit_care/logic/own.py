"""What is kept of a person, for that person; how long who they are is needed; and what goes at the end of its time."""

from collections.abc import Sequence

from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.identity.contracts import Self
from cdos.base.matters.contracts import Erasing

from ..contracts import ENDED
from ..models import Agreement, Enquiry, Visit
from . import levelling


def of(asked: Self) -> dict[str, object]:
    if asked.party_id is None:
        return {}
    sums = (
        "total_fen",
        "insurance_fen",
        "own_fen",
        "credit_fen",
        "repaid_fen",
        "refunded_fen",
        "claimed_fen",
    )
    own = {"party_id": asked.party_id}
    with fence.everything():
        return {
            "agreements": list(
                Agreement.objects.filter(**own)
                .order_by("pk")
                .values("level", "limit_fen", "signed_at", "ended_at")
            ),
            "visits": list(
                Visit.objects.filter(**own)
                .order_by("pk")
                .values("number", "hospital", "title", "opened_at", *sums, "defaulted_at")
            ),
            "enquiries": list(Enquiry.objects.filter(**own).values("asked_at", "granted", "reason")),
        }


def needs(party_id: int) -> bool:
    """While a visit is open, or something is owed."""
    return any(levelling.state_of(one) not in ENDED for one in Visit.objects.filter(party_id=party_id))


def forget(asked: Self) -> None:
    """No further visit on credit, and nobody of the office looks any more."""
    if asked.party_id is None:
        return
    with fence.everything():
        Enquiry.objects.filter(party_id=asked.party_id).delete()
        running = Agreement.objects.filter(party_id=asked.party_id, ended_at=None)
        running.update(code="", ended_at=timezone.now())


def erase(ids: Sequence[int], what: Erasing) -> None:
    """What for and which stay goes, with the person; sums stay for the books."""
    for visit in Visit.objects.filter(matter_id__in=list(ids)):
        visit.party_id, visit.title, visit.stay = 0, "", f"erased-{visit.matter_id}"
        visit.save(update_fields=["party_id", "title", "stay"])
