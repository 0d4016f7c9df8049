"""Batches: put together by one person, approved by another, done when the bank has said of each what became of it."""

from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.jobs import api as jobs
from cdos.base.organisation.contracts import Actor

from ..contracts import BatchState, PayoutRefused, PayoutState
from ..models import Batch as Row
from ..models import Payout, Try
from . import listeners, recording

SEND = "payouts.send"
APPROVED, BATCHED = PayoutState.APPROVED.value, PayoutState.BATCHED.value


def waiting(units: Collection[str] | None, pool: str = "") -> Q:
    """Approved, with an account to pay to, out of these units' pools or (None) all."""
    wanted = Q(state=APPROVED, sealed__isnull=False)
    if pool:
        wanted &= Q(pool__code=pool)
    return wanted if units is None else wanted & Q(pool__unit__in=list(units))


def make(actor: Actor, units: Collection[str] | None, pool: str, most: int) -> Row:
    """Takes what waits, oldest first; what another batch is just taking is left to it."""
    found = Payout.objects.select_related("pool").select_for_update(of=("self",), skip_locked=True)
    rows = list(found.filter(waiting(units, pool)).order_by("pk")[:most])
    if not rows:
        raise PayoutRefused(_("Nothing waits to be paid out."))
    batch = Row.objects.create(
        number="",
        count=len(rows),
        fen=sum(row.fen for row in rows),
        units=sorted({row.pool.unit for row in rows}),
        made_by=actor.name[:100],
        made_account=actor.account_id,
        made_at=timezone.now(),
    )
    batch.number = f"F{timezone.localdate():%Y%m%d}-{batch.pk:05d}"
    batch.save(update_fields=["number"])
    _move(rows, BATCHED, batch)
    recording.of_batch(recording.MADE, batch, actor)
    return batch


def _move(rows: Collection[Payout], state: str, batch: Row | None) -> None:
    Payout.objects.filter(pk__in=[row.pk for row in rows]).update(state=state, batch=batch)
    for row in rows:
        row.state, row.batch = state, batch
        listeners.changed(row)


def approve(actor: Actor, row: Row) -> None:
    """Never by who made it (四眼原则); the database refuses it too."""
    if row.state != BatchState.MADE:
        raise PayoutRefused(_("This batch was already decided on."))
    if row.made_account == actor.account_id:
        raise PayoutRefused(_("Who made a batch does not approve it: a second person must look at it."))
    row.state, row.approved_by, row.approved_account = BatchState.SENDING, actor.name[:100], actor.account_id
    row.approved_at = timezone.now()
    row.save(update_fields=["state", "approved_by", "approved_account", "approved_at"])
    recording.of_batch(recording.APPROVED, row, actor)
    jobs.enqueue(SEND, batch_id=row.pk)


def refuse(actor: Actor, row: Row, reason: str) -> None:
    if row.state != BatchState.MADE:
        raise PayoutRefused(_("This batch was already decided on."))
    if not reason.strip():
        raise PayoutRefused(_("Please say why, so that who made the batch can mend it."))
    rows = (
        Payout.objects.select_related("pool").select_for_update(of=("self",)).filter(batch=row, state=BATCHED)
    )
    _move(list(rows.order_by("pk")), APPROVED, None)
    row.state, row.reason = BatchState.REFUSED, reason[:300]
    row.save(update_fields=["state", "reason"])
    recording.of_batch(recording.REFUSED, row, actor)


def by_id(batch_id: int) -> Row:
    """Locked. LookupError."""
    row = Row.objects.select_for_update(no_key=True).filter(pk=batch_id).first()
    if row is None:
        raise LookupError(batch_id)
    return row


def look_whether_done(batch_id: int) -> None:
    """Takes the batch's lock before it counts, so that of two last answers at once the second one sees the first."""
    row = by_id(batch_id)
    if row.state not in {BatchState.SENDING, BatchState.SENT}:
        return
    if row.payouts.filter(state=BATCHED).exists():
        return
    at_the_bank = Try.objects.filter(batch=row, state="open").exists()
    row.state = BatchState.SENT if at_the_bank else BatchState.DONE
    row.save(update_fields=["state"])
