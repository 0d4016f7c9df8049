"""Applications (申请办件): an application is a matter; one for an item, or the child of a bundle's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from cdos.nets.services.forms.contracts import Filled, Form
from cdos.nets.services.items.contracts import Item

KIND = "application"
FOLLOW_UP = "follow-up"  # the matter that a bad rating opens


class Channel(StrEnum):
    """How it came in (受理渠道)."""

    ONLINE = "online"
    COUNTER = "counter"
    HOME = "home"  # 上门
    VIDEO = "video"
    BANK = "bank"
    CROSS_BORDER = "cross_border"
    CHAT = "chat"
    BUNDLE = "bundle"


class Grade(IntEnum):
    """The five national grades (好差评, 国办发〔2019〕51号)."""

    VERY_BAD = 1
    BAD = 2
    FAIR = 3
    GOOD = 4
    VERY_GOOD = 5


class Handed(StrEnum):
    """How a material came (材料来源)."""

    FORM = "form"  # the form itself is it
    LICENCE = "licence"  # an e-licence stands for it (免证办)
    FILE = "file"
    SEEN = "seen"  # a clerk saw the original
    LATER = "later"  # 容缺后补
    NONE = "none"  # not needed here
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """What a channel asks of who files by it (代办要求); each need is (name, title, help)."""

    channel: Channel
    title: str
    assured_by: str  # how the city knows who the person is
    needs: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    id: int
    item: str
    bundle: str
    party_id: int  # for whom
    answers: Mapping[str, Any]
    files: Mapping[str, str]  # material code -> file token, or "seen" by a clerk
    saved_at: datetime
    consents: tuple[str, ...] = ()  # source codes
    channel: Channel = Channel.ONLINE
    proof: Mapping[str, str] = field(default_factory=dict)
    key: str = ""  # what makes sending it twice one application


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One material as the person sees it: handed in how, or what is still wanted."""

    code: str
    name: str
    handed: Handed
    words: str = ""
    token: str = ""  # of a file
    licence: str = ""  # identifier

    @property
    def missing(self) -> bool:
        return self.handed is Handed.MISSING


@dataclass(frozen=True, slots=True)
class Foresight:
    """What would be decided on what is known now, said before anything is sent."""

    outcome: str  # decisions.Outcome value
    sentence: str
    failing: tuple[str, ...]  # words with clause
    missing: tuple[str, ...]
    met: tuple[str, ...] = ()
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything an application needs; `idempotency_key` repeated gives the first one back."""

    item: str
    party_id: int
    answers: Mapping[str, Any]
    files: Mapping[str, str]
    channel: Channel = Channel.ONLINE
    idempotency_key: str = ""
    parent: str = ""  # number of the bundle's matter
    consents: tuple[str, ...] = ()  # source codes
    purpose: str = ""  # empty: "item:CODE"; a bundle's parts stand on the consents for "bundle:CODE"
    proof: Mapping[str, str] = field(default_factory=dict)  # what the channel asks for
    supplied: tuple[str, ...] = ()  # material codes that another part of the bundle gives


@dataclass(frozen=True, slots=True)
class ApplicationInfo:
    number: str
    item: str
    item_title: str
    state: str
    sentence: str
    answers: Mapping[str, Any]
    licence: str = ""  # identifier of the licence it gave
    receipt_id: int | None = None
    parent: str = ""
    party_id: int = 0
    unit: str = ""
    unit_name: str = ""
    outcome: str = ""  # granted | refused
    at_once: bool = False  # decided by the rule, without a person
    reason: str = ""
    clauses: tuple[str, ...] = ()
    objection_until: date | None = None
    objection: tuple[str, ...] = ()  # ways to object, in words with their last days
    document: str = ""  # verify code of the decision's document
    decided_at: datetime | None = None
    filed_at: datetime | None = None
    due_at: datetime | None = None
    created: bool = False  # by the call that answers this
    channel: Channel = Channel.ONLINE
    grade: int = 0
    fee_fen: int = 0
    phase: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that a page shows before sending (预填, 材料, 预审)."""

    item: Item
    party_id: int
    form: Form | None
    answers: Mapping[str, Any]
    filled: tuple[Filled, ...]
    materials: tuple[MaterialLine, ...]
    foresight: Foresight
    problems: Mapping[str, str]
    fee_fen: int = 0
    locked: frozenset[str] = frozenset()  # what a register says and the person cannot change here
    unknown: tuple[str, ...] = ()  # data that neither a register nor a confirmed document says


@dataclass(frozen=True, slots=True)
class Receivable:
    """A person who stands before a clerk, by their document."""

    name: str
    number: str
    channel: Channel = Channel.COUNTER


@dataclass(frozen=True, slots=True)
class Graded:
    """How people rated a unit: how many gave each grade, from very bad to very good."""

    unit: str
    unit_name: str
    counts: tuple[int, int, int, int, int]
    followed_up: int  # bad ones that were answered to the person
    bad: int

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def good_share(self) -> float:
        """Of all ratings, those that are at least basically satisfied (好评率)."""
        return sum(self.counts[2:]) / self.total if self.total else 0.0


class ApplicationRefused(ValueError):
    """`str()` is one sentence for the person; `problems` name the fields."""

    def __init__(self, words: str, problems: Mapping[str, str] | None = None) -> None:
        super().__init__(words)
        self.problems = dict(problems or {})
