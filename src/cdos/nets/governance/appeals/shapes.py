"""Contracts as what the REST routes give."""

from typing import Any

from cdos.base.matters.contracts import EntryInfo, MatterInfo, OfferedMove

from .contracts import AppealView, Brief, DutyItemInfo, Filed, Nearby, Proposal
from .rest import (
    AppealFullOut,
    AppealOut,
    EntryOut,
    FiledOut,
    ItemOut,
    MoveOut,
    NearbyOut,
    ProposalOut,
    RequirementOut,
)


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
