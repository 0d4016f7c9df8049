"""What can be run: tasks, subscribers and schedules, declared at import in each module's `tasks.py`."""

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from cdos.base.jobs.contracts import Event

TaskFunction = Callable[..., None]
EventHandler = Callable[[Event], None]
BatchHandler = Callable[[Sequence[Event]], None]

EVENT_JOB = "event:"  # jobs of this prefix deliver one event to one handler
MAX_ATTEMPTS = 8
DEFAULT = "default"
NIGHT = "night"  # the queue of long work, which runs beside what somebody waits for


class Unknown(LookupError):
    """A task or handler that this process does not have."""


@dataclass(frozen=True, slots=True)
class Task:
    name: str
    run: TaskFunction
    queue: str = DEFAULT
    max_attempts: int = MAX_ATTEMPTS
    outside: bool = False
    wants_key: bool = False  # the function takes `effect_key`, to hand to the outside system


@dataclass(frozen=True, slots=True)
class Subscriber:
    name: str
    topic: str
    run: BatchHandler
    where: Mapping[str, Collection[str]] = field(default_factory=dict)

    def wants(self, payload: Mapping[str, Any]) -> bool:
        """Of each named part of the payload, one of the values that this handler listens for."""
        return all(payload.get(name) in values for name, values in self.where.items())


@dataclass(frozen=True, slots=True)
class Rule:
    """When a schedule fires: every so many seconds, or daily at a local time."""

    name: str
    every_s: int = 0
    daily: time | None = None

    def __str__(self) -> str:
        return f"daily {self.daily:%H:%M}" if self.daily else f"every {self.every_s} s"

    def after(self, moment: datetime) -> datetime:
        """The first firing after `moment`."""
        if self.daily is None:
            return moment + timedelta(seconds=self.every_s)
        local = timezone.localtime(moment)
        today = timezone.make_aware(datetime.combine(local.date(), self.daily))
        if today > moment:
            return today
        return timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), self.daily))


_tasks: dict[str, Task] = {}
_subscribers: dict[str, list[Subscriber]] = {}
_rules: dict[str, Rule] = {}


def add_task(task: Task) -> None:
    known = _tasks.get(task.name)
    if known is not None and _place(known.run) != _place(task.run):
        raise ValueError(f"two tasks are called {task.name}")
    _tasks[task.name] = task


def new_task(name: str, run: TaskFunction, queue: str, max_attempts: int, outside: bool) -> Task:
    return Task(name, run, queue, max_attempts, outside, "effect_key" in inspect.signature(run).parameters)


def add_subscriber(
    topic: str, handler: EventHandler | BatchHandler, batch: bool, where: Mapping[str, Collection[str]]
) -> None:
    name = _place(handler)
    listeners = _subscribers.setdefault(topic, [])
    listeners[:] = [known for known in listeners if known.name != name]
    listeners.append(Subscriber(name, topic, _as_batch(handler, batch), where))


def add_rule(rule: Rule) -> None:
    if (rule.every_s > 0) == (rule.daily is not None):
        raise ValueError("a schedule has either every_s or daily")
    _rules[rule.name] = rule


def subscribers(topic: str) -> list[Subscriber]:
    return _subscribers.get(topic, [])


def subscriber(topic: str, name: str) -> Subscriber:
    for known in subscribers(topic):
        if known.name == name:
            return known
    raise Unknown(f"no handler {name} of {topic}")


def task(name: str) -> Task:
    known = _tasks.get(name)
    if known is not None:
        return known
    if name.startswith(EVENT_JOB):
        return Task(name, _deliverer(name.removeprefix(EVENT_JOB)))
    raise Unknown(f"no task {name}")


def most_attempts(name: str) -> int:
    """Of a task that nobody knows: one."""
    try:
        return task(name).max_attempts
    except Unknown:
        return 1


def outside_attempts() -> dict[str, int]:
    """How often each outside task of this process is tried."""
    return {one.name: one.max_attempts for one in _tasks.values() if one.outside}


def rules() -> list[Rule]:
    return list(_rules.values())


def _deliverer(handler: str) -> TaskFunction:
    def deliver(*, topic: str, payload: dict[str, Any], event_id: int, at: str) -> None:
        event = Event(topic, payload, event_id, datetime.fromisoformat(at))
        subscriber(topic, handler).run([event])

    return deliver


def _as_batch(handler: Callable[[Any], None], batch: bool) -> BatchHandler:
    if batch:
        return handler

    def one_by_one(events: Sequence[Event]) -> None:
        for event in events:
            handler(event)

    return one_by_one


def _place(function: Callable[..., None]) -> str:
    return f"{function.__module__}.{function.__qualname__}"
