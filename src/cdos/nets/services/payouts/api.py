"""The only door to payouts: pools, what is owed out of them, batches, the bank, what does not agree. Money is integer fen.

Verbs with an actor ask whether the actor may (reach.py says how) and refuse with PayoutRefused; verbs without one belong in the
transaction of who decided. What is not there is LookupError.
"""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.organisation.contracts import Action, Actor

from .adapters import registry
from .adapters.base import Bank
from .contracts import (
    Answer,
    Batch,
    Cause,
    Difference,
    Failure,
    Figure,
    Payee,
    Payout,
    PayoutRefused,
    PayoutState,
    Pool,
    Soundness,
)
from .logic import (
    batching,
    checking,
    hearing,
    listeners,
    noting,
    reach,
    reading,
    reconciling,
    recording,
    recovering,
    reserving,
    shapes,
)
from .logic import pools as _pools
from .models import Difference as DifferenceRow
from .models import Payout as Row
from .models import Pool as PoolRow

__all__ = ["Bank"]

add_bank = registry.add
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


def drop(*, key: str, reason: str, actor: Actor) -> Payout:
    """What did not arrive is given up, and the pool has the money again; who was to have it is told why."""
    with fence.everything():
        reach.check(actor, reach.APPROVE, [reserving.by_key(key).pool.unit])
        return reserving.drop(key, reason, actor)


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
    with fence.everything():
        reach.check(actor, reach.APPROVE, [reserving.by_key(key).pool.unit])
        return recovering.ask_back(key, fen, reason, actor)


def got_back(*, key: str, fen: int, receipt: str, actor: Actor | None = None) -> Payout:
    """Some or all of what was asked back has come; the same receipt counts once. `actor`: whoever notes it by hand."""
    with fence.everything():
        if actor is not None:
            reach.check(actor, reach.MAKE, [reserving.by_key(key).pool.unit])
        return recovering.got_back(key, fen, receipt)


def make_batch(*, actor: Actor, pool: str = "", most: int = 5000) -> Batch:
    """What waits within the actor's reach, oldest first; of one pool or of all. PayoutRefused when nothing waits."""
    _need(actor, reach.MAKE)
    with fence.everything():
        row = batching.make(actor, reach.units(actor, reach.MAKE), pool, most)
        return shapes.batches([row])[0]


def approve_batch(*, actor: Actor, batch_id: int) -> Batch:
    """By somebody else than who made it; a job hands it to the bank."""
    with fence.everything():
        row = batching.by_id(batch_id)
        reach.check(actor, reach.APPROVE, row.units)
        batching.approve(actor, row)
        return shapes.batches([row])[0]


def refuse_batch(*, actor: Actor, batch_id: int, reason: str) -> Batch:
    """By who may approve it, or by who made it; its payouts may go into another batch."""
    with fence.everything():
        row = batching.by_id(batch_id)
        if actor.account_id is None or row.made_account != actor.account_id:
            reach.check(actor, reach.APPROVE, row.units)
        batching.refuse(actor, row, reason)
        return shapes.batches([row])[0]


def batches(*, actor: Actor, limit: int = 50) -> list[Batch]:
    """Newest first."""
    with fence.everything():
        return shapes.batches(reading.batches(reach.units(actor, reach.SEE), limit))


def batch(*, actor: Actor, batch_id: int) -> Batch:
    with fence.everything():
        row = batching.by_id(batch_id)
        if not reach.covers(actor, reach.SEE, row.units):
            raise LookupError(batch_id)
        return shapes.batches([row])[0]


def made_by(*, actor: Actor, batch_id: int) -> bool:
    """Whether the actor made it, so that somebody else must approve it. LookupError."""
    with fence.everything():
        return batching.by_id(batch_id).made_account == actor.account_id


def batch_payouts(
    *, actor: Actor, batch_id: int, limit: int = 5000, offset: int = 0, failed: bool = False
) -> list[Payout]:
    """In the order in which they were asked for; `failed`: those that did not arrive. LookupError."""
    batch(actor=actor, batch_id=batch_id)
    with fence.everything():
        return reading.in_batch(batch_id, limit, offset, failed)


def hear(*, bank: str, answer: Answer) -> Payout:
    """What a bank says of an order, taken once. LookupError."""
    with fence.everything():
        order = hearing.hear(bank, answer)
        batching.look_whether_done(order.batch_id)
        return shapes.payout(Row.objects.select_related("pool").get(pk=order.payout_id))


def reconcile(*, day: date) -> list[Difference]:
    """The banks' statements of that day against our orders; outside of any transaction, for banks are asked. BankAway."""
    found = reconciling.reconcile(day)
    with fence.everything():
        return [shapes.difference(row) for row in DifferenceRow.objects.filter(pk__in=found).order_by("pk")]


def reconcile_up_to(*, day: date) -> list[date]:
    """Every statement up to that day that was not read yet; which days. BankAway: some could not be read and wait, the others are."""
    return reconciling.catch_up(day)


def differences(*, actor: Actor, open_only: bool = False, limit: int = 200) -> list[Difference]:
    """What waits for a person first, then the newest."""
    with fence.everything():
        units = reach.units(actor, reach.SEE)
        return [
            shapes.difference(row) for row in reading.differences(units, open_only=open_only, limit=limit)
        ]


def settle_difference(*, actor: Actor, difference_id: int, note: str) -> Difference:
    """A person says how it was cleared up; the books are moved by what the bank says, never by this."""
    _need(actor, reach.APPROVE)
    with fence.everything():
        row = DifferenceRow.objects.select_for_update().filter(pk=difference_id).first()
        if row is None:
            raise LookupError(difference_id)
        if row.unit:
            reach.check(actor, reach.APPROVE, [row.unit])
        if row.settled_by:
            raise PayoutRefused(_("This difference is settled already."))
        if not note.strip():
            raise PayoutRefused(_("Please say how it was cleared up."))
        noting.settle(row, by=actor.name or "system", words=note)
        recording.of_difference(row.pk, actor)
        return shapes.difference(row)


def figures(*, actor: Actor) -> list[Figure]:
    """Count and sum by pool and state."""
    with fence.everything():
        return reading.figures(reach.units(actor, reach.SEE))


def causes(*, actor: Actor) -> list[Cause]:
    """Why payouts failed that nobody has mended yet."""
    with fence.everything():
        return reading.causes(reach.units(actor, reach.SEE))


def payouts_in(*, actor: Actor, states: Collection[PayoutState], limit: int = 100) -> list[Payout]:
    """Newest first, within the actor's figures."""
    with fence.everything():
        return reading.payouts(reach.units(actor, reach.SEE), [state.value for state in states], limit)


def send_again(*, actor: Actor, pool: str = "") -> int:
    """What failed by a fault of the bank waits for a batch again, as it is; how many."""
    _need(actor, reach.MAKE)
    with fence.everything():
        rows = reading.of_units(reach.units(actor, reach.MAKE)).filter(
            state=PayoutState.FAILED, failure=Failure.BANK
        )
        wanted = rows.filter(pool__code=pool) if pool else rows
        found = list(wanted.select_for_update(of=("self",)).order_by("pk"))
        for row in found:
            reserving.ready(row)
        return len(found)


def may_see(actor: Actor) -> bool:
    return reach.may(actor, reach.SEE)


def may_make(actor: Actor) -> bool:
    return reach.may(actor, reach.MAKE)


def may_approve(actor: Actor) -> bool:
    return reach.may(actor, reach.APPROVE)


def check() -> Soundness:
    """Whether pools, payouts and books say the same; reads everything."""
    with fence.everything():
        return checking.check()


def _need(actor: Actor, action: Action) -> None:
    if not reach.may(actor, action):
        raise PayoutRefused(_("Your post does not decide about this money."))
