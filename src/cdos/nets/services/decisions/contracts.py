"""Decisions (秒批): a rule over facts with their sources, kept as a receipt that can be read and checked years later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from cdos.base.rules.contracts import Finding, Truth, Value

KIND = "application"  # the kind of matter that is decided here
APPLICANT = "applicant"  # source of what the person said
DOCUMENT = "document:"  # source of what a document said and the person confirmed; the reading's id follows


class Outcome(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"  # every failing condition is known
    ASK = "ask"  # a datum is missing: ask the person or the register
    PERSON = "person"  # drawn for a person's look, or a person must judge


@dataclass(frozen=True, slots=True)
class Used:
    """A datum the decision stands on."""

    field: str
    value: Value
    source: str
    as_of: datetime | None
    version: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """执行凭证: rule version and hash, data used, trace, outcome; never changed afterwards."""

    id: int
    matter: str
    rule: str
    version: int
    hash: str
    outcome: Outcome
    decided_at: datetime
    used: tuple[Used, ...]
    failing: tuple[Finding, ...]
    unknown: tuple[Finding, ...]
    trace: tuple[Finding, ...]
    sampled: bool  # drawn for a person's look
    objection_until: date | None = None
    objection_words: str = (
        ""  # how to object (60 days reconsideration, 6 months court), in the reader's language
    )
    truth: Truth = Truth.UNKNOWN  # what the rule said, also where a person decides
    title: str = ""  # of the rule
    party_id: int | None = None
    outputs: Mapping[str, Value] = field(default_factory=dict)  # what a YES grants
    seal: str = ""  # sha256 over all of it, kept in the ledger too
    erased: bool = (
        False  # values are gone at the end of their retention; the seal no longer covers what is left
    )


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would be decided on what is known now; nothing is kept."""

    rule: str
    version: int
    outcome: Outcome  # GRANTED, REFUSED or ASK; whether it is drawn for a person is not told beforehand
    failing: tuple[Finding, ...]
    unknown: tuple[Finding, ...]
    trace: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the fields to be asked for."""
        return tuple(dict.fromkeys(one.leaf.field for one in self.unknown))


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition in words, with its clause, as a resident reads it."""

    words: str
    found: str  # "您的情况：50 周岁"; empty where nothing is known
    clause: str  # "《…办法》（深府规〔2020〕1号）第三条"
    text: str = ""  # the clause's own text, where the rule has it
    field: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A decision as a resident reads it."""

    sentence: str
    reasons: tuple[Reason, ...]  # why it was refused
    asked: tuple[Reason, ...]  # what is still to be said
    objection: tuple[str, ...]  # how to object, with the last days; empty where nothing is refused
    objection_until: date | None


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way to object (救济途径) that a law gives against a decision."""

    key: str
    until: date
    words: str  # in the reader's language


class DriftState(StrEnum):
    OPEN = "open"
    STANDS = "stands"  # a person looked: the decision stands
    REVIEW = "review"  # a person takes the decision up again


@dataclass(frozen=True, slots=True)
class Drift:
    """The data or the rule has changed since: shown, never recomputed in silence."""

    receipt_id: int
    matter: str
    seen_at: datetime
    now: Outcome
    changed: tuple[str, ...]  # sentences
    id: int = 0
    before: Outcome = Outcome.GRANTED
    rule: str = ""
    title: str = ""
    state: DriftState = DriftState.OPEN
    note: str = ""
    by: str = ""
    looked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """One value found in an uploaded document, with the words it was found in. Nothing is decided on it as it is."""

    field: str
    value: Value
    quote: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """What a reader made of an uploaded document; only what the applicant confirmed feeds a rule (AI+秒批)."""

    id: int
    token: str  # of the file
    name: str
    engine: str
    found: tuple[Read, ...]
    confirmed: Mapping[str, Value] | None  # None: not confirmed yet
    read_at: datetime | None  # None: the reader is at it
    confirmed_at: datetime | None = None
    why_not: str = ""  # why nothing could be read, in words

    @property
    def source(self) -> str:
        """What a fact from it names as its source."""
        return f"{DOCUMENT}{self.id}"


class DecisionRefused(ValueError):
    """`str()` is one sentence for the person."""
