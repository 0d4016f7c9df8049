"""A matter (事): anything that is handled, with its states, moves, clocks, holder and timeline.

A kind of matter is declared as a `Flow`: states, moves between them, who may make each move, what the
move requires, and which clocks it starts, pauses and stops. The engine does the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from cdos.base.calendar.contracts import Term
from cdos.base.organisation.contracts import Actor, EmergencyAccess, Scope


class Urgency(StrEnum):
    ORDINARY = "ordinary"
    URGENT = "urgent"


class Phase(StrEnum):
    """What a state means for everybody, whatever the kind."""

    DRAFT = "draft"
    WAITING = "waiting"  # accepted, nobody works on it yet
    WORKING = "working"
    ANSWERED = "answered"  # the subject has the outcome and may react
    DONE = "done"  # closed


class Visibility(StrEnum):
    PUBLIC = "public"  # anyone who has the tracking link
    SUBJECT = "subject"  # the subject and staff
    STAFF = "staff"


class LinkKind(StrEnum):
    PARENT = "parent"  # `source` is a child of `target`
    DUPLICATE = "duplicate"  # `source` is a duplicate of `target`
    RELATED = "related"


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"  # stopped after its time
    CANCELLED = "cancelled"


class RequestKind(StrEnum):
    """What a handler asks a lead for."""

    PAUSE = "pause"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class State:
    name: str
    title: str  # English msgid; shown translated
    phase: Phase
    sentence: str = ""  # for the resident: "{holder} is handling it" (English msgid)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A value that a move needs."""

    name: str
    title: str  # English msgid
    kind: str = "text"  # text | long_text | unit | choice | rating | datetime | item
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    max_length: int = 5000


@dataclass(frozen=True, slots=True)
class ClockSpec:
    """A clock that a flow knows; `term` may depend on the matter."""

    name: str
    title: str  # English msgid
    term: Callable[["MatterInfo"], Term | None]  # None: this matter has no such clock
    near: float = 0.2  # near due when this share of the term is left


@dataclass(frozen=True, slots=True)
class Move:
    """A move (操作): from any of `sources` to `target` ("" keeps the state)."""

    name: str
    title: str  # English msgid, a verb: "Dispatch"
    sources: tuple[str, ...]
    target: str = ""
    by: frozenset[str] = (
        frozenset()
    )  # "subject", "holder", "co_handler", "system", or a Role value whose area covers it
    requires: tuple[Requirement, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    visibility: Visibility = Visibility.SUBJECT
    key: str = ""  # keyboard key on the workbench
    undo_s: int = 0  # seconds within which the actor may undo it; the subject is told after them
    guard: Callable[["MatterInfo", Actor, dict[str, Any]], None] | None = None  # raises MoveRefused
    effect: Callable[["MatterInfo", Actor, dict[str, Any]], "Effect | None"] | None = (
        None  # in the same transaction
    )
    undo: Callable[["MatterInfo", Actor, dict[str, Any]], None] | None = (
        None  # takes the effect's own rows back
    )
    leads_to: tuple[
        str, ...
    ] = ()  # states that the effect may choose beside `target`; the diagram shows them
    notify: bool = True  # the subject is told of it, unless it was the subject's own or is for staff
    shown: Callable[["MatterInfo"], bool] | None = None  # whether there is anything to do


@dataclass(frozen=True, slots=True)
class Effect:
    """What a move's effect changes on the matter beside its state; None keeps the value."""

    state: str | None = None
    holder_unit: str | None = None  # unit code
    holder_account: int | None = None
    clear_holder_account: bool = False
    urgency: Urgency | None = None
    note: str = ""  # added to the timeline entry
    data: dict[str, Any] = field(default_factory=dict)  # kept in the timeline entry


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of the workbench (队列): open matters in `states`, for posts with one of the roles `by`."""

    name: str
    title: str  # English msgid
    states: tuple[str, ...]
    by: frozenset[str]
    own_unit: bool = False  # only what the reader's units hold, not all that their areas show
    order: str = "due"  # due | filed


@dataclass(frozen=True, slots=True)
class Flow:
    kind: str
    title: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    clocks: tuple[ClockSpec, ...] = ()
    initial: str = ""
    starts: tuple[str, ...] = ()  # clocks started at filing
    number_prefix: str = ""
    detail_template: str = ""  # workbench: middle pane of this kind
    tracking_path: str = ""  # e.g. "/track/{number}"
    list_columns: tuple[str, ...] = ()
    queues: tuple[Queue, ...] = ()
    sentence: str = ""  # what this kind is for (English msgid), on its diagram page

    def state(self, name: str) -> State:
        return next(state for state in self.states if state.name == name)

    def move(self, name: str) -> Move:
        return next(move for move in self.moves if move.name == name)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a matter is; longitude and latitude in degrees, WGS 84."""

    address: str = ""
    lon: float | None = None
    lat: float | None = None
    scope: Scope = Scope()


@dataclass(frozen=True, slots=True)
class MatterInfo:
    """A matter as other modules see it."""

    id: int
    number: str
    kind: str
    title: str
    state: str
    phase: Phase
    urgency: Urgency
    source: str  # web, hotline, mail, api, open311, import ...
    subject_id: int | None
    place: Place
    holder_unit: str
    holder_unit_name: str
    holder_account: int | None
    filed_at: datetime
    closed_at: datetime | None
    due_at: datetime | None  # of the running clock that runs out first
    due_clock: str
    version: int
    history: bool = False  # imported: no clocks, no notices
    near_at: datetime | None = None  # from then on the clock of `due_at` is near its end
    filed_by: int | None = None  # account that filed it


@dataclass(frozen=True, slots=True)
class ClockInfo:
    name: str
    title: str
    state: ClockState
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    provisional: bool
    near_at: datetime | None
    pause_reason: str = ""
    paused_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EntryInfo:
    """One line of the timeline."""

    id: int
    at: datetime
    actor_name: str
    actor_unit: str
    move: str  # "" for a comment
    title: str
    text: str
    visibility: Visibility
    from_state: str
    to_state: str
    data: dict[str, Any]
    files: tuple[str, ...] = ()  # file tokens
    undo_until: datetime | None = None  # the actor who asked may undo it until then
    undone: bool = False


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """A wish to pause a clock or to extend it, and what a lead decided."""

    id: int
    number: str
    kind: RequestKind
    clock: str
    reason: str
    amount: Term | None  # extension
    until: datetime | None  # pause: it ends by itself then
    for_subject: bool  # pause: it ends when the subject answers
    asked_by: str
    asked_at: datetime
    granted: bool | None  # None: not decided yet
    decided_by: str = ""
    decided_at: datetime | None = None
    decision: str = ""
    title: str = ""  # of the matter


@dataclass(frozen=True, slots=True)
class LinkInfo:
    """A link seen from one of its matters; `outgoing` when the matter asked about is the link's source."""

    kind: LinkKind
    outgoing: bool
    other: "MatterInfo"


@dataclass(frozen=True, slots=True)
class CoHandler:
    """A unit that helps the holder (协办; the holder is 主办)."""

    unit: str
    unit_name: str
    since: datetime
    by: str


@dataclass(frozen=True, slots=True)
class OfferedMove:
    """A move that this actor may make now."""

    name: str
    title: str
    key: str
    requires: tuple[Requirement, ...]
    undo_s: int


@dataclass(frozen=True, slots=True)
class Look:
    """A matter with all that the shared pages show of it, read at once; cut to what the actor may see."""

    matter: MatterInfo
    parts: frozenset[str]  # what the actor is to it: subject, holder, co_handler, system, or roles
    entries: tuple[EntryInfo, ...]  # newest first
    clocks: tuple[ClockInfo, ...]
    links: tuple[LinkInfo, ...]
    requests: tuple[RequestInfo, ...]  # newest first; none for who is not staff
    co_handlers: tuple[CoHandler, ...]
    moves: tuple[OfferedMove, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """What is needed to open a matter."""

    kind: str
    title: str
    text: str = ""  # indexed for search, kept by the kind's own table
    subject_id: int | None = None
    place: Place = Place()
    urgency: Urgency = Urgency.ORDINARY
    source: str = "web"
    holder_unit: str = ""
    filed_at: datetime | None = None  # None: now
    idempotency_key: str = ""  # repeated: the first matter is returned
    history: bool = False
    state: str = ""  # imported history may start elsewhere than the initial state


@dataclass(frozen=True, slots=True)
class Filed:
    matter: MatterInfo
    created: bool  # False: the idempotency key was used before
    key: str  # secret for the tracking page of an anonymous subject


@dataclass(frozen=True, slots=True)
class Question:
    """What a list asks: filters, order, page."""

    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    open_only: bool = False
    units: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()  # district, street or community codes
    holder_account: int | None = None
    subject_id: int | None = None
    urgency: str = ""
    overdue: bool = False
    near_due: bool = False
    words: str = ""
    filed_from: datetime | None = None
    filed_until: datetime | None = None
    order: str = "filed"  # filed (newest first) | due (soonest first)
    after: str = ""  # keyset cursor
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Page:
    rows: tuple[MatterInfo, ...]
    next: str = ""  # cursor, "" at the end


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A line of the timeline of a matter that is loaded in bulk."""

    at: datetime
    title: str  # English msgid
    text: str = ""
    actor_name: str = ""
    actor_unit: str = ""  # unit code
    move: str = ""
    visibility: Visibility = Visibility.SUBJECT
    from_state: str = ""
    to_state: str = ""


@dataclass(frozen=True, slots=True)
class HistoryClock:
    """A clock of a matter that is loaded in bulk, as the sample city needs them."""

    name: str
    started_at: datetime
    due_at: datetime
    state: ClockState
    stopped_at: datetime | None = None
    near_at: datetime | None = None
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A matter that is loaded in bulk: an import, or the sample city's."""

    kind: str
    title: str
    state: str
    filed_at: datetime
    text: str = ""
    closed_at: datetime | None = None  # None in a closed state: the last entry's time, else the filing's
    subject_id: int | None = None
    place: Place = Place()
    holder_unit: str = ""
    holder_account: int | None = None
    urgency: Urgency = Urgency.ORDINARY
    source: str = "import"
    key: str = ""  # the same key is loaded once
    history: bool = True
    entries: tuple[HistoryEntry, ...] = ()
    clocks: tuple[HistoryClock, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a bulk load gave, in the order of its rows."""

    ids: list[int]
    numbers: list[str]
    created: list[bool]  # False: the key was loaded before


class MoveRefused(ValueError):
    """A move that may not be made; `str()` says why and what to do; `code` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Conflict(MoveRefused):
    """Somebody else changed the matter first."""


class NotAllowed(MoveRefused):
    """The actor may not do or see this."""


class Detail(Protocol):
    """What a kind gives the shared pages about one matter: rows of its own table."""

    def __call__(self, matter_id: int, actor: Actor) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Emergency:
    """A matter opened beyond somebody's reach, as who guards the person's data sees it."""

    access: EmergencyAccess
    number: str


class Erasing(StrEnum):
    """What happens to a matter at the end of its retention (保存期限)."""

    ANONYMISE = "anonymise"  # the person, place and files go, what is personal in the words is starred
    DELETE = "delete"  # the words go, too; number, state, unit and times stay


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """Matters of this kind, closed in this state (empty: in any) for more than so many days."""

    kind: str
    state: str
    days: int
    what: Erasing


@dataclass(frozen=True, slots=True)
class Retained:
    """A rule with how many matters it is due for, or was carried out on."""

    rule: RetentionRule
    matters: int
    files: int = 0
