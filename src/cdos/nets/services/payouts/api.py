"""The only door to payouts: pools, what is owed out of them, batches, the bank, what does not agree. Money is integer fen.

Verbs with an actor ask whether the actor may (reach.py says how) and refuse with PayoutRefused; verbs without one belong in the
transaction of who decided. What is not there is LookupError.
"""

from django.db import transaction

from cdos.base.fence import api as fence
from cdos.base.organisation.contracts import Actor

from .contracts import Payee, Payout, PayoutState, Pool
from .logic import listeners, reach, recovering, reserving, shapes
from .logic import pools as _pools
from .models import Payout as Row
from .models import Pool as PoolRow

register_listener = listeners.register


def open_pool(*, code: str, title: str, unit: str, year: int, fen: int, by: str = "") -> Pool:
    """A pool with this much money in it; opened again it is the pool that is there."""
    with fence.everything():
        return _pools.open_pool(code, title, unit, year, fen, by)


def top_up(*, code: str, fen: int, key: str, by: str) -> Pool:
    """More money, once under its key; less than nothing takes free money out (PoolExhausted when it is not free)."""
    with fence.everything():
        return _pools.top_up(code, fen, key, by)


def pool(code: str) -> Pool:
    with fence.everything():
        return _pools.read(_pools.by_code(code))


def pools(*, actor: Actor | None = None) -> list[Pool]:
    """Newest year first; with an actor those whose figures the actor may see."""
    with fence.everything():
        rows = PoolRow.objects.all()
        within = reach.units(actor, reach.SEE) if actor else None
        return _pools.read_all(rows if within is None else rows.filter(unit__in=list(within)))


def reserve(
    *,
    key: str,
    pool: str,
    party_id: int,
    title: str,
    fen: int,
    payee: Payee | None,
    area: str = "",
    approved: bool = True,
) -> Payout:
    """Money of the pool for this, once under its key. PoolExhausted: nothing of it happened and the transaction goes on."""
    state = PayoutState.APPROVED if approved else PayoutState.RESERVED
    made = Row(key=key, party_id=party_id, title=title[:200], fen=fen, area=area, state=state.value)
    with fence.everything():
        return reserving.reserve(made, pool, payee)


def approve(*, key: str) -> Payout:
    """It may go into a batch; also for what failed by a fault of the bank, which may be sent again as it is."""
    with fence.everything():
        return reserving.approve(key)


def cancel(*, key: str, reason: str) -> Payout:
    """The money is free again. Refused while it is in a batch or at the bank, or once it was paid."""
    with fence.everything():
        return reserving.cancel(key, reason)


def give_account(*, key: str, payee: Payee) -> Payout:
    """Who had no account, or whose account the bank refused: after that it may go into a batch again."""
    with fence.everything():
        return reserving.give_account(key, payee)


def payout(key: str) -> Payout | None:
    with fence.everything():
        row = Row.objects.select_related("pool").filter(key=key).first()
        return shapes.payout(row) if row else None


def ask_back(*, key: str, fen: int, reason: str, actor: Actor) -> Payout:
    """Paid too much: this much of it is asked back."""
    with fence.everything(), transaction.atomic():
        reach.check(actor, reach.APPROVE, [reserving.by_key(key).pool.unit])
        return recovering.ask_back(key, fen, reason, actor)


def got_back(*, key: str, fen: int, receipt: str) -> Payout:
    """Some or all of what was asked back has come; the same receipt counts once."""
    with fence.everything():
        return recovering.got_back(key, fen, receipt)
