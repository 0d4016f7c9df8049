"""Durable work (任务): events written with their cause, effects committed with their claim."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened (事件), announced in the transaction that made it happen."""

    topic: str  # e.g. "matter.moved"
    payload: dict[str, Any]
    id: int = 0
    at: datetime | None = None
    request_id: str = ""  # of the request that caused it


@dataclass(frozen=True, slots=True)
class QueueFigures:
    ready: int
    running: int
    dead: int
    oldest_s: float
    by_name: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeadJob:
    """Work that failed its last attempt and waits for a person (死信)."""

    id: int
    name: str
    args: dict[str, Any]
    attempts: int
    error: str
    created_at: datetime
