"""Days of the calendar have changed: clocks in working time that run over them are counted anew."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from cdos.base import statements
from cdos.base.calendar import api as calendar
from cdos.base.matters.logic import flows
from cdos.base.matters.logic.clocks import ACTIVE, Board
from cdos.base.matters.models import Matter, MatterClock

TASK = "matters.recount"
BATCH = 100
SEEN_AFTER = timedelta(seconds=10)  # by then no process counts by the days as they were before
SHOWN = ("due_at", "near_at", "due_clock")
WORKING = "working_"  # units of working time


def recount(first: date, last: date, after: int) -> int | None:
    """Of the matters with ids above `after` the next batch; the last id done, None where there are no more."""
    calendar.forget()  # another process changed it
    since, until = _midnight(first), _midnight(last + timedelta(days=1))
    ids = _ids(since, until, after)
    for matter_id in ids:
        _recount(matter_id, since, until)
    return ids[-1] if len(ids) == BATCH else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _ids(since: datetime, until: datetime, after: int) -> list[int]:
    working = Q(unit__startswith=WORKING) | Q(extra_unit__startswith=WORKING)
    found = MatterClock.objects.filter(
        working, state__in=ACTIVE, started_at__lt=until, due_at__gte=since, matter_id__gt=after
    )
    return list(found.order_by("matter_id").values_list("matter_id", flat=True).distinct()[:BATCH])


def _recount(matter_id: int, since: datetime, until: datetime) -> None:
    """No new version: nobody did anything, and a clerk's open form stays good."""
    for matter in statements.rows(Matter, "id = %s::bigint FOR NO KEY UPDATE", [matter_id]):
        flow = flows.REGISTRY.flows.get(matter.kind)
        if flow is None:
            continue
        board = Board.of(matter, flow, timezone.now())
        for clock in board.clocks:
            if clock.started_at < until and clock.due_at >= since and _works(clock):
                board.refold(clock)
        board.save()
        statements.update(matter, SHOWN)


def _works(clock: MatterClock) -> bool:
    return clock.unit.startswith(WORKING) or clock.extra_unit.startswith(WORKING)
