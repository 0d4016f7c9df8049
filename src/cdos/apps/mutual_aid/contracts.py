"""Mutual medical aid of workers (职工医疗互助): members who allowed it once get what the plan owes them by one tap, without a paper.

Hospitals' settlements are read for those members only who have a standing authorisation; every look is recorded and shown.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

RULE = "mutual-aid"  # its rule in the rule book; its outputs are the plan's sums
PURPOSE = "mutual:claims"  # for which the account at a bank is asked of the registers
POOL = "mutual-aid"
PREFIX = "mutual"  # keys of payouts: "mutual:CLAIM-N"
# What the rule asks, known from the membership and the settlement.
MEMBER_DAYS, CARE, OWN = "mutual_member_days", "mutual_care", "mutual_own_fen"


class ClaimState(StrEnum):
    READY = "ready"  # 待领取: one tap
    ASKING = "asking"  # 待核实: something is not known, a person of the union looks
    NOTHING = "nothing"  # 不予补助: the plan pays nothing for it; the reasons say why
    CONFIRMED = "confirmed"  # 发放中
    FAILED = "failed"  # 发放失败: another account is needed
    PAID = "paid"  # 已到账
    BACK = "back"  # 追回中: the settlement was corrected, too much was paid
    CANCELLED = "cancelled"  # the hospital took the settlement back


class Care(StrEnum):
    INPATIENT = "inpatient"  # 住院
    OUTPATIENT = "outpatient"  # 门诊
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """One settlement of a hospital (结算); the same in the same version counts once."""

    settlement: str
    version: int
    hospital: str
    care: Care
    admitted_on: date
    left_on: date
    total_fen: int
    insurance_fen: int
    own_fen: int
    cancelled: bool = False

    @property
    def days(self) -> int:
        return max(1, (self.left_on - self.admitted_on).days)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sum: "share" of the own part, "days" in hospital, "cap" what the year's limit takes off."""

    what: str
    fen: int
    count: int = 0  # days


@dataclass(frozen=True, slots=True)
class Reason:
    words: str
    found: str
    clause: str
    truth: str
    found_language: str = ""  # of `found`, where it may be another than the reader's


@dataclass(frozen=True, slots=True)
class Claim:
    id: int
    hospital: str
    care: Care
    admitted_on: date
    left_on: date
    own_fen: int
    fen: int
    state: ClaimState
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    found_at: datetime
    confirmed_at: datetime | None = None
    paid_at: datetime | None = None
    paid_fen: int = 0
    back_fen: int = 0  # asked back
    failure: str = ""
    note: str = ""  # what the union said
    name: str = ""  # of the member, for who decides


@dataclass(frozen=True, slots=True)
class Look:
    """One look into hospitals' settlements (使用记录)."""

    at: datetime
    why: str  # given | night | asked
    found: int


@dataclass(frozen=True, slots=True)
class Account:
    """Where it is paid to, masked for pages."""

    bank: str
    masked: str


@dataclass(frozen=True, slots=True)
class Mine:
    member_since: date | None
    number: str
    allowed_at: datetime | None
    ready: tuple[Claim, ...]
    failed: tuple[Claim, ...]
    others: tuple[Claim, ...]
    looks: tuple[Look, ...]
    account: Account | None
    paid_fen: int  # of this year's limit
    kept_fen: int  # of it too: ready, or on its way
    most_fen: int


@dataclass(frozen=True, slots=True)
class Figures:
    members: int
    allowed: int
    counts: dict[str, int]  # claims by state
    paid_fen: int
    waiting_fen: int
    minutes: int | None  # from tap to the account, the middle one
    asking: tuple[Claim, ...]


class MutualRefused(ValueError):
    """`str()` is one sentence for the person."""


class SourceAway(RuntimeError):
    """The hospitals' settlements cannot be asked now."""
