"""Bundles (一件事) and own bundles (随心办): many items done as one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from cdos.base.rules.contracts import Node
from cdos.nets.services.forms.contracts import Form
from cdos.nets.services.items.contracts import Burden, Fee, Material

KIND = "bundle"
OWN = "own"  # code of a bundle that a person put together


@dataclass(frozen=True, slots=True)
class Part:
    """One item in a bundle; `when` leaves it out for who does not need it."""

    item: str
    after: tuple[str, ...] = ()  # items whose results it needs
    optional: bool = False
    when: Node | None = None


class BundleState(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"  # for the second pair of eyes
    LIVE = "live"
    ENDED = "ended"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Bundle:
    code: str
    version: int
    title: str
    event: str  # life event: "having a baby"
    summary: str
    lead: str  # unit code of the lead department (牵头部门)
    parts: tuple[Part, ...]
    words: tuple[str, ...] = ()
    audience: str = "person"  # person | enterprise
    about: str = "self"  # for whom first: self | child | newborn (the youngest) | parent | enterprise
    icon: str = "services"
    place: int = 0  # in the list: 1 stands first; those without a place follow by code
    state: BundleState = BundleState.LIVE

    def part(self, item: str) -> Part:
        return next(part for part in self.parts if part.item == item)


@dataclass(frozen=True, slots=True)
class BundleVersion:
    """A version as its editors see it."""

    bundle: Bundle
    author: str
    approver: str
    written_at: datetime
    effective_from: date | None
    reason: str = ""
    hands: frozenset[int] = frozenset()  # accounts of all who wrote in it


@dataclass(frozen=True, slots=True)
class Composed:
    """The algebra's answer for a set of items."""

    items: tuple[str, ...]
    order: tuple[tuple[str, ...], ...]  # waves; those of one wave run at the same time
    materials: tuple[Material, ...]  # to hand in: merged, without what an upstream item gives
    dropped: Mapping[str, str]  # material code -> why it is not asked ("出生医学证明 gives it")
    form: Form  # one form of all fields
    fees: tuple[Fee, ...]
    alone: Burden  # done one by one
    together: Burden
    after: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # item -> items it waits for
    wanted_by: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # material -> items that ask for it
    names: Mapping[str, str] = field(default_factory=dict)  # of materials that are not asked
    critical: tuple[str, ...] = ()  # the chain that takes longest

    @property
    def fen(self) -> int:
        return sum(fee.fen for fee in self.fees)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of bundles: what they cost a person one by one, and as one."""

    code: str
    title: str
    items: int
    departments: int
    waves: int
    once: Burden  # one by one before any reform
    before: Burden  # one by one today
    after: Burden  # as a bundle


class DeliveryState(StrEnum):
    """办件投递; submission is not delivery."""

    WAITING = "waiting"  # for an upstream part, or for the fee
    READY = "ready"
    DELIVERED = "delivered"
    FAILED = "failed"  # will be tried again
    GIVEN_UP = "given_up"  # a person must look
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"  # what it needed was refused or withdrawn


ENDED = frozenset({DeliveryState.DONE, DeliveryState.REFUSED, DeliveryState.WITHDRAWN, DeliveryState.STOPPED})


class TaskStatus(StrEnum):
    """The words of a task list, and no others."""

    COMPLETED = "completed"
    IN_PROGRESS = "in_progress"
    NOT_YET = "not_yet"
    CANNOT_START = "cannot_start"
    PROBLEM = "problem"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Progress:
    """One line of the progress view; `status` in the words of a task list."""

    item: str
    title: str
    department: str
    state: DeliveryState
    status: TaskStatus
    number: str = ""  # of its application
    until: datetime | None = None
    tries: int = 0
    failure: str = ""
    sentence: str = ""  # who has it, what comes next
    licence: str = ""
    after: tuple[str, ...] = ()  # titles of what it waits for
    may_withdraw: bool = False
    wave: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """A bundle under way, as its person and its clerks see it."""

    number: str
    code: str
    title: str
    state: str
    sentence: str
    parts: tuple[Progress, ...]
    filed_at: datetime
    until: datetime | None
    done: int
    open: bool
    fen: int = 0
    paid: bool = True
    payment: str = ""  # where it is paid
    moving: bool = False  # something is on its way this minute: ask again soon


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a bundle needs to be sent; `idempotency_key` repeated gives the first one back."""

    code: str  # of the bundle, or OWN
    party_id: int
    items: tuple[str, ...]  # chosen: for a bundle its optional parts, for an own bundle all
    answers: Mapping[str, Any]
    files: Mapping[str, str]  # material code -> file token
    consents: tuple[str, ...] = ()
    idempotency_key: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a department's system is handed."""

    key: str  # the same for every try of one part
    bundle: str  # number
    item: str
    department: str
    answers: Mapping[str, Any]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery as who supervises it sees it: no personal data."""

    id: int
    number: str
    item: str
    item_title: str
    department: str
    department_name: str
    state: DeliveryState
    tries: int
    failure: str
    next_at: datetime | None
    last_at: datetime | None
    delivered_at: datetime | None
    ready_at: datetime | None = None
    application: str = ""


@dataclass(frozen=True, slots=True)
class System:
    """A department's system, as the demonstration lets one switch it off."""

    department: str
    name: str
    away_until: datetime | None
    waiting: int
    received: int


class BundleRefused(ValueError):
    """`str()` is one sentence for the person; `field` and `problems` name what to change."""

    def __init__(self, words: str, problems: Mapping[str, str] | None = None) -> None:
        super().__init__(words)
        self.problems = dict(problems or {})


class SystemAway(Exception):
    """A department's system does not answer; it is asked again later."""


class ParcelRefused(Exception):
    """A department's system does not take this parcel, and asking again will not help."""
