"""The parts of one bundle and what the end of one means for the others."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from cdos.base.calendar import api as calendar
from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.jobs import api as jobs

from ..contracts import ENDED, DeliveryState
from ..models import Delivery, Run
from . import graph, moment
from .states import BEFORE_DELIVERY

DELIVER = "bundles.deliver"


def locked(run: Run) -> list[Delivery]:
    """All parts in order, for a transaction that changes some of them."""
    return list(Delivery.objects.select_for_update().filter(run=run).order_by("position"))


def after_of(rows: Iterable[Delivery]) -> graph.After:
    return {row.item: tuple(row.after) for row in rows}


def state_of(row: Delivery) -> DeliveryState:
    return DeliveryState(row.state)


def make_ready(rows: Sequence[Delivery], *, paid: bool) -> list[Delivery]:
    """Hands over what waits for nothing any more: all it needs is done, and its fee is paid."""
    done = {row.item for row in rows if row.state == DeliveryState.DONE.value}
    ready = [
        row
        for row in rows
        if row.state == DeliveryState.WAITING.value and done.issuperset(row.after) and (paid or not row.fen)
    ]
    now = moment.now()
    for row in ready:
        row.state = DeliveryState.READY.value
        row.ready_at = row.next_at = now
        row.until = due(now, row.days)
        row.save(update_fields=["state", "ready_at", "next_at", "until"])
        jobs.enqueue(DELIVER, delivery=row.pk, tries=row.tries)
    return ready


def due(start: datetime, days: float) -> datetime:
    """Its promised working days after the start; what is decided at once is due within the day."""
    term = Term(round(days), TimeUnit.WORKING_DAYS) if days >= 1 else Term(1, TimeUnit.DAYS)
    return calendar.deadline(start=start, term=term).at


def end(row: Delivery, state: DeliveryState, reason: str = "") -> None:
    row.state, row.reason, row.ended_at, row.next_at = state.value, reason[:300], moment.now(), None
    row.save(update_fields=["state", "reason", "ended_at", "next_at"])


def stop_below(rows: Sequence[Delivery], ended: Delivery) -> list[Delivery]:
    """Who needed the ended part's result is not begun; who did not, goes on."""
    needing = graph.below(after_of(rows), ended.item)
    stopped = [row for row in rows if row.item in needing and state_of(row) in BEFORE_DELIVERY]
    words = (
        _("It needs “%(item)s”, which was refused.")
        if ended.state == DeliveryState.REFUSED.value
        else _("It needs “%(item)s”, which was withdrawn.")
    )
    for row in stopped:
        end(row, DeliveryState.STOPPED, words % {"item": ended.title})
    return stopped


def wake_below(rows: Sequence[Delivery], granted: Delivery) -> list[Delivery]:
    """What was stopped because of this part waits again, unless another part that it needs ended without a result."""
    needing = graph.below(after_of(rows), granted.item)
    lost = {row.item for row in rows if state_of(row) in ENDED - {DeliveryState.DONE}}
    woken: list[Delivery] = []
    for row in sorted(rows, key=lambda one: one.wave):
        if row.item not in needing or state_of(row) is not DeliveryState.STOPPED or lost & set(row.after):
            continue
        row.state, row.reason, row.ended_at = DeliveryState.WAITING.value, "", None
        row.save(update_fields=["state", "reason", "ended_at"])
        lost.discard(row.item)
        woken.append(row)
    return woken


def open_ones(rows: Iterable[Delivery]) -> list[Delivery]:
    return [row for row in rows if state_of(row) not in ENDED]
