"""Jobs whose effects lie in this database: claimed, run and deleted in one transaction."""

import json
import random
import time
import traceback
from datetime import datetime
from typing import Any

import structlog
from django.db import connection, transaction

from cdos.base.fence import api as fence
from cdos.base.jobs.logic import cause, registry, signal

log = structlog.get_logger(__name__)

BATCH = 20
BUDGET_S = 1.0  # a batch commits after this much work, so quick jobs do not wait long for a slow neighbour
FIRST_DELAY_S = 2.0
LONGEST_DELAY_S = 3600.0

_INSERT = """
    INSERT INTO jobs_job (name, queue, args, state, outside, effect_key, run_at, attempts, error, leased_by,
        request_id)
    SELECT %(name)s, %(queue)s, %(args)s::jsonb, 'ready', %(outside)s, %(key)s,
           COALESCE(%(run_at)s::timestamptz, clock_timestamp() + make_interval(secs => %(delay)s)),
           %(attempts)s, %(error)s, '', %(request_id)s
    WHERE %(key)s = '' OR NOT EXISTS (SELECT FROM jobs_effect WHERE key = %(key)s AND done_at IS NOT NULL)
    ON CONFLICT (effect_key) WHERE NOT effect_key = '' DO NOTHING
    RETURNING id
"""
_CLAIM = """
    SELECT id, name, args, attempts, effect_key, request_id FROM jobs_job
    WHERE state = 'ready' AND NOT outside AND run_at <= COALESCE(%s, clock_timestamp())
    ORDER BY run_at, id LIMIT %s FOR UPDATE SKIP LOCKED
"""
_FAIL = """
    UPDATE jobs_job SET attempts = attempts + 1, error = %(error)s, leased_by = '', lease_until = NULL,
        state = CASE WHEN attempts + 1 >= %(max)s THEN 'dead' ELSE 'ready' END,
        run_at = clock_timestamp() + make_interval(secs => %(delay)s)
    WHERE id = %(id)s
"""
_DONE_EFFECT = """
    INSERT INTO jobs_effect (key, done_at) VALUES (%s, now())
    ON CONFLICT (key) DO UPDATE SET done_at = EXCLUDED.done_at
    WHERE jobs_effect.done_at IS NULL RETURNING key
"""


def loads(value: Any) -> Any:
    """Django leaves jsonb as text in raw cursors."""
    return json.loads(value) if isinstance(value, str) else value


def describe(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" ({last[0].filename.rpartition('/')[2]}:{last[0].lineno})" if last else ""
    # PostgreSQL text holds no NUL.
    return f"{type(error).__name__}: {error}{where}".replace("\x00", "")[:2000]


def backoff_s(attempts: int) -> float:
    """Seconds to wait after the `attempts`-th failure: doubling, at most an hour, spread by half."""
    doubled: float = FIRST_DELAY_S * 2.0 ** min(attempts - 1, 20)
    return min(LONGEST_DELAY_S, doubled) * random.uniform(0.5, 1.5)


def check_at_once() -> None:
    """Check foreign keys at each statement, so a handler's mistake shows in its own savepoint, not at commit."""
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def add(
    *,
    name: str,
    queue: str,
    args: dict[str, Any],
    outside: bool = False,
    effect_key: str = "",
    run_at: datetime | None = None,
    delay_s: float = 0.0,
    attempts: int = 0,
    error: str = "",
    request_id: str = "",
) -> int | None:
    """Write one job; None when its effect key is done or waiting already."""
    values: dict[str, Any] = {
        "name": name,
        "queue": queue,
        "args": json.dumps(args, ensure_ascii=False),
        "outside": outside,
        "key": effect_key,
    }
    values |= {"run_at": run_at, "delay": delay_s, "attempts": attempts, "error": error}
    values["request_id"] = request_id or cause.present()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        row = cursor.fetchone()
    if row is None:
        return None
    if run_at is None and not delay_s:
        signal.wake_on_commit()
    return int(row[0])


def run_batch(*, limit: int = BATCH, raising: bool = False, until: datetime | None = None) -> int:
    """Claim and run up to `limit` jobs; the rest of a slow batch goes back untouched. Returns jobs tried."""
    stop_at = time.monotonic() + BUDGET_S
    tried, done = 0, []
    with transaction.atomic(), fence.within(fence.NOTHING):  # a job sees nothing until it says who acts
        check_at_once()
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, [until, limit])
            rows = cursor.fetchall()
        for number, name, args, attempts, key, request_id in rows:
            if tried and time.monotonic() > stop_at:
                break
            tried += 1
            with cause.because_of([request_id]):
                if _run(number, name, loads(args), attempts, key, raising):
                    done.append(number)
        delete(done)
    return tried


def run_guarded(*, raising: bool = False) -> int:
    """Run one job; when even its transaction cannot commit, count the failure in a new one."""
    claimed: list[int] = []
    try:
        with transaction.atomic(), fence.within(fence.NOTHING):
            check_at_once()
            with connection.cursor() as cursor:
                cursor.execute(_CLAIM, [None, 1])
                row = cursor.fetchone()
            if row is None:
                return 0
            claimed.append(row[0])
            with cause.because_of([row[5]]):
                if _run(row[0], row[1], loads(row[2]), row[3], row[4], raising):
                    delete(claimed)
    except Exception as error:
        if not claimed:
            raise
        connection.close_if_unusable_or_obsolete()
        fail(claimed[0], registry.MAX_ATTEMPTS, 0, describe(error))
    return 1


def delete(numbers: list[int]) -> None:
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM jobs_job WHERE id = ANY(%s)", [numbers])


def fail(number: int, max_attempts: int, attempts: int, error: str) -> None:
    """Put a job back for later, or among the dead after its last attempt."""
    log.warning("job failed", job=number, attempt=attempts + 1, error=error)
    values: dict[str, Any] = {
        "id": number,
        "max": max_attempts,
        "delay": backoff_s(attempts + 1),
        "error": error,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FAIL, values)


def _run(number: int, name: str, args: dict[str, Any], attempts: int, key: str, raising: bool) -> bool:
    limit = 1  # a task that nobody knows goes to the dead at once
    try:
        task = registry.task(name)
        limit = task.max_attempts
        with transaction.atomic():
            if not key or finish_effect(key):
                call(task, args, key)
    except Exception as error:
        if raising or not connection.is_usable():
            raise
        fail(number, limit, attempts, describe(error))
        return False
    return True


def call(task: registry.Task, args: dict[str, Any], key: str) -> None:
    task.run(**args, effect_key=key) if task.wants_key else task.run(**args)


def finish_effect(key: str) -> bool:
    """Record that an effect is done; False when it was recorded before."""
    with connection.cursor() as cursor:
        cursor.execute(_DONE_EFFECT, [key])
        return cursor.fetchone() is not None
