"""Money that was paid and should not have been: asked back, and what of it came (追回)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import Actor

from ..contracts import Payout, PayoutRefused, PayoutState
from ..models import Payout as Row
from ..models import Receipt
from . import accounts, listeners, recording, reserving, shapes

ASKABLE = {PayoutState.PAID.value, PayoutState.RECOVERING.value, PayoutState.RECOVERED.value}


def ask_back(key: str, fen: int, reason: str, actor: Actor) -> Payout:
    """Adds to what is asked back already; never more than was paid."""
    row = reserving.by_key(key, lock=True)
    if row.state not in ASKABLE:
        raise PayoutRefused(_("Only what was paid can be asked back."))
    if fen <= 0 or row.recover_fen + fen > row.fen:
        raise PayoutRefused(_("No more can be asked back than was paid."))
    row.recover_fen += fen
    row.state, row.reason = PayoutState.RECOVERING.value, reason[:300]
    row.save(update_fields=["recover_fen", "state", "reason"])
    recording.of_payout(recording.ASKED_BACK, row, fen=fen, by=actor)
    listeners.changed(row)
    return shapes.payout(row)


def got_back(key: str, fen: int, receipt: str) -> Payout:
    row = reserving.by_key(key, lock=True)
    known = Receipt.objects.filter(payout=row, number=receipt).first()
    if known is not None:
        if known.fen != fen:
            raise PayoutRefused(_("This receipt was already taken with another sum."))
        return shapes.payout(row)
    if row.state != PayoutState.RECOVERING:
        raise PayoutRefused(_("Nothing is asked back here."))
    if fen <= 0 or row.recovered_fen + fen > row.recover_fen:
        raise PayoutRefused(_("That is more than was asked back."))
    return _take(row, fen, receipt)


def _take(row: Row, fen: int, receipt: str) -> Payout:
    Receipt.objects.create(payout=row, number=receipt, fen=fen, at=timezone.now())
    bank = row.orders.get(state="paid").bank
    accounts.came_back(row.pool.code, fen, key=row.key, receipt=receipt, bank=bank, memo=row.title)
    row.recovered_fen += fen
    if row.recovered_fen == row.recover_fen:
        row.state = PayoutState.RECOVERED.value
    row.save(update_fields=["recovered_fen", "state"])
    recording.of_payout(recording.GOT_BACK, row, fen=fen)
    listeners.changed(row)
    return shapes.payout(row)
