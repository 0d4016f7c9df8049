"""Similar-case groups (类案): messages of several people about one problem at one place."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Message:
    """What a group needs of a message. `person` says who sent it; empty: somebody of their own."""

    id: Hashable
    title: str
    detail: str = ""
    at: datetime | None = None
    person: str = ""
    votes: int = 0  # people who agreed with it, less those who disagreed; never below 0


@dataclass(frozen=True, slots=True)
class Topic:
    """A similar-case group (类案), named by its place and its problem.

    `heat` is people x growth x severity (see `logic.heat`); `first` and `last` are None where no message has a time.
    """

    name: str
    place: str
    problem: str
    heat: float
    first: datetime | None
    last: datetime | None
    members: list[Hashable] = field(default_factory=list)
    people: int = 0
    growth: float = 1.0
    severity: float = 1.0


@dataclass(frozen=True, slots=True)
class Stored:
    """A group as it is kept by whoever keeps groups; only the engine reads `data`."""

    number: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Heat:
    """How hot a topic is, and of what it is made: `value` = people and capped votes x growth x severity."""

    value: float
    people: int
    growth: float
    severity: float
