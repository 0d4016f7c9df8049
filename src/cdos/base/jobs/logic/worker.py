"""The worker: one loop for events, jobs and schedules, and threads for long work, outside calls and their heartbeat."""

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

import structlog
from django.db import close_old_connections, connection

from cdos.base.jobs.logic import outbox, outside, queue, schedules, waiting
from cdos.base.jobs.logic.signal import Listener
from cdos.base.jobs.logic.waiting import Waiting

log = structlog.get_logger(__name__)
T = TypeVar("T")

POLL_S = 0.5
GATHER_S = 0.1  # after a signal: what comes with it is done by the same few statements
SCHEDULE_S = 60.0  # a moment that is due is seen at once; this often all are looked through
CALLS_S = 2.0  # how long a call waits at most while the loop is busy with something long
NOTHING = Waiting(False, False, False, False)
NIGHT_S = 5.0  # how long long work waits at most while nothing long runs
OUTSIDE_NIGHTS = (
    True,
    False,
)  # one thread a value: whether it takes more than the default queue, so that codes go out meanwhile


def run(stop: threading.Event) -> None:
    """Work until `stop` is set; finishes what it has claimed."""
    worker = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
    calls, calls_stop = threading.Event(), threading.Event()
    threads = [
        threading.Thread(target=_call_outside, args=(worker, stop, calls, night)) for night in OUTSIDE_NIGHTS
    ]
    threads.append(threading.Thread(target=_long, args=(stop,)))
    heart = threading.Thread(target=outside.keep_alive, args=(worker, calls_stop), daemon=True)
    for thread in (*threads, heart):
        thread.start()
    log.info("worker started", worker=worker)
    try:
        _loop(stop, calls)
    finally:
        stop.set()
        calls.set()
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
        step += queue.run_alone(night=True, raising=raising, until=until)
        step += int(outside.run_one(worker="drain", raising=raising))
        if not step:
            break
        done += step
    return done


def _loop(stop: threading.Event, calls: threading.Event) -> None:
    next_schedules = 0.0
    with suppress(Exception):
        _try(_register)
    _carefully(stop)
    with Listener() as listener:
        while not stop.is_set():
            found = _try(waiting.look) or NOTHING
            if found.schedules or time.monotonic() >= next_schedules:
                _try(schedules.fire_due)
                next_schedules = time.monotonic() + SCHEDULE_S
            if found.calls:
                calls.set()
            events = found.events and _events()
            jobs = (found.jobs or found.events) and _jobs()  # what the events caused is there now
            # A full batch means that more waits; anything less waits a moment, so that work gathers into batches.
            if not (events or jobs):
                listener.wait(POLL_S, stop)
                stop.wait(GATHER_S)


def _carefully(stop: threading.Event) -> None:
    """A job that took the last worker with it is among the first that wait: each of them is noted before it runs."""
    for _ in range(queue.BATCH):
        if stop.is_set() or not _try(queue.run_alone):
            return


def _register() -> int:
    schedules.register()
    return 0


def _events() -> bool:
    done = _try(outbox.deliver_batch)
    if done is None:
        done = _try(outbox.defer_batch) or 0
    return done >= outbox.BATCH


def _jobs() -> bool:
    began = time.monotonic()
    tried = _try(queue.run_batch)
    if tried is None:
        tried = _try(queue.run_alone) or 0
        return tried > 0
    return tried >= queue.BATCH or time.monotonic() - began > queue.BUDGET_S


def _try(step: Callable[[], T]) -> T | None:
    """None when the step broke its transaction: nothing of it happened."""
    try:
        return step()
    except Exception as error:
        log.warning("work step failed", step=step.__name__, error=queue.describe(error))
        close_old_connections()
        return None


def _long(stop: threading.Event) -> None:
    """Long work one by one, each in a transaction of its own, so that nothing waits for it."""
    while not stop.is_set():
        if not _try(_long_one):
            stop.wait(NIGHT_S)
    connection.close()


def _long_one() -> int:
    return queue.run_alone(night=True)


def _call_outside(worker: str, stop: threading.Event, calls: threading.Event, night: bool) -> None:
    while not stop.is_set():
        try:
            if outside.run_one(worker=worker, night=night):
                continue
        except Exception as error:
            log.warning("outside call could not be recorded", error=queue.describe(error))
            close_old_connections()
        calls.wait(CALLS_S)
        calls.clear()
    connection.close()
