"""A payout until it is handed to the bank, and after the bank did not pay it: reserved, approved, given an account, cancelled."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import Actor

from ..contracts import Failure, Payee, Payout, PayoutRefused, PayoutState
from ..models import Payout as Row
from . import accounts, listeners, pools, shapes, vault

RESERVED, APPROVED = PayoutState.RESERVED.value, PayoutState.APPROVED.value
BACK = {PayoutState.FAILED.value, PayoutState.RETURNED.value}
WITHDRAWABLE = {RESERVED, APPROVED, *BACK}


def reserve(made: Row, pool: str, payee: Payee | None) -> Payout:
    """Once under its key: asked for again, it is what it has become meanwhile."""
    known = Row.objects.select_related("pool").filter(key=made.key).first()
    if known is not None:
        return _same(known, made)
    if made.fen <= 0:
        raise PayoutRefused(_("There is nothing to pay out."))
    made.pool = pools.by_code(pool)
    made.asked_at = timezone.now()
    made.sealed = vault.seal(payee) if payee else None
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            accounts.reserve(pool, made.fen, key=made.key, memo=made.title)
    except IntegrityError:  # the same key came in at the same moment
        known = Row.objects.select_related("pool").filter(key=made.key).first()
        if known is None:
            raise
        return _same(known, made)
    return shapes.payout(made)


def _same(known: Row, made: Row) -> Payout:
    if (known.fen, known.party_id) != (made.fen, made.party_id):
        raise PayoutRefused(_("Under this key another sum or another person is paid already."))
    return shapes.payout(known)


def by_key(key: str, *, lock: bool = False) -> Row:
    rows = Row.objects.select_related("pool")
    row = (rows.select_for_update(of=("self",)) if lock else rows).filter(key=key).first()
    if row is None:
        raise LookupError(key)
    return row


def approve(key: str) -> Payout:
    """It may go into a batch; after a fault of the bank, once more as it is. Approved twice is approved."""
    row = by_key(key, lock=True)
    again = row.state == PayoutState.FAILED and row.failure == Failure.BANK
    if row.state == APPROVED:
        return shapes.payout(row)
    if row.state != RESERVED and not again:
        raise PayoutRefused(_("This payout cannot be approved any more."))
    return ready(row)


def ready(row: Row) -> Payout:
    row.state, row.failure, row.batch = APPROVED, "", None
    row.save(update_fields=["state", "failure", "batch"])
    listeners.changed(row)
    return shapes.payout(row)


def give_account(key: str, payee: Payee) -> Payout:
    """An account for who had none, or another one after the bank refused; before it is approved it stays to be approved."""
    row = by_key(key, lock=True)
    if row.state not in WITHDRAWABLE:
        raise PayoutRefused(
            _("The account cannot be changed while the bank has the order, or after it was paid.")
        )
    row.sealed = vault.seal(payee)
    row.save(update_fields=["sealed"])
    return ready(row) if row.state in BACK else shapes.payout(row)


def drop(key: str, reason: str, actor: Actor) -> Payout:
    """What did not arrive, and for which nobody names another account."""
    row = by_key(key, lock=True)
    if row.state not in BACK:
        raise PayoutRefused(_("This payout cannot be dropped: the bank has it, or has paid it."))
    if not reason.strip():
        raise PayoutRefused(_("Please say why."))
    return cancel(key, reason.strip(), by=actor)


def cancel(key: str, reason: str, *, by: Actor | None = None) -> Payout:
    """The pool has the money again. Cancelled twice is cancelled."""
    row = by_key(key, lock=True)
    if row.state == PayoutState.CANCELLED:
        return shapes.payout(row)
    if row.state not in WITHDRAWABLE:
        raise PayoutRefused(_("This payout cannot be dropped: the bank has it, or has paid it."))
    accounts.release(row.pool.code, row.fen, key=key, memo=row.title)
    row.state, row.reason, row.batch = PayoutState.CANCELLED.value, reason[:300], None
    row.save(update_fields=["state", "reason", "batch"])
    listeners.changed(row, by=by)
    return shapes.payout(row)
