"""A lead (线索): a problem that the city found itself, before anybody complained (未诉先办).

It is a matter of its own kind and no appeal: there is nobody to reply to and nobody who rates, so it must not count
among appeals. Duty list, desk, clocks and units are those of appeals.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cdos.base.files.contracts import StoredFile
from cdos.base.matters.contracts import MatterInfo, Place

KIND = "lead"
MAX_TEXT = 20_000
MAX_FILES = 9


class Channel(StrEnum):
    """Who or what found it."""

    PATROL = "patrol"  # 巡查: staff on the street
    SENSOR = "sensor"  # 物联感知: an alarm by webhook
    WEB = "web"  # 网络线索: a feed, or a file brought in


@dataclass(frozen=True, slots=True)
class Report:
    """What is needed to open a lead; only `text` is required, and the place where there is one."""

    text: str
    title: str = ""
    place: Place = Place()
    item: str = ""  # duty item code
    urgent: bool = False
    files: tuple[str, ...] = ()  # tokens
    source: str = ""  # code of the sensor's or feed's source
    external_id: str = ""  # the source's own id: once a source
    device: str = ""  # an open alarm of the same device is the same lead
    link: str = ""
    at: datetime | None = None  # when it was seen; None: now


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a report. `created` False: it is the lead `number`, which was there."""

    number: str
    created: bool
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Alike:
    """A matter near a lead that may be about the same; the text is whole only for who may see it."""

    number: str
    kind: str  # appeal | lead
    title: str
    state_title: str
    filed_at: datetime
    distance_m: int | None
    likeness: float


@dataclass(frozen=True, slots=True)
class OwnLead:
    """A lead in the list of who reported it."""

    number: str
    title: str
    state: str
    state_title: str
    address: str
    unit_name: str
    reported_at: datetime
    photo: StoredFile | None


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A sensor system or a feed that may bring leads in."""

    code: str
    name: str
    channel: Channel
    unit: str
    unit_name: str
    item: str
    active: bool
    per_minute: int
    feed_url: str
    fetched_at: datetime | None
    error: str
    leads: int = 0


@dataclass(frozen=True, slots=True)
class NewSource:
    code: str
    name: str
    channel: Channel
    unit: str = ""
    item: str = ""
    per_minute: int = 60
    feed_url: str = ""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed, as an adapter gives it."""

    id: str
    title: str
    text: str
    link: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a file or a feed: rows = created + known + refused."""

    rows: int
    created: int
    known: int
    refused: int
    errors: tuple[str, ...] = ()  # the first fifty


@dataclass(frozen=True, slots=True)
class Effect:
    """What the leads of a group came to. `before` is of `solved`: nobody had complained about the same by then."""

    key: str
    name: str
    found: int
    valid: int
    invalid: int
    joined: int
    solved: int
    before: int  # solved before anyone complained
    held: int  # of these, looked at again after four weeks and still without a complaint
    due: int  # of `before`, those whose four weeks are over
    median_hours: float | None  # from report to solved

    @property
    def share(self) -> float | None:
        """Share of the solved that nobody had to complain about."""
        return self.before / self.solved if self.solved else None


@dataclass(frozen=True, slots=True)
class EffectPage:
    total: Effect
    by_unit: tuple[Effect, ...]
    by_district: tuple[Effect, ...]
    by_channel: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class LeadView:
    """A lead as staff read it on the workbench."""

    matter: MatterInfo
    channel: Channel
    source_name: str
    text: str
    files: tuple[StoredFile, ...]
    device: str
    link: str
    repeats: int
    last_repeat_at: datetime | None
    evidence: str
    joined_to: str
    complaint: str
    complaint_after: str
    item_name: str
    alike: tuple[Alike, ...] = ()


class LeadRefused(ValueError):
    """A report that is not accepted; `str()` says what to do; `field` names the value."""

    def __init__(self, field_name: str, message: str) -> None:
        super().__init__(message)
        self.field = field_name


class SourceRefused(LeadRefused):
    """A token that opens nothing, or a source that is stopped."""


class TooMany(LeadRefused):
    """More alarms a minute than the source may send; try again after `wait_s` seconds."""

    def __init__(self, message: str, wait_s: int) -> None:
        super().__init__("rate", message)
        self.wait_s = wait_s
