"""Payouts (兑付): money that the city pays to a person or an enterprise, out of a budget pool, through a bank.

A payout is asked for once under its key. The pool's money is reserved at once, paid when the bank says so, free again when it
fails for good. A bank may be away, answer late, refuse, and return money days later; none of it pays anybody twice.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PayoutState(StrEnum):
    RESERVED = "reserved"  # 待审批: the pool holds the money
    APPROVED = "approved"  # 待发放: may go into a batch
    BATCHED = "batched"  # 批次中: in a batch that waits for the second pair of eyes
    SENT = "sent"  # 银行处理中: handed to the bank, or perhaps handed to it
    PAID = "paid"  # 已到账
    FAILED = "failed"  # 发放失败: the bank refused; the pool holds the money until it is mended or cancelled
    RETURNED = "returned"  # 退汇: came back after it was paid; held as for a failure
    CANCELLED = "cancelled"  # 已取消: the money is free again
    RECOVERING = "recovering"  # 追回中: paid too much, asked back
    RECOVERED = "recovered"  # 已追回


class Failure(StrEnum):
    """Why a bank did not pay, in the words of 支付退回原因."""

    NO_ACCOUNT = "no_account"  # 账号不存在
    NAME_MISMATCH = "name_mismatch"  # 户名不符
    CLOSED = "closed"  # 账户已销户
    FROZEN = "frozen"  # 账户冻结
    LIMIT = "limit"  # 超出收款限额
    BANK = "bank"  # 银行系统原因: may be sent again as it is
    RETURNED = "returned"  # 退汇


@dataclass(frozen=True, slots=True)
class Payee:
    """Who receives it: name as the bank has it, account number, bank."""

    name: str
    account: str
    bank: str


@dataclass(frozen=True, slots=True)
class Pool:
    """Budget pool (资金池): total = paid + reserved + free, always."""

    code: str
    title: str
    unit: str  # code of the unit that answers for it
    year: int
    paid_fen: int
    reserved_fen: int
    free_fen: int

    @property
    def total_fen(self) -> int:
        return self.paid_fen + self.reserved_fen + self.free_fen


@dataclass(frozen=True, slots=True)
class Payout:
    id: int
    key: str  # "benefit:1234"; the same key is the same payout
    pool: str
    party_id: int
    title: str  # 高龄津贴 2026年11月
    fen: int
    state: PayoutState
    payee: Payee | None  # None: no account known yet; it waits in APPROVED
    failure: Failure | None
    asked_at: datetime
    paid_at: datetime | None
    batch: int | None
    tries: int  # times it was handed to the bank
    recovered_fen: int = 0
    recover_fen: int = 0  # how much of it is asked back
    area: str = ""  # district of who receives it, for figures
    reason: str = ""  # why it was cancelled or asked back


class BatchState(StrEnum):
    MADE = "made"  # waits for the second pair of eyes
    SENDING = "sending"
    SENT = "sent"
    DONE = "done"  # the bank has said of each what became of it
    REFUSED = "refused"  # its payouts may go into another batch


@dataclass(frozen=True, slots=True)
class Batch:
    """发放批次: what is paid together, made by one and approved by another."""

    id: int
    number: str
    state: BatchState
    count: int
    fen: int
    made_by: str
    made_at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None
    paid: int = 0
    paid_fen: int = 0
    failed: int = 0
    reason: str = ""  # why it was refused


# What a bank is told and says


@dataclass(frozen=True, slots=True)
class Order:
    """One payment as the bank sees it; the same `key` again is the same payment, and is not paid twice."""

    key: str  # "benefit:1234#2": the payout's key and its try
    payee: Payee
    fen: int
    words: str


class Said(StrEnum):
    PAID = "paid"
    FAILED = "failed"
    WORKING = "working"
    UNKNOWN = "unknown"  # the bank never heard of it: it may be sent


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank says of one order."""

    key: str
    said: Said
    fen: int = 0
    failure: Failure | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a bank's statement (银行对账单)."""

    reference: str  # the bank's, unique
    key: str  # ours, as the bank repeats it; may be strange or empty
    fen: int  # out of our account positive, returned to it negative
    day: date
    words: str = ""


class Mismatch(StrEnum):
    """What reconciliation (对账) finds, besides what agrees."""

    MISSING = "missing"  # we say paid, the statement lacks it
    STRANGE = "strange"  # the statement has what we never ordered
    AMOUNT = "amount"  # another sum
    TWICE = "twice"  # paid two times by the bank
    LATE = "late"  # the statement says paid what we held for failed or still on its way: taken over


@dataclass(frozen=True, slots=True)
class Difference:
    id: int
    day: date
    kind: Mismatch
    key: str
    ours_fen: int
    bank_fen: int
    settled_by: str = ""
    note: str = ""


class PayoutRefused(ValueError):
    """`str()` is one sentence for the person."""


class PoolExhausted(PayoutRefused):
    """The pool has no money left for it (资金池余额不足)."""


class BankAway(RuntimeError):
    """The bank does not answer; whether it has heard is not known, so it is asked by key before anything is sent again."""


# Figures


@dataclass(frozen=True, slots=True)
class Figure:
    """What a pool has in one state."""

    pool: str
    state: PayoutState
    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class Cause:
    """What failed of a pool, by why."""

    pool: str
    failure: Failure
    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class Soundness:
    """Whether pools, payouts and books say the same; `wrong` names what does not, in one line each."""

    pools: int
    payouts: int
    wrong: tuple[str, ...]
