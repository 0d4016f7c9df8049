"""What is understood of a message (诉求理解), and the models that learn it from the city's own history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cdos.base.organisation.contracts import Scope
from cdos.hubs.space.contracts import PlaceHit
from cdos.nets.governance.appeals.contracts import AppealView, Proposal


class Level(StrEnum):
    """What the labels of a model name: the finer, the more history it needs."""

    ITEM = "item"
    GROUP = "group"
    CLASS = "class"


class ModelState(StrEnum):
    SERVICE = "service"  # proposes now
    KEPT = "kept"  # served before, or was put aside; can be taken back
    REFUSED = "refused"  # did worse than what serves on rows that neither had seen


@dataclass(frozen=True, slots=True)
class Band:
    """Of the held-out rows: how many were at least this sure, and how many of those were right."""

    least: float
    share: float
    right: float
    rows: int


@dataclass(frozen=True, slots=True)
class ModelVersionInfo:
    """A version of the learned classifier with its figures on held-out rows."""

    version: str
    state: ModelState
    level: Level
    rows: int
    corrections: int
    labels: int
    figures: Mapping[
        str, float
    ]  # accuracy, macro_f1, top2_accuracy, held_out; before_* of what served, list_*
    bands: tuple[Band, ...]
    trained_at: datetime
    by_name: str
    source: str  # "history" or "file"
    why: str
    file_there: bool


@dataclass(frozen=True, slots=True)
class ChoiceInfo:
    """What the city chose (自动分拨设置): confidence from which nobody is asked (None: never), and below which two are shown."""

    automatic_from: float | None = None
    second_below: float = 0.6
    at: datetime | None = None
    by_name: str = ""
    note: str = ""


class Mood(StrEnum):
    """The tone of a message (情绪)."""

    THANKFUL = "thankful"
    CALM = "calm"
    UPSET = "upset"
    ANGRY = "angry"


class Danger(StrEnum):
    """What a danger word warns of (险情词)."""

    LIFE = "life"
    FIRE = "fire"
    TRAFFIC = "traffic"
    POWER_GAS = "power_gas"
    WATER = "water"
    CROWD = "crowd"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class DangerMet:
    word: str
    kind: Danger
    around: str  # the words around it, as the person wrote them


@dataclass(frozen=True, slots=True)
class PlaceMet:
    """A place that the text names, with the area it lies in."""

    hit: PlaceHit
    scope: Scope
    area: str  # district, street and community in words
    words: str  # as the person wrote it


@dataclass(frozen=True, slots=True)
class TagInfo:
    id: int
    name: str
    words: tuple[str, ...]
    active: bool = True
    used: int = 0


@dataclass(frozen=True, slots=True)
class TagMet:
    tag: TagInfo
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signals:
    """Proposals from a message's own words, each with what it was read from."""

    urgent: bool
    urgent_why: tuple[str, ...]
    dangers: tuple[DangerMet, ...]
    mood: Mood
    mood_words: tuple[str, ...]
    places: tuple[PlaceMet, ...]
    tags: tuple[TagMet, ...]
    amounts: tuple[str, ...]
    people: tuple[str, ...]  # masked


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a program read in a file (语音转写, 图片文字); `why_not` says in a sentence why there is no text."""

    token: str
    name: str
    engine: str
    text: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class FileReadings:
    """Of one matter: what was read, how many files wait to be read, and what is not installed."""

    read: tuple[FileReading, ...] = ()
    waiting: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DangerWordInfo:
    id: int
    word: str
    kind: Danger
    active: bool = True


@dataclass(frozen=True, slots=True)
class CorrectionInfo:
    """A clerk chose another item than was proposed (改派纠正)."""

    number: str
    at: datetime
    proposed: str
    chosen: str
    confidence: float
    how: str


@dataclass(frozen=True, slots=True)
class Example:
    """A row to learn from: the label at each level where it is known."""

    id: int
    title: str
    text: str
    labels: Mapping[Level, str] = field(default_factory=dict)


class UnderstandingRefused(ValueError):
    """A change that is not possible; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Understood:
    """An appeal with what its words and files say."""

    view: AppealView
    signals: Signals
    proposal: Proposal
    tags: tuple[TagInfo, ...]
    files: FileReadings
