"""Forms (表单): JSON Schema 2020-12 for the data, a layout for the eye, rules for what is shown and filled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from cdos.base.rules.contracts import Node

Answers = Mapping[str, Any]  # field name -> JSON value


class FormState(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"
    LIVE = "live"
    ENDED = "ended"


class Widget(StrEnum):
    """How an entry is asked (控件)."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"  # typed in yuan, kept in fen
    DATE = "date"  # kept as YYYY-MM-DD
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    AREA = "area"  # code of a district, street or community
    ADDRESS = "address"
    PHONE = "phone"
    DOCUMENT = "document"  # identity number with its check digits
    USCC = "uscc"  # unified social credit code
    FILE = "file"  # tokens of stored files


@dataclass(frozen=True, slots=True)
class Entry:
    """One field on the page; `name` is that of rules.Field where registers know it, so it can be filled."""

    name: str
    label: str
    help: str = ""
    widget: str = "text"  # a Widget
    required: bool = True
    shown: Node | None = None  # only when this holds over the answers and facts
    source: str = ""  # register that fills it (秒报); empty: the person says it
    editable: bool = True  # a filled value may be changed by the person
    required_if: Node | None = None  # where it is required: only when this holds
    material: str = ""  # code of the material that a file is ("degree-certificate")
    was: Mapping[str, str] = field(default_factory=dict)  # in a merged form: form code -> its own name there


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    entries: tuple[Entry, ...]
    help: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    code: str
    version: int
    title: str
    schema: Mapping[str, Any]  # JSON Schema 2020-12, an object
    sections: tuple[Section, ...]
    state: FormState = FormState.LIVE

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them, in the order of the page."""
        return tuple(entry for section in self.sections for entry in section.entries)

    def entry(self, name: str) -> Entry | None:
        return next((one for one in self.entries if one.name == name), None)


@dataclass(frozen=True, slots=True)
class FormVersion:
    """One version of a form in the book, with who wrote and who approved it; a live version never changes."""

    id: int
    form: Form
    author: str
    author_id: int | None
    approver: str = ""
    effective_from: date | None = None
    effective_until: date | None = None
    written_at: datetime | None = None
    note: str = ""  # why it was given back


@dataclass(frozen=True, slots=True)
class Warning:
    """What a look at a file found before it is sent (材料预检)."""

    token: str
    words: str
    grave: bool  # True: it will not be accepted as it is
    kind: str = ""  # type size unreadable blank dark blurred wrong_kind expired locked


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in the answers: which field, in words that say what to do."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A value put in for the person, with its source in words and time."""

    field: str
    value: Any
    source: str
    words: str  # "来自 居住登记 · 市公安局, 2026-11-20"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the server says of answers: cleaned values (hidden fields dropped), problems, fields shown."""

    answers: Answers
    problems: tuple[Problem, ...]
    shown: frozenset[str]
    filled: Sequence[Filled] = field(default_factory=tuple)


class FormRefused(ValueError):
    """`str()` says what to do."""
