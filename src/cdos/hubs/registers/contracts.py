"""Registers (权威数据源): what the city already knows of a person, an enterprise, a household, each fact with its source and time.

Every register is an adapter; the demonstration registers answer for the sample city's people and work with no account.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cdos.base.rules.contracts import Field, Value

CORRECTION = "correction"  # the kind of matter with which somebody says that a value is wrong

SEXES = {"m": "male", "f": "female"}  # as an identity number says it: as registers, forms and rules do


class Availability(StrEnum):
    FOUND = "found"
    UNKNOWN = "unknown"  # the register answers, and does not know
    AWAY = "away"  # the register does not answer
    NO_CONSENT = "no_consent"


@dataclass(frozen=True, slots=True)
class Source:
    """A register as a person reads of it: "出生医学证明 · 市卫生健康委"."""

    code: str  # "residence", "social_security", "marriage", "education", "estate", "enterprise", "licences"
    title: str
    unit: str  # code of the unit that keeps it
    fields: tuple[Field, ...]
    about: str = "person"  # person | enterprise | any
    needs_consent: bool = True  # False: a law lets the city use it (basis is shown)
    basis: str = ""
    unit_name: str = ""
    purposes: tuple[str, ...] = ()  # kinds of purposes ("programme") that the law allows; empty: every one

    @property
    def words(self) -> str:
        """出生医学证明 · 深圳市卫生健康委员会."""
        return f"{self.title} · {self.unit_name}" if self.unit_name else self.title

    def field(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)

    def serves(self, purpose: str) -> bool:
        """Whether it may be asked for "programme:CODE"."""
        return not self.purposes or purpose.partition(":")[0] in self.purposes


@dataclass(frozen=True, slots=True)
class Reading:
    """What a register holds of one party: all its values, when they were true, and the row's version."""

    values: Mapping[str, Value]
    as_of: datetime | None = None
    version: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value, where it comes from and when it was true."""

    field: str
    value: Value
    source: str
    as_of: datetime | None
    availability: Availability = Availability.FOUND
    version: str = ""  # of the register's row, kept in receipts

    @property
    def found(self) -> bool:
        return self.availability is Availability.FOUND


@dataclass(frozen=True, slots=True)
class Consent:
    """A person lets one source be used for one purpose (授权); withdrawn at any time."""

    id: int
    party_id: int
    source: str
    purpose: str  # "item:CODE", "bundle:CODE", "programme:CODE"
    given_at: datetime
    withdrawn_at: datetime | None = None
    used: int = 0
    used_at: datetime | None = None
    given_to: str = ""  # the unit at whose counter it was given; empty: by the person online

    @property
    def open(self) -> bool:
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Correction:
    """Somebody says that a value of a register is wrong (更正申请); the register's unit looks at it."""

    number: str
    source: str
    field: str
    held: Value  # what the register said when it was asked
    claimed: Value  # what it should be
    reason: str
    state: str  # asked | corrected | kept | withdrawn
    asked_at: datetime
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RegisterState:
    """Whether a register answers now, as its unit sees it."""

    source: Source
    away: bool
    people: int | None = None  # of how many it holds a row; None: not counted


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row of a demonstration register, for the loader."""

    source: str
    party_id: int
    values: Mapping[str, Value]
    as_of: datetime


class RegisterRefused(ValueError):
    """`str()` is one sentence for the person."""


class RegisterAway(Exception):
    """The register does not answer; nothing is known, and nothing breaks."""
