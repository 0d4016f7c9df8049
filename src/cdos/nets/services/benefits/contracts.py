"""Benefits (惠民惠企补贴): programmes that find whom they are meant for, confirmed in one tap, paid once (免申即享).

A programme's conditions are a rule of the rule book under the same code. Every night the rule is looked at for the whole city,
and at a life event for one person. Not known is never a refusal: it asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from cdos.base.rules.contracts import Clause, Finding, Node, Truth, Value

RULE = "benefit-"  # a programme's rule has the code RULE + the programme's


class About(StrEnum):
    """Who is entitled (补贴对象). A household's programme is decided on its head, with the household's data."""

    PERSON = "person"
    HOUSEHOLD = "household"
    ENTERPRISE = "enterprise"


class Risk(StrEnum):
    """How it goes on once somebody is found (兑付方式)."""

    DIRECT = "direct"  # 直接兑付: paid to the account that is known, told afterwards
    CONFIRM = "confirm"  # 确认兑付: paid after one tap
    CHECK = "check"  # 人工核验: after a person of the unit has looked


class Period(StrEnum):
    ONCE = "once"
    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Amount:
    """What it pays, in integer fen: `fen` where nothing else is said, by tiers of a field, or a share of a field.

    tiers: ((upper end or choice, fen), …) in order; the first whose upper end is not below the value (numbers) or that equals it
    (choices) holds; None as the last upper end is no end. permille: that share of the field's value, between `fen` (at least) and `most_fen` (at most, 0: no end).
    """

    fen: int = 0
    field: str = ""
    tiers: tuple[tuple[Value, int], ...] = ()
    permille: int = 0
    most_fen: int = 0


class ProgrammeState(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"  # for the second pair of eyes
    LIVE = "live"
    ENDED = "ended"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Terms:
    """All that is written about a programme but its conditions; a live version never changes."""

    title: str
    summary: str  # one sentence for who is in a hurry
    about: About
    unit: str  # code of the unit that answers for it
    category: str  # 养老, 托育, 就业, 人才, 住房, 医疗, 教育, 残疾人, 退役军人, 救助, 创业, 稳岗, 科技, 产业, 绿色, 商贸 …
    amount: Amount
    period: Period
    pool: str  # code of the budget pool
    push: bool  # 免申即享: offered by itself; False: whoever finds it may claim it
    risk: Risk
    clause: Clause  # legal basis of the programme as a whole
    opens_on: date
    closes_on: date | None = None
    excludes: tuple[str, ...] = ()  # codes that nobody has in the same period besides it
    group: str = ""  # stacking group (叠加组): all of one group together pay at most `group_most_fen` a year
    group_most_fen: int = 0
    confirm_days: int = 60  # an offer that nobody confirms expires


@dataclass(frozen=True, slots=True)
class Programme:
    code: str
    version: int
    state: ProgrammeState
    terms: Terms
    rule: str  # code in the rule book
    rule_version: int = 0
    author: str = ""
    approver: str = ""
    note: str = ""
    mark: str = ""  # names this state of a draft


class EntitlementState(StrEnum):
    OFFERED = "offered"  # 待确认 (PUSHED)
    CONFIRMED = "confirmed"  # 已确认: said yes, no account or pool yet
    CHECKING = "checking"  # 核验中: a person of the unit looks
    APPROVED = "approved"  # 待发放
    SENT = "sent"  # 银行处理中
    PAID = "paid"  # 已发放 (FULFILLED)
    FAILED = "failed"  # 发放失败, by cause; mended by another account
    RETURNED = "returned"  # 退汇
    DECLINED = "declined"  # 已放弃
    REFUSED = "refused"  # 核验不通过, or given up by staff when no account took it
    CANCELLED = "cancelled"  # no longer entitled before it was paid
    EXPIRED = "expired"  # nobody confirmed in time
    RECOVERING = "recovering"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One programme for one party in one period (资格), at most once."""

    id: int
    number: str  # as a person reads it: SZ-BT-2026-000123
    programme: str
    title: str
    party_id: int
    period: str  # "once", "2026", "2026-11"
    fen: int
    state: EntitlementState
    made_at: datetime
    expires_on: date | None
    reason: str = ""  # why declined, refused, failed, asked back; one of ours stands as in the sources, to be translated
    account_tail: str = ""  # last four digits of the account it goes to
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to an entitlement, as its holder reads it."""

    at: datetime
    words: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Datum:
    """One value a decision stands on, with where it is from; `correctable`: "this value is wrong" opens a correction there."""

    field: str
    title: str
    words: str  # 12,800 元; empty: not known
    source: str  # code of the register; empty: nobody knows it
    source_words: str
    as_of: datetime | None
    correctable: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One condition as a resident reads it."""

    words: str  # 年龄不低于 80 周岁
    truth: Truth
    found: str  # 您的情况：67 周岁
    clause: str
    found_language: str = ""  # of `found`, where it may be another than the reader's
    change: str = ""  # what would change it: 还差 13 年 … ; only where it stands in the way
    datum: Datum | None = None
    stands: bool = False  # it stands in the way: it fails, or must be known first; others may fail where one of several is enough
    one_of: int = 0  # one of those with the same number is enough; 0: it is needed


@dataclass(frozen=True, slots=True)
class Explained:
    """Why, from which data, and what would change it."""

    programme: Programme
    truth: Truth
    sentence: str  # 您符合条件，可领取 200 元。
    lines: tuple[Line, ...]
    fen: int | None  # None: not known, as a datum of the amount is not
    blocked: str = ""  # entitled by its conditions, and excluded by another programme or a group's limit
    entitlement: Entitlement | None = None
    may_claim: bool = False  # met, and neither offered nor taken in this period


@dataclass(frozen=True, slots=True)
class Found:
    """One programme on "my benefits"."""

    programme: Programme
    truth: Truth
    fen: int | None
    failing: tuple[Finding, ...] = ()
    unknown: tuple[Finding, ...] = ()
    entitlement: Entitlement | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What of a programme is on the public list (公示)."""

    code: str
    title: str
    count: int
    fen: int
    last_on: date


@dataclass(frozen=True, slots=True)
class Mine:
    """What a party has, may have, might have, and nearly has."""

    offers: tuple[Entitlement, ...]
    claimable: tuple[Found, ...]  # met, not offered by itself: ranked by sum
    asking: tuple[Found, ...]  # something is not known
    nearly: tuple[Found, ...]  # one condition fails
    running: tuple[Entitlement, ...]
    ended: tuple[Entitlement, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a draft would reach and what it costs (预览)."""

    size: int
    yes: int
    unknown: int
    fen: int  # for one period
    gained: int
    lost: int
    by_district: Mapping[str, int] = field(default_factory=dict)  # name -> how many
    pool_free_fen: int = 0


@dataclass(frozen=True, slots=True)
class Night:
    """What one night's matching did."""

    on: date
    people: int
    programmes: int
    pairs: int  # entitled, over all programmes
    gained: int
    lost: int
    offered: int
    cpu_s: float
    about: About | None = None  # persons with their households, or enterprises


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme to load, live at once; its conditions go into the rule book."""

    code: str
    terms: Terms
    node: Node


class BenefitRefused(ValueError):
    """`str()` is one sentence for the person."""
