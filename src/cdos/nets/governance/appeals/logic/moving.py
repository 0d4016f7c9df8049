"""Moves as people make them, with what follows by itself."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Conflict, MatterInfo, MoveRefused
from cdos.base.organisation.contracts import SYSTEM, Actor

from ..contracts import ChosenBy, Proposal, Rating
from ..models import Appeal
from . import dispatching, joining, proposing, ratedtwice, reading

SUBJECT_MOVES = frozenset({"rate", "supplement", "withdraw"})


def act(
    actor: Actor, number: str, move: str, data: dict[str, Any], version: int | None, files: Sequence[str]
) -> MatterInfo:
    """The move; a bad rating sends the appeal back in the same transaction. Joining what is joined changes nothing."""
    if move == "merge" and joining.together(number, str(data.get("into", ""))):
        return matters.get(actor=actor, number=number)
    shown = _as_shown(actor, number, move)
    try:
        matter = matters.act(actor=shown, number=number, move=move, data=data, version=version, files=files)
    except MoveRefused as refused:
        if move == "rate":
            ratedtwice.check(refused, number)
        raise
    return _after_rating(matter) if move == "rate" else matter


def _as_shown(actor: Actor, number: str, move: str) -> Actor:
    """Who appealed anonymously stays nameless in the timeline."""
    if move not in SUBJECT_MOVES or not actor.name:
        return actor
    hidden = Appeal.objects.filter(number=number.strip().upper(), anonymous=True).exists()
    return replace(actor, name="") if hidden else actor


def _after_rating(matter: MatterInfo) -> MatterInfo:
    """Not satisfied: back to the unit, the second time to supervision."""
    row = Appeal.objects.only("satisfied", "redo_count").get(matter_id=matter.id)
    if row.satisfied is not False:
        return matter
    move = "escalate" if row.redo_count else "redo"
    return matters.act(actor=SYSTEM, number=matter.number, move=move, data={})


def rate(actor: Actor, number: str, rating: Rating, version: int | None) -> MatterInfo:
    data = asdict(rating) | {"satisfied": "yes" if rating.satisfied else "no"}
    return act(actor, number, "rate", data, version, ())


def propose_for(number: str) -> Proposal:
    return proposing.propose(reading.row_of(number))


def dispatch(actor: Actor, number: str, unit: str, item: str, reason: str, version: int | None) -> MatterInfo:
    """Unit, item and reason from the proposal where they are not given; a re-dispatch needs a reason."""
    matter = matters.get(actor=actor, number=number)
    proposal = propose_for(number) if not unit else None
    if proposal is not None and proposal.unit is None:
        raise MoveRefused("no_unit", _("There is no unit to propose. Please choose one by hand."))
    chosen = unit or (proposal.unit.code if proposal and proposal.unit else "")
    named = item or (proposal.item.code if proposal and proposal.item else "")
    move = "dispatch" if matter.state == "received" else "redispatch"
    why = reason or (proposal.reason if proposal and move == "redispatch" else "")
    return act(actor, number, move, {"unit": chosen, "item": named, "reason": why}, version, ())


def dispatch_by_itself(number: str, sure_from: float | None = None) -> bool:
    """Where the city allows it: when the person picked an item, or the suggestion is sure enough."""
    with fence.everything():
        return _dispatch_by_itself(number, sure_from)


def _dispatch_by_itself(number: str, sure_from: float | None) -> bool:
    row = reading.row_of(number)
    proposal = proposing.propose(
        row, by_words=False
    )  # a place that only the text names is for a person to judge
    picked = row.item_by == ChosenBy.RESIDENT.value and sure_from is None
    least = settings.AUTO_DISPATCH_PERCENT / 100 if sure_from is None else sure_from
    guessed = sure_from is None or not proposal.named
    known = proposal.rule in (dispatching.RULE_ITEM, dispatching.RULE_PRECEDENT)
    sure = known and guessed and proposal.confidence >= least
    if row.state != "received" or row.outside or proposal.unit is None or not (picked or sure):
        return False
    data = {
        "unit": proposal.unit.code,
        "item": proposal.item.code if proposal.item else "",
        "reason": proposal.reason,
    }
    try:
        matters.act(actor=SYSTEM, number=number, move="dispatch", data=data)
    except Conflict:  # a dispatcher was quicker
        return False
    return True


def lapse(number: str) -> bool:
    """The time to rate is over: closed without a rating, and not confirmed."""
    with fence.everything():
        row = reading.row_of(number)
        if row.state not in ("replied", "solved"):
            return False
        matters.act(actor=SYSTEM, number=row.number, move="lapse", data={})
        return True


def join(actor: Actor, number: str) -> MatterInfo:
    """Follow an appeal instead of filing the same."""
    if actor.party_id is None:
        raise MoveRefused("sign_in_to_join", _("Please sign in to follow this appeal, or file your own."))
    with fence.everything():  # a neighbour's appeal, whose public face the person has seen
        row = reading.row_of(number)
        followed = matters.subscribe(actor=SYSTEM, number=row.number, party_id=actor.party_id)
        _count_followers(row, 1 if followed else 0)
        return matters.get(actor=SYSTEM, number=row.number)


def leave(actor: Actor, number: str) -> None:
    if actor.party_id is None:
        return
    with fence.everything():
        row = reading.row_of(number)
        # Subscribing tells whether the party was there before: only then one follower less is left.
        joined_now = matters.subscribe(actor=SYSTEM, number=row.number, party_id=actor.party_id)
        matters.unsubscribe(actor=actor, number=row.number)
        _count_followers(row, 0 if joined_now else -1)


def _count_followers(row: Appeal, change: int) -> None:
    if change:
        locked = Appeal.objects.select_for_update().only("followers").get(pk=row.pk)
        Appeal.objects.filter(pk=row.pk).update(followers=max(0, locked.followers + change))
