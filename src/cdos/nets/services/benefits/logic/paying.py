"""From yes to the account: the pool's money is held at once, and what the bank says comes back here."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cdos.base.fence import api as fence
from cdos.nets.services.payouts import api as payouts
from cdos.nets.services.payouts.contracts import Failure, Payout, PayoutState, PoolExhausted

from ..contracts import BenefitRefused, Programme
from ..contracts import EntitlementState as State
from ..models import Entitlement as Row
from . import shelf, steps, vault

PREFIX = "benefit"
HEARD = {
    PayoutState.RESERVED: State.APPROVED,
    PayoutState.APPROVED: State.APPROVED,
    PayoutState.BATCHED: State.APPROVED,
    PayoutState.SENT: State.SENT,
    PayoutState.PAID: State.PAID,
    PayoutState.FAILED: State.FAILED,
    PayoutState.RETURNED: State.RETURNED,
    PayoutState.CANCELLED: State.CANCELLED,
    PayoutState.RECOVERING: State.RECOVERING,
    PayoutState.RECOVERED: State.RECOVERED,
}
WHY = {
    Failure.NO_ACCOUNT: gettext_noop("there is no such account; please name another"),
    Failure.NAME_MISMATCH: gettext_noop("the account is in another name; please name one of your own"),
    Failure.CLOSED: gettext_noop("the account is closed; please name another"),
    Failure.FROZEN: gettext_noop("the account is frozen; please name another or ask your bank"),
    Failure.LIMIT: gettext_noop("the account takes no sum this large; please name another"),
    Failure.BANK: gettext_noop("the bank's system failed; it is tried again"),
    Failure.RETURNED: gettext_noop("the bank sent the money back; please name another account"),
}


def key(row: Row) -> str:
    return f"{PREFIX}:{row.pk}"


def pay(row: Row, one: Programme) -> None:
    """Reserves the money, once; where the pool is empty the yes is kept and tried again."""
    account = vault.unseal(row).payee
    try:
        with transaction.atomic():
            held = payouts.reserve(
                key=key(row),
                pool=one.terms.pool,
                party_id=row.party_id,
                title=row.title,
                fen=row.fen,
                payee=account,
                area=row.district,
            )
    except PoolExhausted:
        if row.state != State.CONFIRMED.value:
            steps.move(row, State.CONFIRMED, "waiting")
        return
    if held.state is PayoutState.CANCELLED:
        raise BenefitRefused(
            _("This offer is no longer open: %(state)s.") % {"state": steps.STATES[State.CANCELLED]}
        )
    row.refresh_from_db()
    if row.state in (State.OFFERED.value, State.CONFIRMED.value, State.CHECKING.value):
        steps.move(row, State.APPROVED, "approved")


def heard(payout: Payout) -> None:
    """A payout has moved on, in its transaction."""
    row = Row.objects.select_for_update().filter(pk=int(payout.key.partition(":")[2])).first()
    state = HEARD[payout.state]
    if row is None or row.state == state.value:
        return
    if state is State.RECOVERED and payout.recovered_fen < payout.fen:  # the rest was rightly paid
        row.fen, state = payout.fen - payout.recovered_fen, State.PAID
        steps.move(row, state, "recovered", tell=False)
        return
    if state is State.PAID:
        row.paid_at = payout.paid_at or timezone.now()
    why = WHY[payout.failure] if payout.failure and state in (State.FAILED, State.RETURNED) else ""
    steps.move(row, state, state.value, why=why)


def again(*, most: int = 500) -> int:
    """Those whose pool was empty when they said yes; how many are paid now."""
    count = 0
    waiting = Row.objects.filter(state=State.CONFIRMED.value).order_by("made_at").values_list("pk", flat=True)
    with fence.everything():
        found = list(waiting[:most])
    for pk in found:
        with fence.everything(), transaction.atomic():
            row = Row.objects.select_for_update(skip_locked=True).filter(pk=pk, state="confirmed").first()
            one = shelf.find(row.programme) if row else None
            if row is None or one is None:
                continue
            pay(row, one)
            count += row.state != State.CONFIRMED.value
    return count
