"""The knowledge base (知识库): what the city answers to a question that many have, with where it stands written.

An entry is proposed (by staff, a file, a good reply), looked at by an editor and put in force; it has an owner, sources
and days between which it holds. Nothing is shown to anybody outside before that, nor after.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

MAX_QUESTION = 300
MAX_ANSWER = 20_000


class EntryState(StrEnum):
    PROPOSED = "proposed"
    LIVE = "live"
    RETIRED = "retired"


class Audience(StrEnum):
    EVERYONE = "everyone"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where an answer stands written: a rule, a notice, an office's own statement."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is needed for an entry. The same `code` in another language is its translation."""

    question: str
    answer: str
    sources: tuple[SourceLine, ...] = ()
    language: str = "zh-hans"
    code: str = ""  # empty: the next one
    keywords: str = ""
    audience: Audience = Audience.EVERYONE
    category: str = ""
    owner_unit: str = ""
    valid_from: date | None = None  # None: today
    valid_until: date | None = None
    origin: str = ""  # number of the matter whose reply it was made from


@dataclass(frozen=True, slots=True)
class Entry:
    id: int
    code: str
    language: str
    question: str
    answer: str
    sources: tuple[SourceLine, ...]
    keywords: str
    audience: Audience
    category: str
    owner_unit: str
    owner_name: str
    valid_from: date
    valid_until: date | None
    state: EntryState
    origin: str
    proposed_by: str
    reviewed_by: str
    reviewed_at: datetime | None
    updated_at: datetime
    helped: int
    not_helped: int

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Answer:
    """An entry that answers a question; `own_language` False: there is no translation, it is shown as it was written."""

    entry: Entry
    covered: float
    own_language: bool


@dataclass(frozen=True, slots=True)
class Found:
    """`answers` is empty where the knowledge base does not know; `near` are entries that come near, never shown as answers."""

    answers: tuple[Answer, ...]
    near: tuple[Answer, ...] = ()

    @property
    def known(self) -> bool:
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class EntryPage:
    rows: tuple[Entry, ...]
    total: int
    counts: dict[str, int] = field(default_factory=dict)  # by state


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: nothing is stored when a line has an error."""

    rows: int
    stored: int
    unchanged: int
    errors: tuple[str, ...] = ()


class EntryRefused(ValueError):
    """An entry that is not accepted; `str()` says what to do; `field` names the value."""

    def __init__(self, field_name: str, message: str) -> None:
        super().__init__(message)
        self.field = field_name
