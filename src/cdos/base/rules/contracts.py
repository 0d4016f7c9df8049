"""A rule (规则): a condition tied to clauses of law; one definition decides a case, fills a form, selects a population.

Three-valued (Kleene): a value that is not known makes its leaf unknown; an unknown outcome asks for the datum or goes to a
person, and never refuses anybody. A value of the wrong kind (letters where a number belongs) is not known either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

Scalar = str | int | float | bool | date
Value = Scalar | Sequence[Scalar] | None  # None: not known; money is integer fen
Facts = Mapping[str, Value]  # one case: field name -> value


class Op(StrEnum):
    """Comparisons of a leaf (比较)."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    IN = "in"  # the field's value is one of the leaf's values
    NOT_IN = "not_in"
    BETWEEN = "between"  # both ends belong to it
    HAS = "has"  # a field of many values holds the leaf's value


class FieldType(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    FEN = "fen"  # money, integer fen
    BOOLEAN = "boolean"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"  # several of them


@dataclass(frozen=True, slots=True)
class Field:
    """A datum that rules and forms may ask for (数据元)."""

    name: str  # "age", "residence_years": the key in Facts, forms and registers
    title: str  # as shown, Chinese
    type: FieldType
    choices: tuple[tuple[str, str], ...] = ()  # (code, name)
    unit: str = ""  # 岁, 元, 年
    english: str = ""  # the title for readers of English; empty: the Chinese one
    english_choices: tuple[tuple[str, str], ...] = ()  # (code, name) for them; one that lacks is Chinese


@dataclass(frozen=True, slots=True)
class Ref:
    """Another field of the same case, in place of a fixed value (与另一项比较)."""

    field: str


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a condition comes from (依据条款)."""

    law: str  # name of the law or notice
    number: str = ""  # 文号
    article: str = ""  # 第X条
    text: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition.

    Outside its dates a leaf does not apply: it falls out of its group as if it were not written, so that the end of a
    programme neither refuses anybody nor opens the door to everybody. A rule with nothing left is met.
    """

    id: str  # stable inside its rule
    field: str
    op: Op
    value: Value | Ref  # a tuple for IN, NOT_IN and BETWEEN
    clause: Clause = Clause("")
    valid_from: date | None = None
    valid_until: date | None = None  # the last day
    words: str = ""  # said instead of the words made from field, op, value


@dataclass(frozen=True, slots=True)
class All:
    """Every one of these (全部满足); with none in it, met."""

    of: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these (任一满足)."""

    of: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    of: "Node"


Node = Leaf | All | AnyOf | Not


class Truth(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Whose(StrEnum):
    """Whose case a finding is told of: the reader's own, or another's, as a clerk reads it."""

    READER = "reader"
    PERSON = "person"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one leaf said of one case."""

    leaf: Leaf
    truth: Truth
    found: Value  # the value it looked at


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision of a rule over one case, with every condition that stands in its way."""

    truth: Truth
    failing: tuple[Finding, ...]  # leaves that make it NO; empty otherwise
    unknown: tuple[Finding, ...]  # not known and still open: to be asked for before it can be YES
    trace: tuple[Finding, ...]  # every leaf that applies on the day, in the order of the tree


class RuleState(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"  # for the second pair of eyes
    LIVE = "live"  # from `effective_from` on
    ENDED = "ended"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One version of a rule in the book; a live version never changes."""

    code: str  # of the rule: "talent-settlement"
    version: int
    title: str
    node: Node
    hash: str  # sha256 of the canonical JSON
    state: RuleState
    effective_from: date | None
    effective_until: date | None
    author: str
    approver: str = ""
    written_at: datetime | None = None
    outputs: Mapping[str, Value] = field(default_factory=dict)  # what a YES grants, e.g. a sum in fen
    id: int = 0
    author_id: int | None = None
    approver_id: int | None = None
    decided_at: datetime | None = None  # approved or refused
    unit: str = ""  # code of the unit that answers for it
    note: str = ""  # why it was changed, or why it was refused
    mark: str = ""  # names this state of a draft


class RuleInvalid(ValueError):
    """`str()` says what is wrong and where (path in the tree)."""


class RuleRefused(ValueError):
    """A step in the rule book is refused; `str()` is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule to load into the book, live from `effective_from`."""

    code: str
    title: str
    node: Node
    effective_from: date
    unit: str = ""
    outputs: Mapping[str, Value] = field(default_factory=dict)
    author: str = ""
    approver: str = ""
    author_id: int | None = None
    approver_id: int | None = None
