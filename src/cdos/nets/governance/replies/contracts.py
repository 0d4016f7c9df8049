"""Drafts of replies (答复草稿) for the clerk who answers: from templates, precedents and the knowledge base.

A draft is never sent by itself. Each piece says where it is from; what the clerk kept of it ranks the next drafts.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class PieceKind(StrEnum):
    TEMPLATE = "template"
    PRECEDENT = "precedent"
    KNOWLEDGE = "knowledge"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece that a draft may be made of. `score` ranks it: how well it fits, times how much clerks keep of it."""

    kind: PieceKind
    key: str  # template code, number of the precedent, code of the entry
    title: str
    text: str
    source: str  # what the person is told it stands on; "" for precedents, which are nobody else's business
    url: str
    score: float
    kept: float | None  # mean share that clerks kept of it, None: never used
    used: int
    own_language: bool
    note: str = ""
    fits: bool = True  # so well that a draft begins with it; others are there to be chosen

    @property
    def mark(self) -> str:
        return f"{self.kind.value}:{self.key}"


@dataclass(frozen=True, slots=True)
class Draft:
    """Text for the clerk to edit, the pieces it is made of (chosen) and the others, all with where they are from."""

    number: str
    language: str
    language_name: str
    text: str
    chosen: tuple[Piece, ...]
    others: tuple[Piece, ...]
    outcome: str
    warnings: tuple[str, ...] = ()  # plainly: what is not there in the person's language


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    id: int
    code: str
    language: str
    title: str
    body: str
    outcome: str
    active: bool
    used: int = 0
    kept: float | None = None

    @property
    def title_id(self) -> str:
        return f"title-{self.id}"

    @property
    def body_id(self) -> str:
        return f"body-{self.id}"

    @property
    def outcome_id(self) -> str:
        return f"outcome-{self.id}"


@dataclass(frozen=True, slots=True)
class Learned:
    """What became of the drafts: how many were sent, and how much of them was kept."""

    sent: int
    kept: float | None
    by_kind: dict[str, tuple[int, float]] = field(default_factory=dict)  # kind -> (used, mean kept)


class TemplateRefused(ValueError):
    """`str()` says what to change; `field` names the value."""

    def __init__(self, field_name: str, message: str) -> None:
        super().__init__(message)
        self.field = field_name
