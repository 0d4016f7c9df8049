"""The door of durable work. Declare tasks and subscribers in a module's `tasks.py`; it is imported in every process."""

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any, Literal, TypeVar, overload

from cdos.base.jobs.contracts import DeadJob, Event, QueueFigures
from cdos.base.jobs.logic import figures as _figures
from cdos.base.jobs.logic import outbox, queue, registry, schedules, worker
from cdos.base.jobs.logic.registry import BatchHandler, EventHandler, TaskFunction

__all__ = [
    "DeadJob",
    "Event",
    "QueueFigures",
    "announce",
    "announce_many",
    "dead",
    "drain",
    "enqueue",
    "figures",
    "fire_schedules",
    "retry",
    "run_worker",
    "schedule",
    "subscribe",
    "task",
]

E = TypeVar("E", bound=EventHandler)
B = TypeVar("B", bound=BatchHandler)
T = TypeVar("T", bound=TaskFunction)


def announce(topic: str, /, **payload: Any) -> None:
    """Say that something happened, in the transaction in which it happened: one INSERT, none if nobody listens.

    The payload must be JSON. Raises RuntimeError outside a transaction.
    """
    outbox.announce(topic=topic, payloads=[payload])


def announce_many(topic: str, payloads: Iterable[dict[str, Any]]) -> None:
    """Announce many events of one topic at once."""
    outbox.announce(topic=topic, payloads=list(payloads))


Where = Mapping[str, Collection[str]]


@overload
def subscribe(topic: str, *, batch: Literal[True], where: Where | None = None) -> Callable[[B], B]: ...
@overload
def subscribe(
    topic: str, *, batch: Literal[False] = False, where: Where | None = None
) -> Callable[[E], E]: ...
def subscribe(topic: str, *, batch: bool = False, where: Where | None = None) -> Callable[[Any], Any]:
    """Decorator: run the handler for each event, in the transaction that removes the event.

    `where` names parts of the payload and the values wanted: {"kind": {"appeal"}}. Other events cost nothing.

    With `batch=True` the handler gets a list of events (up to 200) in the order they were announced; it is called
    again one by one when the list fails. Only database effects belong in a handler; use an outside task for the rest.
    """

    def register(handler: Any) -> Any:
        registry.add_subscriber(topic, handler, batch, where or {})
        return handler

    return register


def task(
    name: str,
    *,
    queue: str = registry.DEFAULT,
    max_attempts: int = registry.MAX_ATTEMPTS,
    outside: bool = False,
) -> Callable[[T], T]:
    """Decorator: a task under a stable name; its arguments must be JSON.

    An ordinary task commits together with the removal of its job: exactly once. An `outside=True` task calls another
    system and holds no transaction; when it has a parameter `effect_key` it gets the key to hand on.
    `queue="night"` is for work of more than a second or so: it runs beside the rest, one such task at a time.
    """

    def register(function: T) -> T:
        registry.add_task(registry.new_task(name, function, queue, max_attempts, outside))
        return function

    return register


def enqueue(name: str, /, *, run_at: datetime | None = None, effect_key: str = "", **args: Any) -> int | None:
    """Queue a task, in the caller's transaction if there is one; returns the job's number.

    An `effect_key` makes it once: None when the same effect is already queued or done.
    """
    known = registry.task(name)
    return queue.add(
        name=name, queue=known.queue, args=args, outside=known.outside, effect_key=effect_key, run_at=run_at
    )


def schedule(
    name: str, *, every_s: int = 0, daily: str = "", queue: str = registry.DEFAULT, outside: bool = False
) -> Callable[[T], T]:
    """Decorator: a task without arguments that runs every so many seconds, or daily at a local "HH:MM"."""

    def register(function: T) -> T:
        registry.add_task(registry.new_task(name, function, queue, registry.MAX_ATTEMPTS, outside))
        registry.add_rule(registry.Rule(name, every_s, time.fromisoformat(daily) if daily else None))
        return function

    return register


def run_worker(stop: threading.Event) -> None:
    """Work until `stop` is set; what is claimed is finished first. Safe to kill at any moment."""
    worker.run(stop)


def drain(*, limit: int = 10_000, raising: bool = True, until: datetime | None = None) -> int:
    """Run all ready work in this process, with what it causes; for tests and the command line.

    `raising` lets a failing handler's exception through. `until` also runs jobs due before that moment.
    """
    return worker.drain(limit=limit, raising=raising, until=until)


def fire_schedules(*, until: datetime | None = None) -> int:
    """Queue the schedules due now (or before `until`); the worker does this by itself."""
    schedules.register()
    return schedules.fire_due(until=until)


def figures() -> QueueFigures:
    """How much waits, runs and died; `oldest_s` is the age in seconds of the oldest work that could run now."""
    return _figures.figures()


def dead(*, limit: int = 100) -> Sequence[DeadJob]:
    """Jobs that failed their last attempt, newest first."""
    return _figures.dead(limit=limit)


def retry(job_id: int) -> bool:
    """Give a dead job its attempts back; False when there is no such dead job."""
    return _figures.retry(job_id=job_id)
