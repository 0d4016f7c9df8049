"""What is said in other languages than it was written in, and who vouches for it."""

from dataclasses import dataclass
from datetime import datetime


class TranslationRefused(ValueError):
    """A translation or a report that is not taken; `str()` says what to do."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text for one reader: what is shown, and what was written."""

    text: str
    language: str  # of `text`: the reader's, or the original's where there is no translation
    original: str
    source: str  # the language of the original
    machine: bool  # made by a machine and read by nobody yet

    @property
    def translated(self) -> bool:
        return self.language != self.source


@dataclass(frozen=True, slots=True)
class Language:
    """How far one language is."""

    code: str
    name: str
    messages: int  # of the frame and the generic pages
    unread: int  # of these, made by a machine and read by nobody
    reports: int  # of readers, not answered yet
    contents: int  # titles and texts that a machine translated and nobody has read


@dataclass(frozen=True, slots=True)
class Message:
    """One message as a reviewer sees it."""

    key: str  # names it within its language
    module: str
    english: str
    chinese: str
    strings: tuple[str, ...]  # one, or each plural form
    forms: tuple[str, ...]  # an example number for each plural form
    by: str  # who read it; "" where nobody has


@dataclass(frozen=True, slots=True)
class Content:
    """A translated title or text as a reviewer sees it."""

    id: int
    original: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class MistakeReport:
    id: int
    language: str
    page: str  # the name of the page, never its address: addresses may hold secrets
    quote: str
    better: str
    at: datetime
