"""The ledger (存证账本): what was done and looked at, in one chain that nobody can change unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What sort of act a row is of."""

    LOOK = "look"  # 查看: somebody saw personal data
    CHANGE = "change"  # 变更
    ENTRY = "entry"  # 登录: sign-in, its failure, the end of a session
    RULE = "rule"  # 规则: an administrator changed what others may do


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to record. `details` are kept apart, in clear, and can be erased; the row holds their salted digest."""

    act: str  # registered, e.g. "matter.viewed"
    by: int | None = None  # account id; None: the system itself, or a visitor
    about: int | None = None  # party id of whose data it is
    object: str = ""  # e.g. "matter:123"
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the ledger. `details` is None when there were none, or they were erased (see `erased`)."""

    seq: int
    at: datetime
    kind: Kind
    act: str
    title: str  # of the act, in the reader's language
    by: int | None
    about: int | None
    object: str
    details: dict[str, Any] | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """What a reader asks for; empty means any. `before` is the number of the last row seen."""

    kind: Kind | None = None
    act: str = ""
    by: int | None = None
    about: int | None = None
    object: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks for the ledger's pages; a module that knows posts answers (see `api.register_reader`)."""

    account_id: int | None = None
    party_id: int | None = None  # whose rows they may read: their own, or of whom they act for
    party_name: str = ""
    may_read_all: bool = False  # the audit administrator


@dataclass(frozen=True, slots=True)
class Named:
    """What people call an object of a row, and its address where the reader can open it."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The state of a log at a size (树头), signed by its node."""

    log: str  # id of the log, made with its first row
    node: str
    digest: str
    size: int
    root: str  # hex
    at: str  # UTC, as it is signed
    algorithm: str = ""
    key_id: str = ""
    public_key: str = ""  # PEM
    signature: str = ""  # hex of the DER form (SM2), or of the 64 bytes (Ed25519)


@dataclass(frozen=True, slots=True)
class Cosignature:
    """Another node's word that it has seen this head, and that it follows from all it saw before (见证签名)."""

    node: str
    at: str
    algorithm: str
    key_id: str
    public_key: str
    signature: str


@dataclass(frozen=True, slots=True)
class Identity:
    """A node as others must know it: its name, and the key its heads are signed with."""

    node: str
    algorithm: str
    key_id: str
    public_key: str  # PEM


@dataclass(frozen=True, slots=True)
class CosignRequest:
    """A head to cosign, and the proof that it follows from the last one the witness saw (hex)."""

    head: Head
    path: list[str]


@dataclass(frozen=True, slots=True)
class Witness:
    """Another node with which heads are exchanged."""

    node: str
    url: str
    key_id: str
    cosigned_size: int = 0  # of our chain
    seen_size: int = 0  # of theirs
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: which row, and with what."""

    what: str  # "altered", "missing", "inserted", "waiting", "head" or "state"
    seq: int = 0
    part: str = ""  # "row", "details" or what else is meant
    said: str = ""


@dataclass(slots=True)
class Report:
    """What verifying found. Lists name rows by `seq`; the first LISTED of each are named, `counts` has them all."""

    ok: bool = True
    altered: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    inserted: list[int] = field(default_factory=list)
    rows: int = 0
    waiting: int = 0  # recorded and not in the chain yet
    erased: int = 0  # rows whose details were erased
    counts: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    heads: int = 0  # signed heads that were compared
    cosignatures: int = 0
    head: Head | None = None
    sealed_checked: bool = True  # False: the key of the seals is not on this machine
    seconds: float = 0.0


class LedgerDamaged(RuntimeError):
    """What is asked for cannot be proven: `./cdos verify` names the rows."""


class WitnessRefused(ValueError):
    """A head that does not follow from what was seen before, or of an unknown node; the text says which."""

    def __init__(self, message: str, *, code: str, size: int = 0) -> None:
        super().__init__(message)
        self.code, self.size = code, size
