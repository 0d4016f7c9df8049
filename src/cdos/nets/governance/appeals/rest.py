"""What the REST routes take and give: small dataclasses, shaped from the contracts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from cdos.base.matters.contracts import EntryInfo, MatterInfo, OfferedMove

from .contracts import AppealView, Brief, DutyItemInfo, Filed, Nearby, Proposal

Code = Annotated[str, Field(pattern=r"^[0-9A-Za-z_.-]*$", max_length=60)]
Mark = Annotated[int, Field(ge=1, le=5)]


class FilingIn(BaseModel):
    """An appeal to file; only `text` is needed."""

    text: str = Field(description="What it is about, up to 50,000 characters.")
    title: str = Field(default="", max_length=1000)
    item: Code = Field(default="", description="Code of a duty item, see /api/appeals/items.")
    lon: float | None = Field(default=None, description="Degrees, WGS 84; with `lat`.")
    lat: float | None = None
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


def filed_out(filed: Filed) -> FiledOut:
    key = f"?key={filed.key}" if filed.key else ""
    return FiledOut(
        filed.number,
        filed.key,
        filed.created,
        filed.matter.state,
        filed.matter.filed_at,
        filed.matter.due_at,
        f"/track/{filed.number}{key}",
        list(filed.hints),
    )


def matter_out(matter: MatterInfo, state_title: str, item: str, excerpt: str = "") -> AppealOut:
    place = matter.place
    return AppealOut(
        number=matter.number,
        title=matter.title,
        state=matter.state,
        state_title=state_title,
        phase=matter.phase.value,
        urgency=matter.urgency.value,
        source=matter.source,
        item=item,
        unit=matter.holder_unit,
        unit_name=matter.holder_unit_name,
        address=place.address,
        lon=place.lon,
        lat=place.lat,
        district=place.scope.district,
        street=place.scope.street,
        community=place.scope.community,
        filed_at=matter.filed_at,
        due_at=matter.due_at,
        closed_at=matter.closed_at,
        version=matter.version,
        excerpt=excerpt,
    )


def brief_out(brief: Brief) -> AppealOut:
    return matter_out(brief.matter, brief.state_title, brief.item_name, brief.excerpt)


def view_out(view: AppealView) -> AppealFullOut:
    return AppealFullOut(
        appeal=matter_out(view.matter, view.state_title, view.item.code if view.item else ""),
        reader=view.reader.value,
        sentence=view.sentence,
        text=view.text,
        item_name=view.item.name if view.item else "",
        outcome=view.outcome.value if view.outcome else "",
        reply=view.reply,
        anonymous=view.anonymous,
        public=view.public,
        dispatched_at=view.dispatched_at,
        contacted_at=view.contacted_at,
        replied_at=view.replied_at,
        solved_at=view.solved_at,
        confirmed_at=view.confirmed_at,
        redo_count=view.redo_count,
        followers=view.followers,
    )


def entry_out(entry: EntryInfo) -> EntryOut:
    return EntryOut(
        entry.at,
        entry.actor_name,
        entry.actor_unit,
        entry.move,
        entry.title,
        entry.text,
        entry.from_state,
        entry.to_state,
    )


def move_out(move: OfferedMove) -> MoveOut:
    requires = [
        RequirementOut(one.name, one.title, one.kind, one.required, [name for name, _title in one.choices])
        for one in move.requires
    ]
    return MoveOut(move.name, move.title, requires, move.undo_s)


def item_out(item: DutyItemInfo) -> ItemOut:
    return ItemOut(
        item.code,
        item.class_name,
        item.group,
        item.name,
        item.function,
        item.level.value,
        item.urgency.value,
        item.handling.amount,
        item.handling.unit.value,
        item.legal_basis,
        item.help,
    )


def nearby_out(found: Nearby) -> NearbyOut:
    values: dict[str, Any] = {name: getattr(found, name) for name in NearbyOut.__slots__}
    return NearbyOut(**values)


def proposal_out(found: Proposal) -> ProposalOut:
    return ProposalOut(
        found.item.code if found.item else "",
        found.item.name if found.item else "",
        found.unit.code if found.unit else "",
        found.unit.name if found.unit else "",
        found.reason,
        found.rule,
        found.confidence,
        list(found.words),
        found.version,
    )
