"""What a move changes in the appeal's own tables, in the move's transaction."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import ClockState, Effect, MatterInfo, Urgency
from cdos.base.organisation.contracts import SYSTEM, Actor

from ..contracts import ChosenBy, Outcome, Proposal, Suggestion
from ..models import Appeal, DispatchRecord, RatingRecord
from . import dispatching, duty
from .guards import rating_of, text_of

Data = dict[str, Any]


def _change(matter: MatterInfo, **values: Any) -> None:
    Appeal.objects.filter(matter_id=matter.id).update(updated_at=timezone.now(), **values)


def on_time(matter: MatterInfo, *names: str) -> bool | None:
    """Whether the last of these clocks was or would now be kept; None where none ran."""
    found = [clock for clock in matters.clocks(actor=SYSTEM, number=matter.number) if clock.name in names]
    if not found:
        return None
    clock = max(found, key=lambda each: each.started_at)
    if clock.state in (ClockState.MET, ClockState.MISSED):
        return clock.state == ClockState.MET
    return clock.due_at is None or clock.state == ClockState.PAUSED or timezone.now() <= clock.due_at


def _urgency(data: Data) -> Urgency | None:
    value = text_of(data, "urgency")
    return Urgency(value) if value in set(Urgency) else None


def _named(data: Data, row: Appeal, actor: Actor, guessed: Suggestion | None = None) -> dict[str, Any]:
    """The duty item that staff named (or the city by itself), as columns; nothing where nobody named one."""
    code = text_of(data, "item")
    held = duty.held()
    if not code or held is None or code == row.item_code:
        return {}
    by_itself = actor.system and guessed is not None and guessed.item.code == code
    return {
        "item_code": code,
        "item_by": (ChosenBy.SUGGESTION if by_itself else ChosenBy.STAFF).value,
        "item_confidence": guessed.confidence if by_itself and guessed else 1.0,
        "item_reason": "、".join(guessed.words)[:300] if by_itself and guessed else "",
        "list_version": held.info.version,
    }


def _learn(row: Appeal, actor: Actor, code: str, guessed: Suggestion | None, how: str) -> None:
    """Say that a person chose an item, with what had been proposed, so that the next proposal can be better."""
    if actor.system or not code:
        return
    jobs.announce(
        "appeal.item_chosen",
        matter_id=row.matter_id,
        chosen=code,
        proposed=guessed.item.code if guessed else "",
        confidence=guessed.confidence if guessed else 0.0,
        by=actor.account_id,
        how=how,
    )


def _record(row: Appeal, matter: MatterInfo, actor: Actor, data: Data, now: datetime) -> dict[str, Any]:
    """Keep the dispatch with its reason and the list's version; returns the columns to change."""
    text = f"{row.title}\n{row.text}"
    guessed = dispatching.guess(text)
    changes = _named(data, row, actor, guessed)
    item_code = changes.get("item_code", row.item_code)
    with override(settings.LANGUAGE_CODE):
        proposal = dispatching.propose(text=text, item=item_code, scope=matter.place.scope)
    unit = text_of(data, "unit")
    follows = proposal.unit is not None and proposal.unit.code == unit
    item = duty.item(item_code) or (proposal.item if follows else None)
    if item is not None and not item_code:
        changes |= _suggested(proposal)
    by_itself = actor.system and guessed is not None and guessed.item.code == item_code
    DispatchRecord.objects.create(
        appeal_id=matter.id,
        at=now,
        actor_name=actor.name,
        account_id=actor.account_id,
        item_code=item.code if item else "",
        item_name=item.name if item else "",
        area=dispatching.smallest(matter.place.scope),
        unit=unit,
        proposed_unit=proposal.unit.code if proposal.unit else "",
        rule=proposal.rule if follows else dispatching.RULE_HAND,
        reason=text_of(data, "reason") or (proposal.reason if follows else ""),
        confidence=guessed.confidence if by_itself and guessed else proposal.confidence,
        list_version=proposal.version,
        automatic=actor.system,
    )
    _learn(row, actor, text_of(data, "item"), guessed, "dispatch")
    return changes


def _suggested(proposal: Proposal) -> dict[str, Any]:
    if proposal.item is None:
        return {}
    return {
        "item_code": proposal.item.code,
        "item_by": ChosenBy.SUGGESTION.value,
        "item_confidence": proposal.confidence,
        "item_reason": "、".join(proposal.words)[:300],
        "list_version": proposal.version,
    }


WAS = ("unit", "item_code", "item_by", "item_confidence", "item_reason", "list_version")


def dispatch(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """Where it was and with which item is kept, so that it can be taken back."""
    now = timezone.now()
    row = Appeal.objects.get(matter_id=matter.id)
    was = {name: getattr(row, name) for name in WAS}
    changes = _record(row, matter, actor, data, now)
    unit = text_of(data, "unit")
    kept = on_time(matter, "dispatch")
    _change(
        matter,
        state="dispatched",
        unit=unit,
        dispatched_at=now,
        assigned_at=now,
        dispatch_on_time=kept,
        **changes,
    )
    return Effect(holder_unit=unit, clear_holder_account=True, urgency=_urgency(data), data={"was": was})


def redispatch(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """The first dispatch stays what punctuality is measured by; the term to return counts from this one."""
    now = timezone.now()
    changes = _record(Appeal.objects.get(matter_id=matter.id), matter, actor, data, now)
    unit = text_of(data, "unit")
    _change(matter, state="dispatched", unit=unit, assigned_at=now, **changes)
    return Effect(holder_unit=unit, clear_holder_account=True, urgency=_urgency(data))


def undo_dispatch(matter: MatterInfo, actor: Actor, data: Data) -> None:
    """As if it had not been: unit and item of before; the matter puts its own clocks and urgency back."""
    DispatchRecord.objects.filter(appeal_id=matter.id).order_by("-id")[:1].get().delete()
    _change(
        matter,
        state="received",
        dispatched_at=None,
        assigned_at=None,
        dispatch_on_time=None,
        **_before_dispatch(matter),
    )


def _before_dispatch(matter: MatterInfo) -> dict[str, Any]:
    lines = matters.timeline(actor=SYSTEM, number=matter.number)
    last = next(line for line in reversed(lines) if line.move == "dispatch" and not line.undone)
    desk = dispatching.desk(matter.place.scope)
    found: dict[str, Any] = last.data.get("was") or {"unit": desk.code if desk else ""}
    return found


def undo_accept(matter: MatterInfo, actor: Actor, data: Data) -> None:
    _change(matter, state="dispatched")


def accept(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    _change(matter, state="handling")
    return Effect(holder_account=actor.account_id)


def contact(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """A first contact counts; under supervision, or joined to another, the state stays as it is."""
    kept = on_time(matter, "contact")
    state = matter.state if matter.state in ("supervised", "merged") else "handling"
    first = Appeal.objects.filter(matter_id=matter.id, contacted_at__isnull=True)
    first.update(contacted_at=timezone.now(), contact_on_time=kept)
    _change(matter, state=state)
    return Effect(state=state, holder_account=matter.holder_account or actor.account_id)


def take_over(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """Who had it is kept in the line: they may be away and come back."""
    _change(matter)
    return Effect(holder_account=actor.account_id, data={"from_account": matter.holder_account})


def touch(matter: MatterInfo, actor: Actor, data: Data) -> None:
    _change(matter)


def touch_state(matter: MatterInfo, actor: Actor, data: Data) -> None:
    _change(matter, state="supervised")


def classify(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    row = Appeal.objects.get(matter_id=matter.id)
    named = _named(data, row, actor)
    _change(matter, **named)
    if named:
        _learn(row, actor, text_of(data, "item"), dispatching.guess(f"{row.title}\n{row.text}"), "classify")
    return Effect(urgency=_urgency(data))


def _kept_handling(matter: MatterInfo, row: Appeal) -> bool | None:
    """Once late is late; doing it again late is late too."""
    kept = on_time(matter, "redo") if row.redo_count else on_time(matter, "handling")
    return False if row.handling_on_time is False else kept


def reply(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    row = Appeal.objects.get(matter_id=matter.id)
    now = timezone.now()
    solved = text_of(data, "outcome") == Outcome.SOLVED
    values: dict[str, Any] = {
        "state": "solved" if solved else "replied",
        "outcome": text_of(data, "outcome"),
        "reply": text_of(data, "reply"),
        "evidence": text_of(data, "evidence"),
        "replied_at": now,
        "solved_at": now if solved else None,
    }
    if matter.state != "received":
        values["handling_on_time"] = _kept_handling(matter, row)
        values["contact_on_time"] = row.contact_on_time if row.contacted_at else on_time(matter, "contact")
    else:
        values["dispatch_on_time"] = on_time(matter, "dispatch")
    _change(matter, **values)
    account = matter.holder_account or (None if matter.state == "received" else actor.account_id)
    return Effect(state=values["state"], holder_account=account)


def solve(matter: MatterInfo, actor: Actor, data: Data) -> None:
    _change(
        matter,
        state="solved",
        solved_at=timezone.now(),
        outcome=Outcome.SOLVED.value,
        evidence=text_of(data, "evidence"),
    )


def return_back(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """Back to the dispatch desk of the district."""
    desk = dispatching.desk(matter.place.scope)
    unit = desk.code if desk else matter.holder_unit
    _change(matter, state="returned", unit=unit, return_count=F("return_count") + 1)
    return Effect(holder_unit=unit, clear_holder_account=True)


def send_back(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    unit = text_of(data, "unit")
    _change(matter, state="handling", **({"unit": unit} if unit else {}))
    return Effect(holder_unit=unit or None, clear_holder_account=bool(unit))


def hand_over(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    unit = text_of(data, "unit")
    _change(matter, unit=unit)
    return Effect(holder_unit=unit, clear_holder_account=True, data={"from_unit": matter.holder_unit})


def rate(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """Satisfied: confirmed. Not satisfied: the state stays, and the door sends it back (`redo`, `escalate`)."""
    rating, now = rating_of(data), timezone.now()
    marks = {
        name: getattr(rating, name)
        for name in ("speed", "effect", "experience", "reply_quality", "satisfied")
    }
    row = Appeal.objects.only("redo_count").get(matter_id=matter.id)
    RatingRecord.objects.create(
        appeal_id=matter.id, round=row.redo_count + 1, at=now, text=rating.text, **marks
    )
    if not rating.satisfied:
        _change(matter, **marks)
        return Effect()
    _change(matter, state="confirmed", confirmed_at=now, closed_at=now, **marks)
    return Effect(state="confirmed")


def redo(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """Not solved after all: the person says so."""
    row = Appeal.objects.only("redo_count").get(matter_id=matter.id)
    _change(
        matter,
        state="supervised" if row.redo_count else "handling",
        redo_count=row.redo_count + 1,
        solved_at=None,
    )
    return Effect()


def reopen(matter: MatterInfo, actor: Actor, data: Data) -> None:
    """What was closed or confirmed is neither any more; the ratings stay as they were given."""
    _change(
        matter,
        state="handling",
        redo_count=F("redo_count") + 1,
        solved_at=None,
        confirmed_at=None,
        closed_at=None,
    )


def withdraw(matter: MatterInfo, actor: Actor, data: Data) -> None:
    _change(matter, state="withdrawn", closed_at=timezone.now())


def close(matter: MatterInfo, actor: Actor, data: Data) -> None:
    _change(matter, state="closed", closed_at=timezone.now())
