"""Work that the worker does for matters: the sweep of clocks, and notices."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.base.matters.logic import recounting, retention, sweeping, telling


@jobs.schedule("matters.sweep", every_s=15)
def sweep() -> None:
    sweeping.sweep()


RETENTION_BATCHES = 20


@jobs.schedule("matters.retention", daily="02:40", queue="night")
def retain() -> None:
    """A night's share of what is past its retention; `cdos retention` does all at once."""
    for rule in retention.rules():
        for _ in range(RETENTION_BATCHES):
            if not retention.carry_out(rule, timezone.now()).matters:
                break


@jobs.subscribe("matter.moved", batch=True)
def tell_of_moves(events: Sequence[Event]) -> None:
    with fence.everything():
        telling.moved(events)


@jobs.subscribe("matter.commented", batch=True)
def tell_of_comments(events: Sequence[Event]) -> None:
    with fence.everything():
        telling.commented(events)


@jobs.subscribe("matter.clock_near")
def tell_of_near(event: Event) -> None:
    with fence.everything():
        telling.clock_called(event)


@jobs.subscribe("matter.clock_overdue")
def tell_of_overdue(event: Event) -> None:
    with fence.everything():
        telling.clock_called(event)


@jobs.subscribe("matter.asked")
def tell_of_requests(event: Event) -> None:
    with fence.everything():
        telling.asked(event)


@jobs.subscribe("matter.decided")
def tell_of_decisions(event: Event) -> None:
    with fence.everything():
        telling.decided(event)


@jobs.subscribe("calendar.changed")
def count_anew(event: Event) -> None:
    """Now, and once every process has seen the change: until then some start clocks by the days as they were."""
    span = {"first": event.payload["first"], "last": event.payload["last"]}
    jobs.enqueue(recounting.TASK, **span)
    jobs.enqueue(recounting.TASK, run_at=timezone.now() + recounting.SEEN_AFTER, **span)


@jobs.task(recounting.TASK)
def recount(first: str, last: str, after: int = 0) -> None:
    """A batch of the matters whose time runs over changed days, then the next."""
    with fence.everything():
        done = recounting.recount(date.fromisoformat(first), date.fromisoformat(last), after)
    if done is not None:
        jobs.enqueue(recounting.TASK, first=first, last=last, after=done)


@jobs.task(telling.LATER)
def tell_later(entry: int) -> None:
    """Of a move whose seconds for taking it back are over."""
    with fence.everything():
        telling.tell(telling.told_of([entry]))
