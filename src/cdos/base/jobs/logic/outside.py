"""Jobs that call another system: leased, kept alive by a heartbeat, done once by their effect key.

A call cannot commit together with a row here. The effect is recorded as begun before the call and as done after it;
a worker killed between the two leaves a lease that runs out, and the call is made again with the same key, by which
the other system can tell a repetition (the `effect_key` argument).
"""

import json
import threading
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import close_old_connections, connection, transaction

from cdos.base.jobs.logic import cause, queue, registry

log = structlog.get_logger(__name__)

LEASE_S = 30.0
_CLAIM = f"""
    UPDATE jobs_job SET state = 'running', leased_by = %(worker)s,
        lease_until = clock_timestamp() + make_interval(secs => %(lease)s)
    WHERE id = (SELECT id FROM jobs_job WHERE state = 'ready' AND outside AND run_at <= clock_timestamp()
                  AND (%(night)s OR queue = '{registry.DEFAULT}')
                ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, name, args, attempts, effect_key, request_id
"""
_BEGIN = "INSERT INTO jobs_effect (key) VALUES (%s) ON CONFLICT (key) DO NOTHING"
_IS_DONE = "SELECT EXISTS (SELECT FROM jobs_effect WHERE key = %s AND done_at IS NOT NULL)"
_BEAT = """
    UPDATE jobs_job SET lease_until = clock_timestamp() + make_interval(secs => %s)
    WHERE state = 'running' AND leased_by = %s
"""
_REAP = """
    UPDATE jobs_job SET leased_by = '', lease_until = NULL, attempts = attempts + 1, error = %s,
        state = CASE WHEN attempts + 1 >= COALESCE((%s::jsonb ->> name)::int, %s) THEN 'dead' ELSE 'ready' END
    WHERE id = ANY(ARRAY(SELECT id FROM jobs_job WHERE state = 'running'
                           AND (lease_until < clock_timestamp()
                                OR lease_until > clock_timestamp() + make_interval(secs => %s))
                         LIMIT 100 FOR UPDATE SKIP LOCKED))
"""
_FINISH = "DELETE FROM jobs_job WHERE id = %s AND leased_by = %s"


@dataclass(frozen=True, slots=True)
class Claim:
    id: int
    name: str
    args: dict[str, Any]
    attempts: int
    effect_key: str
    request_id: str = ""


def run_one(*, worker: str, raising: bool = False, night: bool = True) -> bool:
    """Claim one job, make its call, record it; False when nothing was ready. Without `night` only of the default queue."""
    claim = _claim(worker, night)
    if claim is None:
        return False
    with cause.because_of([claim.request_id]):
        _call(claim, worker, raising)
    return True


def _call(claim: Claim, worker: str, raising: bool) -> None:
    limit = 1
    try:
        task = registry.task(claim.name)
        limit = task.max_attempts
        if not _is_done(claim.effect_key):
            queue.call(task, claim.args, claim.effect_key)
        _finish(claim, worker)
    except Exception as error:
        if raising:
            raise
        if not connection.in_atomic_block:  # the call may have lost the connection
            connection.close_if_unusable_or_obsolete()
        queue.fail(claim.id, limit, claim.attempts, queue.describe(error))


def beat(*, worker: str) -> None:
    """Keep this worker's leases alive."""
    with connection.cursor() as cursor:
        cursor.execute(_BEAT, [LEASE_S, worker])


def reap() -> int:
    """Make the work of vanished workers ready again; what was left so at its last attempt goes among the dead."""
    most = json.dumps(registry.outside_attempts())
    longest = 2 * LEASE_S  # no lease is so long: the clock was set back
    with connection.cursor() as cursor:
        cursor.execute(_REAP, [queue.LOST, most, registry.MAX_ATTEMPTS, longest])
        return int(cursor.rowcount)


def keep_alive(worker: str, stop: threading.Event) -> None:
    """The heartbeat's thread: beat and reap until told to stop."""
    while not stop.wait(LEASE_S / 3):
        try:
            beat(worker=worker)
            reap()
        except Exception as error:
            log.warning("heartbeat failed", error=queue.describe(error))
            close_old_connections()
    connection.close()


def _claim(worker: str, night: bool = True) -> Claim | None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"worker": worker, "lease": LEASE_S, "night": night})
        row = cursor.fetchone()
        if row is None:
            return None
        if row[4]:
            cursor.execute(_BEGIN, [row[4]])
    return Claim(row[0], row[1], queue.loads(row[2]), row[3], row[4], row[5])


def _is_done(key: str) -> bool:
    if not key:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_IS_DONE, [key])
        row = cursor.fetchone()
    return bool(row and row[0])


def _finish(claim: Claim, worker: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if claim.effect_key:
            queue.finish_effect(claim.effect_key)
        cursor.execute(_FINISH, [claim.id, worker])
