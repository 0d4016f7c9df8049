"""What is kept of a person's decisions and documents, for that person; and what goes when the account is closed."""

from cdos.base.fence import api as fence
from cdos.base.identity.contracts import Self

from ..models import DocumentRead, Receipt
from . import documents, receipts


def of(asked: Self) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    if asked.party_id is None:
        return found
    with fence.everything():
        for row in Receipt.objects.filter(party_id=asked.party_id).order_by("pk"):
            receipt = receipts.of_row(row)
            found.append(
                {
                    "decision": receipt.title,
                    "matter": receipt.matter,
                    "rule": f"{receipt.rule} {receipt.version}",
                    "outcome": receipt.outcome.value,
                    "at": receipt.decided_at,
                    "data": {one.field: [one.value, one.source] for one in receipt.used},
                }
            )
        for read in DocumentRead.objects.filter(party_id=asked.party_id).order_by("pk"):
            known = documents.info(read)
            said = {one.field: one.value for one in known.found}
            found.append(
                {"document": read.name, "read": said, "confirmed": known.confirmed, "at": read.asked_at}
            )
    return found


def forget(asked: Self) -> None:
    """Documents that were only read; receipts stay with their matters until those are erased."""
    if asked.party_id is None:
        return
    with fence.everything():
        DocumentRead.objects.filter(party_id=asked.party_id).delete()
