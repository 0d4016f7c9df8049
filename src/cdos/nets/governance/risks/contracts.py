"""Risks (风险): what may become a crowd, raised with its evidence for a person to judge."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cdos.base.matters.contracts import EntryInfo, MatterInfo, OfferedMove

RISK = "risk"  # kind of matter
FEWEST = 3  # people without whom nothing is raised by a model


class Origin(StrEnum):
    """What raised it."""

    SENTINEL = "sentinel"  # words that staff watch for
    RULE = "rule"  # danger said by several
    GROWTH = "growth"  # more than chance brings


@dataclass(frozen=True, slots=True)
class SentinelInfo:
    """Staff want to know when so many people say one of these words in an area within so many days (哨点)."""

    id: int
    name: str
    words: tuple[str, ...]
    area: str  # code; "" is the whole city
    area_name: str
    people: int
    days: int
    active: bool
    by: str
    last_people: int  # when it was last counted
    counted_at: datetime | None


@dataclass(frozen=True, slots=True)
class SentinelWish:
    """What is needed to watch."""

    name: str
    words: tuple[str, ...]
    area: str
    people: int
    days: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """A group that grew more than chance allows."""

    case: int
    people: int  # of the last seven days
    before: int  # of the eight weeks before
    p: float  # that so many or more of them fall into the last week by chance
    limit: float  # p up to which is raised


@dataclass(frozen=True, slots=True)
class RiskInfo:
    """A risk in a list."""

    matter: MatterInfo
    state_title: str
    origin: Origin
    origin_title: str
    reason: str
    people: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A figure with what it is."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An appeal that is evidence and that the reader may see; the title is masked."""

    matter: MatterInfo
    title: str


@dataclass(frozen=True, slots=True)
class RiskView:
    info: RiskInfo
    evidence: tuple[Evidence, ...]
    trend: tuple[int, ...]  # people a week, oldest first; as it was when it was raised
    case: int | None
    case_name: str
    members: tuple[Shown, ...]
    unseen: int
    moves: tuple[OfferedMove, ...]
    entries: tuple[EntryInfo, ...]


class SentinelRefused(ValueError):
    """`str()` says what to do; `field` names the value."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
