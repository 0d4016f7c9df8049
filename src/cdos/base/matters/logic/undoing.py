"""Taking the last move back: the same actor, within its seconds, when nothing happened since."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cdos.base import statements
from cdos.base.jobs import api as jobs
from cdos.base.matters.contracts import Conflict, MatterInfo, MoveRefused, NotAllowed, Visibility
from cdos.base.matters.logic import entries, filing, flows, index, rows, snapshots
from cdos.base.matters.logic.clocks import Board
from cdos.base.matters.logic.moving import SAVED
from cdos.base.matters.models import Entry, Matter
from cdos.base.organisation.contracts import Actor

UNDONE = gettext_noop("Taken back")


def undo(*, actor: Actor, number: str, entry_id: int) -> MatterInfo:
    """Take a move back. LookupError, NotAllowed, Conflict, MoveRefused."""
    matter = rows.matter(number=number, lock=True)
    entry = Entry.objects.filter(matter=matter, pk=entry_id).first()
    if entry is None:
        raise LookupError(entry_id)
    check_undo(actor, matter, entry)
    _take_back(actor, matter, entry)
    return rows.info_of(matter)


def check_undo(actor: Actor, matter: Matter, entry: Entry) -> None:
    if actor.account_id is None or actor.account_id != entry.account_id:
        raise NotAllowed("undo_not_yours", _("Only the person who did this may take it back."))
    if entry.undone or entry.undo_until is None or timezone.now() >= entry.undo_until:
        raise MoveRefused("undo_too_late", _("It is too late to take this back."))
    last = entries.latest(matter)
    if last is None or last.pk != entry.pk or matter.version != entry.version:
        raise Conflict("conflict", _("Something happened since, so this can no longer be taken back."))


def _take_back(actor: Actor, matter: Matter, entry: Entry) -> None:
    flow = flows.flow_of(matter.kind)
    held_by, now = matter.department, timezone.now()
    before = entry.before or {}
    move = next((move for move in flow.moves if move.name == entry.move), None)
    if move is not None and move.undo is not None:
        move.undo(rows.info_of(matter), actor, before["values"])
    snapshots.restore(matter, before)
    Board.of(matter, flow, now).save()
    matter.version += 1
    statements.update(matter, SAVED)
    Entry.objects.filter(pk=entry.pk).update(undone=True, undo_until=None)
    line = entries.Line(
        title=UNDONE,
        visibility=Visibility.STAFF,
        from_state=entry.to_state,
        to_state=matter.state,
        data={"undone": entry.pk, "move": entry.move},
    )
    entries.write(matter=matter, actor=actor, line=line, now=now)
    if matter.department != held_by:
        index.relabel(matter)
    jobs.announce("matter.undone", **filing.event(rows.info_of(matter)), move=entry.move, entry=entry.pk)
