"""Treat first, pay later (信用就医): a visit at a hospital on credit, repaid within a month, guaranteed by the city.

The own part of a bill is advanced to the hospital by a bank, within a limit by credit level. Who does not repay is in
default: the guarantor pays the bank, the debt is owed to the guarantor, and the next visit is paid for as before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cdos.base.rules.contracts import Truth

KIND = "credit_visit"  # the kind of matter
RULE = "credit-care"  # its rule in the rule book; outputs limit_a_fen, limit_b_fen: the limit by credit level
PURPOSE = "care:agreement"  # for which the registers are asked
FIELDS = ("credit_level", "illegal_record", "social_security_months")  # asked of the registers
DEFAULT = "care_default"  # field of the rule that we know ourselves: an open default (逾期未还)


class VisitState(StrEnum):
    TREATING = "treating"  # 就诊中
    ADVANCING = "advancing"  # 银行垫付中
    OWED = "owed"  # 待还款
    OVERDUE = "overdue"  # 已逾期, within the days of grace
    DEFAULTED = "defaulted"  # 违约
    CLAIMED = "claimed"  # 已代偿: the guarantor has paid the bank and is owed the debt
    REPAID = "repaid"  # 已还清
    COUNTER = "counter"  # 窗口自付: paid at the counter as before
    CANCELLED = "cancelled"  # 已取消


ENDED = frozenset({VisitState.REPAID, VisitState.COUNTER, VisitState.CANCELLED})
IN_DEFAULT = frozenset({VisitState.DEFAULTED, VisitState.CLAIMED})


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of the rule over this person, with a way to mend it."""

    words: str
    found: str
    clause: str
    truth: Truth
    field: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What the rule says now. UNKNOWN asks, or goes to a person of the office; it never refuses."""

    truth: Truth
    reasons: tuple[Reason, ...]
    level: str  # A | B | ""
    limit_fen: int  # 0 where nothing is granted
    ask_sources: tuple[str, ...] = ()  # registers that may be asked once the person allows it


@dataclass(frozen=True, slots=True)
class Agreement:
    """信用就医协议, signed once, ended at any time while nothing is owed."""

    id: int
    party_id: int
    level: str
    limit_fen: int
    signed_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """就诊码: shown at the hospital's desk, good for one visit and a few minutes."""

    text: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    number: str
    title: str
    hospital: str
    hospital_name: str
    stay: str  # the hospital's own number of it
    state: VisitState
    opened_at: datetime
    total_fen: int | None  # None: not settled yet
    insurance_fen: int
    own_fen: int
    credit_fen: int  # what the bank has paid to the hospital for it, less what was given back
    repaid_fen: int
    promised_fen: int = 0  # the bank is asked for it
    collecting_fen: int = 0  # repayments on their way
    refunded_fen: int = 0  # repaid, and given back after a correction
    due_at: datetime | None = None
    creditor: str = "bank"  # bank | guarantor
    claimed_fen: int = 0
    not_refunded_fen: int = 0  # the bank would not give it back; the office does so again

    @property
    def owed_fen(self) -> int:
        return self.credit_fen - self.repaid_fen

    @property
    def counter_fen(self) -> int:
        """What is paid at the counter, because the credit does not cover it."""
        return max(0, self.own_fen - self.credit_fen - self.promised_fen)


@dataclass(frozen=True, slots=True)
class Payment:
    """A repayment, a refund or an advance, as the person sees it."""

    key: str
    way: "Way"
    fen: int
    state: str  # asked | paid | refused
    failure: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A person of the office is asked, because a register does not know (人工核验)."""

    id: int
    party_id: int
    asked_at: datetime
    granted: bool | None = None
    reason: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mine:
    """All of a resident's page."""

    eligibility: Eligibility
    agreement: Agreement | None
    used_fen: int  # owed or promised
    visits: tuple[Visit, ...]
    enquiry: Enquiry | None = None
    code: Code | None = None

    @property
    def free_fen(self) -> int:
        return max(0, (self.agreement.limit_fen if self.agreement else 0) - self.used_fen)


# What a hospital tells


class Told(StrEnum):
    OPENED = "opened"  # 登记
    SETTLED = "settled"  # 结算, or a settlement corrected: a higher version
    CANCELLED = "cancelled"  # 退费


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a hospital; the same settlement in the same version counts once."""

    hospital: str
    told: Told
    stay: str
    code: str = ""  # the person's, when a visit is opened
    title: str = ""  # 门诊, 住院
    settlement: str = ""
    version: int = 1
    total_fen: int = 0
    insurance_fen: int = 0
    own_fen: int = 0


# What a bank is told and says


class Way(StrEnum):
    ADVANCE = "advance"  # 垫付: from the bank to the hospital
    COLLECT = "collect"  # 还款: from the person to the bank or the guarantor
    REFUND = "refund"  # 退还: what was repaid and is not owed any more


@dataclass(frozen=True, slots=True)
class Order:
    """One movement as the bank sees it; the same key again is the same movement."""

    key: str
    way: Way
    fen: int
    words: str


class Said(StrEnum):
    PAID = "paid"
    REFUSED = "refused"
    WORKING = "working"
    UNKNOWN = "unknown"  # never heard of: it may be sent


@dataclass(frozen=True, slots=True)
class Answer:
    key: str
    said: Said
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """What the office sees of the books, in fen."""

    counts: Mapping[str, int]  # visits by state
    advanced_fen: int  # ever
    owed_fen: int  # by all persons together
    promised_fen: int
    bank_fen: int  # owed to the bank
    guarantor_fen: int  # owed to the guarantor
    reserve_fen: int
    claimed_fen: int
    balanced: bool  # what persons owe is what bank and guarantor are owed, and every journal sums to nothing


@dataclass(frozen=True, slots=True)
class Row:
    """A visit on the office's desk: no name."""

    visit: Visit
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Desk:
    sums: Sums
    overdue: tuple[Visit, ...]
    defaulted: tuple[Visit, ...]
    open: tuple[Visit, ...]
    refunds: tuple[Visit, ...]  # the bank would not give something back
    enquiries: tuple[Enquiry, ...]


class CareRefused(ValueError):
    """`str()` is one sentence for the person, or for the hospital's desk."""


class BankAway(RuntimeError):
    """The bank does not answer, or not yes: it is asked again by key."""
