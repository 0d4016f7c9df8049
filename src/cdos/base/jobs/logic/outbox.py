"""Events: written with their cause, delivered with the deletion of their row."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import structlog
from django.db import connection, transaction

from cdos.base import statements
from cdos.base.fence import api as fence
from cdos.base.jobs.contracts import Event
from cdos.base.jobs.logic import cause, queue, registry, signal
from cdos.base.jobs.logic.registry import Subscriber

log = structlog.get_logger(__name__)

BATCH = 200
_INSERT = "INSERT INTO jobs_outbox (topic, payload, request_id) VALUES (%s, %s::jsonb, %s)"
_CLAIM = """
    DELETE FROM jobs_outbox WHERE id = ANY(ARRAY(
        SELECT id FROM jobs_outbox ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED))
    RETURNING id, topic, payload, at, request_id
"""


def announce(*, topic: str, payloads: Sequence[dict[str, Any]]) -> None:
    """Write one event a payload, in the caller's transaction.

    An event that nobody listens for is not written: all processes of a release know the same subscribers.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"announce({topic!r}) needs the transaction of what happened")
    listeners, because = registry.subscribers(topic), cause.present()
    rows = [
        (topic, json.dumps(payload, ensure_ascii=False), because)
        for payload in payloads
        if any(one.wants(payload) for one in listeners)
    ]
    if not rows:
        return
    if len(rows) == 1:
        statements.run(_INSERT, rows[0])
    else:
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, rows)
    signal.wake_on_commit()


def deliver_batch(*, limit: int = BATCH, raising: bool = False) -> int:
    """Claim up to `limit` events, run their subscribers and forget them, in one transaction.

    A handler that fails is undone alone and gets a job of its own for the failed event.
    """
    with transaction.atomic(), fence.within(fence.NOTHING):
        queue.check_at_once()
        events = _claim(limit)
        for topic, group in groupby(sorted(events, key=_by_topic), key=lambda event: event.topic):
            _deliver(topic, list(group), raising)
    return len(events)


def defer_batch(*, limit: int = BATCH) -> int:
    """Turn events into one job a handler without running any: the way past a batch that breaks its transaction."""
    with transaction.atomic():
        events = _claim(limit)
        for event in events:
            for subscriber in registry.subscribers(event.topic):
                if subscriber.wants(event.payload):
                    _defer(subscriber, event, error="", attempts=0)
    return len(events)


def _by_topic(event: Event) -> tuple[str, int]:
    return event.topic, event.id


def _claim(limit: int) -> list[Event]:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [limit])
        return [
            Event(topic, queue.loads(payload), number, at, request_id)
            for number, topic, payload, at, request_id in cursor.fetchall()
        ]


def _deliver(topic: str, events: list[Event], raising: bool) -> None:
    for subscriber in registry.subscribers(topic):
        wanted = [event for event in events if subscriber.wants(event.payload)]
        if not wanted:
            continue
        if raising:
            _run(subscriber, wanted)
        elif _failure(subscriber, wanted) is not None:
            _deliver_singly(subscriber, wanted)


def _deliver_singly(subscriber: Subscriber, events: Iterable[Event]) -> None:
    for event in events:
        error = _failure(subscriber, [event])
        if error is not None:
            log.warning("event handler failed", handler=subscriber.name, number=event.id, error=error)
            _defer(subscriber, event, error=error, attempts=1)


def _run(subscriber: Subscriber, events: list[Event]) -> None:
    with cause.because_of(event.request_id for event in events):
        subscriber.run(events)


def _failure(subscriber: Subscriber, events: list[Event]) -> str | None:
    try:
        with transaction.atomic():
            _run(subscriber, events)
    except Exception as error:
        if not connection.is_usable():
            raise
        return queue.describe(error)
    return None


def _defer(subscriber: Subscriber, event: Event, error: str, attempts: int) -> None:
    at = event.at.isoformat() if event.at else ""
    args = {"topic": event.topic, "payload": event.payload, "event_id": event.id, "at": at}
    queue.add(
        name=registry.EVENT_JOB + subscriber.name,
        queue="events",
        args=args,
        attempts=attempts,
        delay_s=queue.backoff_s(attempts) if attempts else 0,
        error=error,
        request_id=event.request_id,
    )
