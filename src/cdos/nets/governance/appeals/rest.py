"""What the REST routes take and give: small dataclasses, shaped from the contracts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

Code = Annotated[str, Field(pattern=r"^[0-9A-Za-z_.-]*$", max_length=60)]
Mark = Annotated[int, Field(ge=1, le=5)]


class FilingIn(BaseModel):
    """An appeal to file; only `text` is needed."""

    text: str = Field(description="What it is about, up to 50,000 characters.")
    title: str = Field(default="", max_length=1000)
    item: Code = Field(default="", description="Code of a duty item, see /api/appeals/items.")
    lon: float | None = Field(default=None, ge=-180, le=180, description="Degrees, WGS 84; with `lat`.")
    lat: float | None = Field(default=None, ge=-90, le=90)
    address: str = Field(default="", max_length=300)
    anonymous: bool = False
    public: bool = Field(default=False, description="Neighbours may read the text, personal data masked.")
    contact_allowed: bool = True
    contact_name: str = Field(default="", max_length=100)
    contact_phone: str = Field(default="", max_length=40)
    contact_mail: str = Field(default="", max_length=200)
    files: list[Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]+$", max_length=64)]] = Field(
        default_factory=list, max_length=20, description="Tokens from POST /files/."
    )


class MoveIn(BaseModel):
    """The values that the move needs, see `requires` of the offered move."""

    data: dict[str, str | int | bool] = Field(default_factory=dict)
    version: int | None = Field(
        default=None, ge=0, le=2**31 - 1, description="Refuse where it changed since."
    )
    files: list[Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]+$", max_length=64)]] = Field(
        default_factory=list, max_length=20
    )


class RatingIn(BaseModel):
    satisfied: bool
    speed: Mark
    effect: Mark
    experience: Mark
    reply_quality: Mark
    text: str = Field(default="", max_length=2000)
    version: int | None = Field(default=None, ge=0, le=2**31 - 1)


@dataclass(frozen=True, slots=True)
class FiledOut:
    number: str
    key: str
    created: bool
    state: str
    filed_at: datetime
    due_at: datetime | None
    tracking: str
    hints: list[str]


@dataclass(frozen=True, slots=True)
class AppealOut:
    number: str
    title: str
    state: str
    state_title: str
    phase: str
    urgency: str
    source: str
    item: str
    unit: str
    unit_name: str
    address: str
    lon: float | None
    lat: float | None
    district: str
    street: str
    community: str
    filed_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    version: int
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class PageOut:
    rows: list[AppealOut]
    next: str


@dataclass(frozen=True, slots=True)
class AppealFullOut:
    appeal: AppealOut
    reader: str
    sentence: str
    text: str
    item_name: str
    outcome: str
    reply: str
    anonymous: bool
    public: bool
    dispatched_at: datetime | None
    contacted_at: datetime | None
    replied_at: datetime | None
    solved_at: datetime | None
    confirmed_at: datetime | None
    redo_count: int
    followers: int


@dataclass(frozen=True, slots=True)
class EntryOut:
    at: datetime
    actor: str
    unit: str
    move: str
    title: str
    text: str
    from_state: str
    to_state: str


@dataclass(frozen=True, slots=True)
class RequirementOut:
    name: str
    title: str
    kind: str
    required: bool
    choices: list[str]


@dataclass(frozen=True, slots=True)
class MoveOut:
    name: str
    title: str
    requires: list[RequirementOut]
    undo_s: int


@dataclass(frozen=True, slots=True)
class ItemOut:
    code: str
    class_name: str
    group: str
    name: str
    function: str
    level: str
    urgency: str
    handling_amount: int
    handling_unit: str
    legal_basis: str
    help: str


@dataclass(frozen=True, slots=True)
class SuggestionOut:
    item: ItemOut
    confidence: float
    words: list[str]


@dataclass(frozen=True, slots=True)
class NearbyOut:
    number: str
    title: str
    text: str
    item: str
    state: str
    filed_at: datetime
    distance_m: int
    similarity: float
    followers: int


@dataclass(frozen=True, slots=True)
class ProposalOut:
    item: str
    item_name: str
    unit: str
    unit_name: str
    reason: str
    rule: str
    confidence: float
    words: list[str]
    version: int


@dataclass(frozen=True, slots=True)
class DutyListOut:
    version: int
    state: str
    effective_on: str
    items: list[ItemOut] = field(default_factory=list)
