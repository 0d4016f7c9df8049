"""From yes to the account: the pool's money is held at once, and what the bank says comes back here."""

import structlog
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cdos.base.fence import api as fence
from cdos.nets.services.payouts import api as payouts
from cdos.nets.services.payouts.contracts import Failure, Payout, PayoutRefused, PayoutState, PoolExhausted

from ..contracts import BenefitRefused, Programme
from ..contracts import EntitlementState as State
from ..models import Entitlement as Row
from . import deciding, shelf, steps, vault

log = structlog.get_logger()
PREFIX = "benefit"
NO_LONGER = gettext_noop("No longer entitled")
HEARD = {
    PayoutState.RESERVED: State.APPROVED,
    PayoutState.APPROVED: State.APPROVED,
    PayoutState.BATCHED: State.APPROVED,
    PayoutState.SENT: State.SENT,
    PayoutState.PAID: State.PAID,
    PayoutState.FAILED: State.FAILED,
    PayoutState.RETURNED: State.RETURNED,
    PayoutState.CANCELLED: State.REFUSED,  # by a person, who says why
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
    """Reserves the money, once; where the pool is empty, or others wait for it already, the yes is kept and paid in its turn."""
    if _waiting(_codes(one.terms.pool)).exclude(pk=row.pk).exists():
        _wait(row)
    else:
        _reserve(row, one)


def _wait(row: Row) -> None:
    if row.state != State.CONFIRMED.value:
        steps.move(row, State.CONFIRMED, "waiting")


def _reserve(row: Row, one: Programme) -> None:
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
        _wait(row)
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
    steps.move(row, state, state.value, why=_why(payout, state))


def _why(payout: Payout, state: State) -> str:
    if state in (State.REFUSED, State.RECOVERING):
        return payout.reason
    return WHY[payout.failure] if payout.failure and state in (State.FAILED, State.RETURNED) else ""


def again(*, most: int = 500) -> int:
    """Those who wait for money: pool by pool, in the order of their yeses, as far as the money goes; how many are paid now."""
    with fence.everything():
        codes = set(Row.objects.filter(state=State.CONFIRMED.value).values_list("programme", flat=True))
        pools = {one.terms.pool for code in codes if (one := shelf.find(code)) is not None}
    return sum(_again(pool, most) for pool in sorted(pools))


def _codes(pool: str) -> list[str]:
    return [code for code, one in shelf.held().items() if one.terms.pool == pool]


def _waiting(codes: list[str]) -> QuerySet[Row]:
    return Row.objects.filter(state=State.CONFIRMED.value, programme__in=codes)


def _again(pool: str, most: int) -> int:
    said = Max("steps__at", filter=Q(steps__act="confirmed"))
    with fence.everything():
        found = list(
            _waiting(_codes(pool)).alias(said=said).order_by("said", "pk").values_list("pk", flat=True)[:most]
        )
    count = 0
    for pk in found:
        try:
            with fence.everything(), transaction.atomic():
                if _short(pool, pk):
                    break
                count += _next(pk)
        except (BenefitRefused, PayoutRefused, LookupError) as refused:
            log.warning("benefits.not_paid", id=pk, why=str(refused))
    return count


def _short(pool: str, pk: int) -> bool:
    """Whoever is first waits for as much as is due; nobody behind is paid before."""
    free = payouts.pool(pool).free_fen
    return Row.objects.filter(pk=pk, state=State.CONFIRMED.value, fen__gt=free).exists()


def _next(pk: int) -> bool:
    """Decided once more, for the yes may be long ago."""
    row = Row.objects.select_for_update(skip_locked=True).filter(pk=pk, state=State.CONFIRMED.value).first()
    one = shelf.find(row.programme) if row else None
    if row is None or one is None or lapsed(row, one):
        return False
    _reserve(row, one)
    return row.state != State.CONFIRMED.value


def lapsed(row: Row, one: Programme) -> bool:
    """Ends what is not due any more by what the registers say now, before it is paid, and tells why."""
    if not deciding.refused(one, row.party_id):
        return False
    steps.move(row, State.CANCELLED, "cancelled", why=NO_LONGER)
    return True
