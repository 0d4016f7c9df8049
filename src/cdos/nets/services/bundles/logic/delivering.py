"""Hands parts to the departments' systems: tried again with growing pauses while one is away, taken in exactly once.

The department's system knows a part by its key, applications know it by the same key: whatever crashes in between, a
repetition changes nothing.
"""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused
from cdos.base.organisation.contracts import SYSTEM

from ..adapters import registry
from ..contracts import BundleRefused, DeliveryState, Parcel, ParcelRefused, SystemAway
from ..models import Delivery
from . import applying, chain, following, moment
from .states import TO_DELIVER

log = structlog.get_logger(__name__)

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
MOST_TRIES = 300  # three days of a quarter of an hour


def pause(tries: int) -> timedelta:
    """After so many failures: 30 s, 1, 2, 4, 8 minutes, then each quarter of an hour."""
    doubled: int = 2 ** min(tries - 1, 10)
    return min(LONGEST_PAUSE, FIRST_PAUSE * doubled)


def deliver(delivery_id: int, tries: int) -> None:
    """One try, the one after so many failures; outside any transaction, since it calls another system."""
    parcel = parcel_of(delivery_id, tries)
    if parcel is None:
        return
    try:
        registry.system_of(parcel.department).take(parcel)
    except SystemAway as away:
        _failed(delivery_id, str(away), for_good=False)
        return
    except ParcelRefused as refused:
        _failed(delivery_id, str(refused), for_good=True)
        return
    take_in(delivery_id)


def parcel_of(delivery_id: int, tries: int) -> Parcel | None:
    """None when there is nothing to hand over any more: done, or taken further by another try, or withdrawn."""
    with fence.everything():
        row = Delivery.objects.select_related("run").filter(pk=delivery_id, tries=tries).first()
        if row is None or chain.state_of(row) not in TO_DELIVER:
            return None
        answers, files = applying.share_of(row)
        return Parcel(key_of(row), row.number, row.item, row.department, answers, files)


def key_of(row: Delivery) -> str:
    return f"bundle:{row.number}:{row.item}"


def take_in(delivery_id: int) -> None:
    """The department has it: its application is opened, and decided at once where a rule can."""
    with fence.everything():
        found = Delivery.objects.filter(pk=delivery_id).values_list("number", "item").first()
    if found is None:
        return
    number, item = found
    try:
        with transaction.atomic(), override(settings.LANGUAGE_CODE):
            matters.act(actor=SYSTEM, number=number, move="deliver", data={"item": item})
            following.look(number, item)
    except MoveRefused as refused:
        _failed(delivery_id, str(refused), for_good=True)


def handed_over(row: Delivery) -> None:
    """The effect of the move: an application of the department, by the same key however often it is sent."""
    row.application = applying.submit(row, key=key_of(row))
    row.state = DeliveryState.DELIVERED.value
    row.delivered_at = row.last_at = moment.now()
    row.failure, row.next_at = "", None
    row.save(update_fields=["application", "state", "delivered_at", "last_at", "failure", "next_at"])


def _failed(delivery_id: int, words: str, *, for_good: bool) -> None:
    with transaction.atomic(), fence.everything():
        row = Delivery.objects.select_for_update().get(pk=delivery_id)
        if chain.state_of(row) not in TO_DELIVER:
            return
        row.tries += 1
        row.failure, row.last_at = words[:300], moment.now()
        over = for_good or row.tries >= MOST_TRIES
        row.state = (DeliveryState.GIVEN_UP if over else DeliveryState.FAILED).value
        row.next_at = None if over else row.last_at + pause(row.tries)
        row.save(update_fields=["tries", "failure", "last_at", "state", "next_at"])
        log.warning("part of a bundle not delivered", item=row.item, tries=row.tries, given_up=over)
        if row.next_at is not None:
            jobs.enqueue(chain.DELIVER, run_at=row.next_at, delivery=row.pk, tries=row.tries)


def again(row: Delivery) -> None:
    """A person says: try now. BundleRefused when there is nothing to hand over."""
    if chain.state_of(row) not in TO_DELIVER | {DeliveryState.GIVEN_UP}:
        raise BundleRefused(_("This part is not waiting to be handed over."))
    row.state, row.next_at = DeliveryState.READY.value, moment.now()
    row.save(update_fields=["state", "next_at"])
    jobs.enqueue(chain.DELIVER, delivery=row.pk, tries=row.tries)


def back(department: str) -> int:
    """A department's system answers again: what waits for it is handed over now. How many."""
    waiting = Delivery.objects.select_for_update().filter(
        department=department, state=DeliveryState.FAILED.value
    )
    rows = list(waiting)
    for row in rows:
        again(row)
    return len(rows)


def forgotten() -> int:
    """Parts that should have been tried some time ago: their job was lost, so they get another. How many."""
    late = moment.now() - 2 * LONGEST_PAUSE
    with transaction.atomic(), fence.everything():
        waiting = [state.value for state in TO_DELIVER]
        rows = list(Delivery.objects.filter(state__in=waiting, next_at__lt=late)[:500])
        for row in rows:
            jobs.enqueue(chain.DELIVER, delivery=row.pk, tries=row.tries)
    return len(rows)
