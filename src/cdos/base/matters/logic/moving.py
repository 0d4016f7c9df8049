"""Making a move: the row is locked, every reason to refuse is asked, then state, clocks, line, search and event change
in one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.jobs import api as jobs
from cdos.base.matters.contracts import (
    Conflict,
    Effect,
    Flow,
    MatterInfo,
    Move,
    MoveRefused,
    NotAllowed,
    OfferedMove,
    Phase,
)
from cdos.base.matters.logic import entries, filing, flows, index, parts, rows, snapshots, values
from cdos.base.matters.logic.clocks import Board
from cdos.base.matters.logic.texts import translated
from cdos.base.matters.models import Entry, Matter
from cdos.base.organisation.contracts import SYSTEM, Actor

SAVED = (
    "state",
    "phase",
    "urgency",
    "department",
    "holder_account",
    "closed_at",
    "due_at",
    "near_at",
    "due_clock",
    "version",
)


@dataclass
class Step:
    """A move on its way: everything the pieces below need."""

    matter: Matter
    flow: Flow
    move: Move
    actor: Actor
    parts: frozenset[str]
    values: dict[str, Any]
    files: tuple[str, ...]
    now: datetime


def act(
    *,
    actor: Actor,
    number: str,
    move: str,
    data: dict[str, Any],
    version: int | None = None,
    files: Sequence[str] = (),
    for_subject: bool = False,
) -> MatterInfo:
    """Make the move. LookupError, NotAllowed, Conflict, MoveRefused (among them a wrong value)."""
    matter = rows.matter(number=number, lock=True)
    held = parts.check_may_see(actor, matter)
    if for_subject and "system" in held:
        held |= {"subject"}
    flow = flows.flow_of(matter.kind)
    spec = check_move(flow, move)
    check_part(spec, held)
    check_version(matter, version, actor, held)
    check_state(matter, spec, actor, held)
    step = Step(matter, flow, spec, actor, held, values.checked(spec, data), tuple(files), timezone.now())
    _run(step)
    return rows.info_of(matter)


def check_move(flow: Flow, name: str) -> Move:
    found = next((move for move in flow.moves if move.name == name), None)
    if found is None:
        raise MoveRefused("move_unknown", _("There is no such action for this kind of matter."))
    return found


def check_version(matter: Matter, version: int | None, actor: Actor, held: frozenset[str]) -> None:
    if version is not None and version != matter.version:
        raise Conflict("conflict", _who_was_first(matter, actor, held))


def check_state(matter: Matter, move: Move, actor: Actor, held: frozenset[str]) -> None:
    if matter.state in move.sources:
        return
    state = flows.state_of(matter.kind, matter.state)
    raise MoveRefused(
        "state",
        _("“%(move)s” is not possible now: the matter is “%(state)s”. %(last)s")
        % {
            "move": translated(move.title),
            "state": translated(state.title) if state else matter.state,
            "last": _who_was_first(matter, actor, held),
        },
    )


def check_part(move: Move, held: frozenset[str]) -> None:
    if not move.by & held:
        raise NotAllowed(
            "not_allowed", _("You may not do this here: “%(move)s”.") % {"move": translated(move.title)}
        )


def _who_was_first(matter: Matter, actor: Actor, held: frozenset[str]) -> str:
    """Of the lines that the actor may read."""
    last = entries.latest(matter, parts.visible_to(held))
    if last is None or _is_nobody_else(last, actor, held):
        return _("The matter has changed. Please look at it again.")
    return _("%(who)s was first: “%(what)s”. Please look at the matter again.") % {
        "who": entries.name_of(last) or _("Somebody"),
        "what": translated(last.title),
    }


def _is_nobody_else(last: Entry, actor: Actor, held: frozenset[str]) -> bool:
    """It was the actor, or the city by itself, or somebody whose name a resident does not read."""
    if last.account_id is None:
        return last.actor_name == SYSTEM.name or not (last.actor_name or held & parts.STAFF_PARTS)
    return last.account_id == actor.account_id


def _run(step: Step) -> None:
    matter, before = step.matter, rows.info_of(step.matter)
    if step.move.guard is not None:
        step.move.guard(before, step.actor, step.values)
    board = Board.of(matter, step.flow, step.now)
    undoing = snapshots.take(matter, board, step.values) if step.move.undo_s else None
    effect = (step.move.effect(before, step.actor, step.values) if step.move.effect else None) or Effect()
    apply(matter, step.flow, effect, step.move.target or matter.state, step.now)
    _turn_clocks(step, board)
    board.save()
    matter.version += 1
    statements.update(matter, SAVED)
    entry = entries.write(
        matter=matter, actor=step.actor, line=_line(step, effect, before, undoing), now=step.now
    )
    if matter.department != before.holder_unit:
        index.relabel(matter)
    announce(matter, entry_id=entry.pk, before=before, move=step.move.name, by_subject=_by_subject(step))


def apply(matter: Matter, flow: Flow, effect: Effect, target: str, now: datetime) -> None:
    """State, holder and urgency after the effect."""
    state = flow.state(effect.state if effect.state is not None else target)
    matter.state, matter.phase = state.name, state.phase.value
    matter.closed_at = (matter.closed_at or now) if state.phase is Phase.DONE else None
    if effect.holder_unit is not None:
        matter.department = effect.holder_unit
    if effect.clear_holder_account:
        matter.holder_account = None
    if effect.holder_account is not None:
        matter.holder_account = effect.holder_account
    if effect.urgency is not None:
        matter.urgency = effect.urgency.value


def _turn_clocks(step: Step, board: Board) -> None:
    move, matter = step.move, step.matter
    board.stop(move.stops)
    for clock in filter(None, map(board.active, move.resumes)):
        board.resume(clock)
    for clock in filter(None, map(board.active, move.pauses)):
        board.pause(clock, step.values["reason"])
    if _by_subject(step):
        board.resume_for_subject()
    if matter.phase == Phase.DONE.value:
        board.cancel_all()
        return
    after = rows.info_of(matter)
    if move.effect is not None:
        board.retime(after)  # the effect may have changed what the terms depend on
    board.start(move.starts, after)


def _by_subject(step: Step) -> bool:
    return "subject" in step.parts and "subject" in step.move.by


def _line(step: Step, effect: Effect, before: MatterInfo, undoing: dict[str, Any] | None) -> entries.Line:
    return entries.Line(
        title=step.move.title,
        move=step.move.name,
        text="\n".join(filter(None, (values.words_of(step.move, step.values), effect.note))),
        visibility=step.move.visibility,
        from_state=before.state,
        to_state=step.matter.state,
        data=step.values | effect.data,
        files=step.files,
        undo_s=step.move.undo_s,
        before=undoing,
    )


def announce(
    matter: Matter, *, entry_id: int, before: MatterInfo, move: str, by_subject: bool = False
) -> None:
    if matter.history:
        return
    info = rows.info_of(matter)
    jobs.announce(
        "matter.moved",
        **filing.event(info),
        move=move,
        entry=entry_id,
        from_state=before.state,
        phase=info.phase.value,
        from_unit=before.holder_unit,
        by_subject=by_subject,
    )


def offered(actor: Actor, matter: Matter) -> list[OfferedMove]:
    """Moves of the flow that this actor may make now, in the flow's order."""
    return open_to(parts.check_may_see(actor, matter), matter)


def open_to(held: frozenset[str], matter: Matter) -> list[OfferedMove]:
    """The moves open to who holds these parts."""
    return [
        OfferedMove(move.name, translated(move.title), move.key, move.requires, move.undo_s)
        for move in flows.flow_of(matter.kind).moves
        if matter.state in move.sources
        and move.by & held
        and (move.shown is None or move.shown(rows.info_of(matter)))
    ]
