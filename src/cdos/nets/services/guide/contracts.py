"""The guide (导办): one search over items, bundles, links; life events; the chat that consults, looks up, fills and files."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

CHECK, TWINS = "guide.check_links", "guide.ask_twins"  # tasks


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str  # item | bundle | link | programme
    code: str
    title: str
    summary: str
    url: str
    why: str = ""  # what matched, in words
    score: float = 0.0
    department: str = ""
    away: bool = False  # another provider's page that does not answer now


@dataclass(frozen=True, slots=True)
class Services:
    """What the API lists; a twin city reads it."""

    services: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """Something begun and not sent."""

    item: str
    title: str
    url: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One line of what is being handled: what, who holds it, until when."""

    number: str
    title: str
    state: str
    holder: str
    url: str
    filed_at: datetime
    due_at: datetime | None


class Health(StrEnum):
    """Whether another provider's page answers."""

    UNKNOWN = "unknown"  # not looked at yet, or our own way out was shut
    UP = "up"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class ProviderLink:
    """A service of another provider (其他机构的服务): it opens there."""

    code: str
    title: str
    provider: str
    url: str
    summary: str = ""
    words: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    audience: tuple[str, ...] = ("person",)  # person, enterprise
    health: Health = Health.UNKNOWN
    checked_at: datetime | None = None
    away_since: datetime | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """What happens in a life (人生事件), and the services it brings; title and sentence are English msgids."""

    code: str
    title: str | Promise
    sentence: str | Promise
    icon: str
    items: tuple[str, ...]
    audience: str = "person"


class ZoneKind(StrEnum):
    REGION = "region"  # people from somewhere: Hong Kong and Macao
    TWIN = "twin"  # another city with CDOS
    PARK = "park"  # a business park's own corner


class ZoneState(StrEnum):
    PACKAGED = "packaged"  # as the configuration has it
    WAITING = "waiting"  # for the second pair of eyes
    LIVE = "live"
    RETURNED = "returned"  # to its author, with a reason


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of the portal (专区), from the configuration or as staff changed it; its words are content."""

    code: str
    kind: ZoneKind
    title: str
    text: str = ""
    notes: tuple[str, ...] = ()  # one line each: what is particular here
    items: tuple[str, ...] = ()
    bundles: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    contact: str = ""
    communities: tuple[str, ...] = ()  # a park: where its firms sit
    address: str = ""  # a twin: "https://other.example"
    provider: str = ""  # a twin: the key by which it knows our sign-in
    audience: str = "person"
    shown: bool = True  # one that is taken away stays in the book


@dataclass(frozen=True, slots=True)
class ZoneVersion:
    """A zone as its editors see it; `version` 0 and nobody as the author for one of the configuration."""

    zone: Zone
    state: ZoneState
    version: int = 0
    author: str = ""
    author_id: int | None = None
    approver: str = ""
    written_at: datetime | None = None
    decided_at: datetime | None = None
    reason: str = ""  # why it was sent back


@dataclass(frozen=True, slots=True)
class TwinService:
    """A service of the twin city, as its API lists it."""

    kind: str
    code: str
    title: str
    summary: str
    department: str
    url: str  # there, by way of its sign-in with our account


@dataclass(frozen=True, slots=True)
class Twin:
    zone: Zone
    services: tuple[TwinService, ...]
    seen_at: datetime | None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A quick answer in the chat: `say` is sent when it is pressed."""

    say: str
    title: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What the chat says next; the page draws it."""

    words: tuple[str, ...]  # paragraphs
    hits: tuple[Hit, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()  # label, value: a list to look over
    choices: tuple[Choice, ...] = ()
    link: str = ""
    link_title: str = ""
    ask: str = ""  # widget of the question asked: text, date, file ...
    answers: tuple[Any, ...] = ()  # knowledge entries
    draft: bool = False  # a form is being filled
    appeal: str = ""  # what was said, to send it to the city
    upload: str = ""  # material code that a file is wanted for


@dataclass(frozen=True, slots=True)
class ItemFull:
    """An item as the API shows it: the element set of its guide."""

    code: str
    title: str
    summary: str
    department: str
    url: str
    apply_url: str
    conditions: str
    promised: str
    legal: str
    trips: int
    fee_fen: int
    materials: tuple[dict[str, Any], ...] = ()
    steps: tuple[dict[str, Any], ...] = ()
    results: tuple[dict[str, Any], ...] = ()
    laws: tuple[dict[str, Any], ...] = ()
    questions: tuple[dict[str, Any], ...] = ()
    words: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    burden: dict[str, Any] = field(default_factory=dict)


class GuideRefused(ValueError):
    """`str()` is one sentence for the person."""
