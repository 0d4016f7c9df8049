"""Fees and refunds (缴费与退费) through a payment adapter; the demonstration adapter fails in the ways real ones do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PaymentState(StrEnum):
    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Share:
    """A department's part of one fee (分账)."""

    department: str  # unit code
    fen: int
    name: str
    refunded_fen: int = 0


@dataclass(frozen=True, slots=True)
class Payment:
    id: int
    matter: str  # number
    fen: int
    shares: tuple[Share, ...]
    state: PaymentState
    address: str  # where the person pays
    failure: str = ""
    paid_at: datetime | None = None
    title: str = ""
    reference: str = ""
    refunded_fen: int = 0
    opened_at: datetime | None = None


class Heard(StrEnum):
    """What a provider says of a charge."""

    PAID = "paid"
    FAILED = "failed"
    OPEN = "open"  # nobody has paid yet


@dataclass(frozen=True, slots=True)
class Notice:
    """A provider's message about one charge; the same `id` counts once."""

    id: str
    charge: str  # our key of the charge
    heard: Heard
    fen: int
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """One attempt to pay, as the provider sees it."""

    key: str
    fen: int
    title: str
    back: str  # path to which the person returns


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a department took and gave back (分账结算)."""

    department: str
    name: str
    paid_fen: int
    refunded_fen: int
    payments: int


@dataclass(frozen=True, slots=True)
class RefundInfo:
    id: int
    matter: str
    fen: int
    reason: str
    state: str  # asked done
    tries: int
    failure: str
    asked_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unheard:
    """An attempt to pay of which the provider has not said how it ended; it is asked for again at `ask_at`."""

    matter: str
    title: str
    fen: int
    began_at: datetime
    asked_at: datetime | None
    ask_at: datetime | None


class PaymentRefused(ValueError):
    """`str()` is one sentence for the person."""


class ProviderAway(RuntimeError):
    """The provider does not answer, or not yes; it is asked again later."""
