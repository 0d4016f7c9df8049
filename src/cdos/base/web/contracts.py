"""What the shell needs from other modules, and what pages hand to it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NotRequired, TypedDict


class Slot(StrEnum):
    """Where a menu entry stands."""

    MAIN = "main"  # the header on wide screens, the bottom bar on phones: four entries
    ACCOUNT = "account"  # under the person's name
    STAFF = "staff"  # the staff shell's bar
    FOOT = "foot"


class Level(StrEnum):
    """How a message sounds; each has its own icon, so colour never stands alone."""

    INFO = "info"
    GOOD = "good"
    WARM = "warm"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Link:
    """A menu entry made ready for one request."""

    key: str
    title: str
    url: str
    icon: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed in a form and has not sent; `fields` maps field names to lists of values."""

    form: str
    fields: dict[str, list[str]]
    saved_at: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class Problem:
    """RFC 9457 problem details, the body of every API error (`application/problem+json`)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str  # the request id that the log has too
    errors: list[dict[str, Any]] | None = (
        None  # where the input is wrong: {"where": ["body", "title"], "message": ...}
    )


class Series(TypedDict):
    name: str
    values: list[float | int | None]


class ChartSpec(TypedDict):
    """What a chart shows: one value a category and series."""

    type: str  # bar | hbar | line | stack | pie
    categories: list[str]
    series: list[Series]
    unit: NotRequired[str]
    hrefs: NotRequired[list[str]]  # one a category: where a click leads


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A message of one language, as a translator sees it."""

    module: str
    locale: str
    context: str
    msgid: str
    plural: str
    zh: str
    strings: tuple[str, ...]
    machine: bool  # a machine made it and nobody has read it
