"""Rows as other modules see them."""

from collections.abc import Collection, Mapping

from django.db.models import Count, Q, Sum

from ..contracts import (
    Batch,
    BatchState,
    Difference,
    Failure,
    Mismatch,
    Payout,
    PayoutState,
    Pool,
)
from ..models import Batch as BatchRow
from ..models import Difference as DifferenceRow
from ..models import Payout as Row
from ..models import Pool as PoolRow
from ..models import Try
from . import vault


def pool(row: PoolRow, balances: Mapping[str, int]) -> Pool:
    """`balances`: fen by code of the account."""
    paid, reserved, free = (
        balances.get(f"pool/{row.code}/{part}", 0) for part in ("paid", "reserved", "free")
    )
    return Pool(row.code, row.title, row.unit, row.year, paid, reserved, free)


def payout(row: Row) -> Payout:
    return Payout(
        id=row.pk,
        key=row.key,
        pool=row.pool.code,
        party_id=row.party_id,
        title=row.title,
        fen=row.fen,
        state=PayoutState(row.state),
        payee=vault.payee(row),
        failure=Failure(row.failure) if row.failure else None,
        asked_at=row.asked_at,
        paid_at=row.paid_at,
        batch=row.batch_id,
        tries=row.tries,
        recovered_fen=row.recovered_fen,
        recover_fen=row.recover_fen,
        area=row.area,
        reason=row.reason,
    )


def batches(rows: Collection[BatchRow]) -> list[Batch]:
    """With what the bank has said so far, counted by two statements for all of them."""
    counted = Try.objects.filter(batch__in=[row.pk for row in rows]).values("batch")
    said = counted.annotate(
        paid=Count("pk", filter=Q(state="paid")),
        paid_fen=Sum("fen", filter=Q(state="paid"), default=0),
        failed=Count("pk", filter=Q(state__in=["failed", "returned"])),
    )
    of = {
        one["batch"]: {"paid": one["paid"], "paid_fen": one["paid_fen"], "failed": one["failed"]}
        for one in said
    }
    return [_batch(row, of.get(row.pk, {})) for row in rows]


def _batch(row: BatchRow, said: Mapping[str, int]) -> Batch:
    return Batch(
        id=row.pk,
        number=row.number,
        state=BatchState(row.state),
        count=row.count,
        fen=row.fen,
        made_by=row.made_by,
        made_at=row.made_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        paid=said.get("paid", 0),
        paid_fen=said.get("paid_fen", 0),
        failed=said.get("failed", 0),
        reason=row.reason,
    )


def difference(row: DifferenceRow) -> Difference:
    kind = Mismatch(row.kind)
    return Difference(row.pk, row.day, kind, row.key, row.ours_fen, row.bank_fen, row.settled_by, row.note)
