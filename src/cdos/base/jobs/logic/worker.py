"""The worker: one loop for events, jobs and schedules, and threads for outside calls and their heartbeat."""

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import structlog
from django.db import close_old_connections, connection

from cdos.base.jobs.logic import outbox, outside, queue, schedules
from cdos.base.jobs.logic.signal import Listener

log = structlog.get_logger(__name__)

POLL_S = 0.5
SCHEDULE_S = 1.0
OUTSIDE_THREADS = 2


def run(stop: threading.Event) -> None:
    """Work until `stop` is set; finishes what it has claimed."""
    worker = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
    calls_stop = threading.Event()
    threads = [threading.Thread(target=_call_outside, args=(worker, stop)) for _ in range(OUTSIDE_THREADS)]
    heart = threading.Thread(target=outside.keep_alive, args=(worker, calls_stop), daemon=True)
    for thread in (*threads, heart):
        thread.start()
    log.info("worker started", worker=worker)
    try:
        _loop(stop)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        calls_stop.set()
        heart.join(timeout=5)
        connection.close()
        log.info("worker stopped", worker=worker)


def drain(*, limit: int, raising: bool, until: datetime | None = None) -> int:
    """Run everything ready, here and now, also what it causes; returns how many pieces of work were tried."""
    done = 0
    while done < limit:
        step = outbox.deliver_batch(limit=min(outbox.BATCH, limit - done), raising=raising)
        step += queue.run_batch(limit=min(queue.BATCH, limit - done), raising=raising, until=until)
        step += int(outside.run_one(worker="drain", raising=raising))
        if not step:
            break
        done += step
    return done


def _loop(stop: threading.Event) -> None:
    next_schedules = 0.0
    with suppress(Exception):
        _try(_register)
    with Listener() as listener:
        while not stop.is_set():
            if time.monotonic() >= next_schedules:
                _try(schedules.fire_due)
                next_schedules = time.monotonic() + SCHEDULE_S
            # A full batch means that more waits; anything less waits a moment, so that work gathers into batches.
            if not (_events() + _jobs()):
                listener.wait(POLL_S, stop)


def _register() -> int:
    schedules.register()
    return 0


def _events() -> bool:
    done = _try(outbox.deliver_batch)
    if done is None:
        done = _try(outbox.defer_batch) or 0
    return done >= outbox.BATCH


def _jobs() -> bool:
    tried = _try(queue.run_batch)
    if tried is None:
        tried = _try(queue.run_guarded) or 0
        return tried > 0
    return tried > 0


def _try(step: Callable[[], int]) -> int | None:
    """None when the step broke its transaction: nothing of it happened."""
    try:
        return step()
    except Exception as error:
        log.warning("work step failed", step=step.__name__, error=queue.describe(error))
        close_old_connections()
        return None


def _call_outside(worker: str, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            if outside.run_one(worker=worker):
                continue
        except Exception as error:
            log.warning("outside call could not be recorded", error=queue.describe(error))
            close_old_connections()
        stop.wait(POLL_S)
    connection.close()
