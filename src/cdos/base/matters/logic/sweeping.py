"""What time itself brings: clocks near their end, clocks that ran out, pauses that are over."""

from datetime import datetime
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.matters.contracts import MoveRefused, Visibility
from cdos.base.matters.logic import recording, requests
from cdos.base.matters.models import ClockPause, Entry
from cdos.base.organisation.contracts import SYSTEM

log = structlog.get_logger()
BATCH = 500
RAN_OUT = gettext_noop("A clock ran out")

# A row that a move holds at this moment is left for the next sweep: the move may stop the clock.
_TELL = """
WITH due AS (
  SELECT id FROM matters_matterclock WHERE state = 'running' AND {condition}
  ORDER BY {column} LIMIT %(batch)s FOR UPDATE SKIP LOCKED
), told AS (
  UPDATE matters_matterclock c SET {told} FROM due WHERE c.id = due.id
  RETURNING c.matter_id, c.name, c.due_at
)
SELECT m.id, m.number, m.kind, m.state, m.department, m.subject_id, m.holder_account, t.name, t.due_at
FROM told t JOIN matters_matter m ON m.id = t.matter_id
"""
_OVERDUE = _TELL.format(
    condition="NOT overdue_told AND due_at <= %(now)s",
    column="due_at",
    told="overdue_told = true, near_told = true",
)
_NEAR = _TELL.format(
    condition="NOT near_told AND near_at <= %(now)s AND due_at > %(now)s",
    column="near_at",
    told="near_told = true",
)


def sweep(now: datetime | None = None) -> int:
    """Announce each near and each overdue clock once; end pauses whose time is over. Returns how many it found."""
    now = now or timezone.now()
    return (
        end_pauses(now) + _all(_OVERDUE, "matter.clock_overdue", now) + _all(_NEAR, "matter.clock_near", now)
    )


def _all(sql: str, topic: str, now: datetime) -> int:
    count = 0
    while found := _tell(sql, topic, now):
        count += found
    return count


def _tell(sql: str, topic: str, now: datetime) -> int:
    with fence.everything():
        with connection.cursor() as cursor:
            cursor.execute(sql, {"now": now, "batch": BATCH})
            payloads = [_payload(row) for row in cursor.fetchall()]
        if topic == "matter.clock_overdue":
            _note(payloads, now)
        jobs.announce_many(topic, payloads)
    return len(payloads)


def _payload(row: tuple[Any, ...]) -> dict[str, Any]:
    names = ("matter", "number", "kind", "state", "unit", "subject", "holder_account", "clock", "due_at")
    return dict(zip(names, (*row[:8], row[8].isoformat()), strict=True))


def _note(payloads: list[dict[str, Any]], now: datetime) -> None:
    """A line for staff, so that the file itself says when a clock ran out."""
    lines = [
        Entry(
            matter_id=payload["matter"],
            at=now,
            title=RAN_OUT,
            visibility=Visibility.STAFF.value,
            data={"clock": payload["clock"], "due_at": payload["due_at"]},
            version=0,
        )
        for payload in payloads
    ]
    Entry.objects.bulk_create(lines)
    recording.ran_out(payloads)


def end_pauses(now: datetime) -> int:
    over = ClockPause.objects.filter(paused_until=None, resume_at__lte=now).select_related("clock__matter")
    with fence.everything():
        return sum(_resume(pause) for pause in over[:BATCH])


def _resume(pause: ClockPause) -> bool:
    try:
        with transaction.atomic():
            requests.resume(actor=SYSTEM, number=pause.clock.matter.number, clock=pause.clock.name)
    except MoveRefused:  # somebody ended it at this very moment
        return False
    except Exception:  # one that cannot go on stops nobody else's clock
        log.exception("matters.pause_not_ended", pause=pause.pk)
        return False
    return True
