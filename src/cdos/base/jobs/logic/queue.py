"""Jobs whose effects lie in this database: claimed, run and deleted in one transaction."""

import json
import random
import time
import traceback
from datetime import datetime
from itertools import takewhile
from typing import Any, NamedTuple

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
ALONE = "alone"  # stands as `leased_by` at a job that was begun by itself and has not returned
LOST = "The process ended while it ran."
_COLUMNS = "id, name, args, attempts, effect_key, request_id, leased_by"
_CLAIM = f"""
    SELECT {_COLUMNS} FROM jobs_job
    WHERE state = 'ready' AND NOT outside AND (queue = '{registry.NIGHT}') = %s
        AND run_at <= COALESCE(%s, clock_timestamp())
    ORDER BY run_at, id LIMIT %s FOR UPDATE SKIP LOCKED
"""
_NOTE = f"""
    UPDATE jobs_job SET attempts = attempts + 1, leased_by = '{ALONE}',
        run_at = clock_timestamp() + make_interval(secs => %s)
    WHERE id = %s
"""
_HOLD = f"SELECT FROM jobs_job WHERE id = %s AND leased_by = '{ALONE}' FOR UPDATE SKIP LOCKED"
_FAIL = """
    UPDATE jobs_job SET attempts = GREATEST(attempts, %(tried)s), error = %(error)s, leased_by = '',
        lease_until = NULL, state = CASE WHEN %(tried)s >= %(max)s THEN 'dead' ELSE 'ready' END,
        run_at = clock_timestamp() + make_interval(secs => %(delay)s)
    WHERE id = %(id)s
"""
_DONE_EFFECT = """
    INSERT INTO jobs_effect (key, done_at) VALUES (%s, now())
    ON CONFLICT (key) DO UPDATE SET done_at = EXCLUDED.done_at
    WHERE jobs_effect.done_at IS NULL RETURNING key
"""


class Claimed(NamedTuple):
    id: int
    name: str
    args: Any
    attempts: int
    key: str
    request_id: str
    leased_by: str

    @property
    def lost(self) -> bool:
        """It was begun by itself and did not return: its process ended."""
        return self.leased_by == ALONE

    @property
    def over(self) -> bool:
        """So did its last attempt."""
        return self.lost and self.attempts >= registry.most_attempts(self.name)


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
        found = _claim(limit, night=False, until=until)
        rows = list(takewhile(lambda job: not job.lost, found))
        for job in rows:
            if tried and time.monotonic() > stop_at:
                break
            tried += 1
            with cause.because_of([job.request_id]):
                if _run(job, raising):
                    done.append(job.id)
        delete(done)
    return tried if rows or not found else run_alone(raising=raising, until=until)


def run_alone(*, night: bool = False, raising: bool = False, until: datetime | None = None) -> int:
    """Run one job in a transaction of its own; of the night's queue or of all others. Returns jobs tried.

    That it begins is committed before: what takes its process with it, or cannot commit, is counted, and steps aside.
    """
    job = _begin(night, until)
    if job is None or job.over:
        return int(job is not None)
    try:
        with transaction.atomic(), fence.within(fence.NOTHING), cause.because_of([job.request_id]):
            check_at_once()
            if _hold(job.id) and _run(job, raising):
                delete([job.id])
    except Exception as error:
        if raising:
            raise
        connection.close_if_unusable_or_obsolete()
        fail(job.id, registry.most_attempts(job.name), job.attempts, describe(error))
    return 1


def _begin(night: bool, until: datetime | None) -> Claimed | None:
    """The next job, as it was before this attempt was noted; one that is over goes among the dead."""
    with transaction.atomic():
        for job in _claim(1, night=night, until=until):
            if job.over:
                fail(job.id, 0, job.attempts - 1, LOST)
            else:
                with connection.cursor() as cursor:
                    cursor.execute(_NOTE, [backoff_s(job.attempts + 1), job.id])
            return job
    return None


def _claim(limit: int, *, night: bool, until: datetime | None) -> list[Claimed]:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [night, until, limit])
        return [Claimed(*row) for row in cursor.fetchall()]


def _hold(number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [number])
        return cursor.fetchone() is not None


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
        "tried": attempts + 1,
        "delay": backoff_s(attempts + 1),
        "error": error,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FAIL, values)


def _run(job: Claimed, raising: bool) -> bool:
    try:
        task = registry.task(job.name)  # one that nobody knows goes to the dead at once
        with transaction.atomic():
            if not job.key or finish_effect(job.key):
                call(task, loads(job.args), job.key)
    except Exception as error:
        if raising or not connection.is_usable():
            raise
        fail(job.id, registry.most_attempts(job.name), job.attempts, describe(error))
        return False
    return True


def call(task: registry.Task, args: dict[str, Any], key: str) -> None:
    task.run(**args, effect_key=key) if task.wants_key else task.run(**args)


def finish_effect(key: str) -> bool:
    """Record that an effect is done; False when it was recorded before."""
    with connection.cursor() as cursor:
        cursor.execute(_DONE_EFFECT, [key])
        return cursor.fetchone() is not None
