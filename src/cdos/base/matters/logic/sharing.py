"""What happens beside the flow: comments, hand-over, co-handlers, child matters, links, subscriptions."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cdos.base import statements
from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.matters.contracts import (
    CoHandler,
    EntryInfo,
    Filed,
    Filing,
    LinkKind,
    MatterInfo,
    MoveRefused,
    NotAllowed,
    Phase,
    Visibility,
)
from cdos.base.matters.logic import entries, filing, flows, index, linking, moving, parts, rows, texts
from cdos.base.matters.logic.clocks import Board
from cdos.base.matters.models import CoHandling, Entry, Matter, Subscription
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

LONGEST_COMMENT = 20_000
COMMENT = gettext_noop("Comment")
HANDED_OVER = gettext_noop("Handed over")
HELPER_ADDED = gettext_noop("Another unit helps")
HELPER_LEFT = gettext_noop("A unit no longer helps")
CHILD = gettext_noop("A part was given away")
GIVERS = frozenset({"lead", "dispatcher", "supervisor", "system"})
HELPED = frozenset({"holder", "dispatcher", "supervisor", "system"})


def comment(
    *,
    actor: Actor,
    number: str,
    text: str,
    visibility: Visibility = Visibility.STAFF,
    files: Sequence[str] = (),
    to_handler: bool = False,
) -> EntryInfo:
    """A word for the file or for the subject; the subject's own is always seen by the subject and staff."""
    text = texts.storable(text).strip()
    if texts.is_blank(text) and not files:
        raise MoveRefused("comment_empty", _("Please write something first."))
    if len(text) > LONGEST_COMMENT:
        raise MoveRefused(
            "text_too_long",
            _("The text is too long: at most %(most)d characters.") % {"most": LONGEST_COMMENT},
        )
    matter = rows.matter(number=number, lock=True)
    held = parts.check_may_see(actor, matter)
    by_subject = not held & parts.STAFF_PARTS
    shown = Visibility.SUBJECT if by_subject else visibility
    line = entries.Line(title=COMMENT, text=text, visibility=shown, files=tuple(files))
    entry = entries.write(matter=matter, actor=actor, line=line, now=timezone.now())
    resumed = _subject_answered(matter) if by_subject else []
    _announce_comment(matter, entry, by_subject=by_subject, to_handler=to_handler, resumed=resumed)
    return entries.info(entry, actor)


def _subject_answered(matter: Matter) -> list[str]:
    """Clocks that waited for the subject run again."""
    board = Board.of(matter, flows.flow_of(matter.kind), timezone.now())
    resumed = board.resume_for_subject()
    if resumed:
        board.save()
        matter.version += 1
        statements.update(matter, moving.SAVED)
    return resumed


def _announce_comment(
    matter: Matter, entry: Entry, *, by_subject: bool, to_handler: bool, resumed: list[str]
) -> None:
    if not matter.history:
        jobs.announce(
            "matter.commented",
            **filing.event(rows.info_of(matter)),
            entry=entry.pk,
            by_subject=by_subject,
            to_handler=to_handler,
            visibility=entry.visibility,
            resumed=resumed,
        )


def check_unit(code: str) -> None:
    if organisation.unit(code) is None:
        raise MoveRefused("unit_unknown", _("There is no such unit. Please choose one from the list."))


def check_open(matter: Matter) -> None:
    if matter.phase == Phase.DONE.value:
        raise MoveRefused("closed", _("This matter is closed."))


def check_holds(held: frozenset[str], needed: frozenset[str]) -> None:
    if not held & needed:
        raise NotAllowed(
            "not_allowed", _("Only the unit that holds the matter, or who dispatches it, may do this.")
        )


def hand_over(*, actor: Actor, number: str, unit: str, reason: str) -> MatterInfo:
    """Give the matter to another unit; state and clocks go on. A flow's own move "hand_over" goes before this."""
    matter = rows.matter(number=number)
    if any(move.name == "hand_over" for move in flows.flow_of(matter.kind).moves):
        return moving.act(actor=actor, number=number, move="hand_over", data={"unit": unit, "reason": reason})
    reason = texts.storable(reason).strip()
    if texts.is_blank(reason):
        raise MoveRefused("reason_missing", _("Please give a reason."))
    return _hand_over(actor, number, unit, reason)


def _hand_over(actor: Actor, number: str, unit: str, reason: str) -> MatterInfo:
    matter = rows.matter(number=number, lock=True)
    check_holds(parts.check_may_see(actor, matter), GIVERS)
    check_open(matter)
    check_unit(unit)
    if unit == matter.department:
        raise MoveRefused("unit_same", _("This unit holds the matter already."))
    before = rows.info_of(matter)
    matter.department, matter.holder_account = unit, None
    matter.version += 1
    statements.update(matter, moving.SAVED)
    line = entries.Line(
        title=HANDED_OVER,
        move="hand_over",
        text=reason,
        visibility=Visibility.STAFF,
        from_state=matter.state,
        to_state=matter.state,
        data={"from_unit": before.holder_unit, "unit": unit},
    )
    entry = entries.write(matter=matter, actor=actor, line=line, now=timezone.now())
    index.relabel(matter)
    moving.announce(matter, entry_id=entry.pk, before=before, move="hand_over")
    return rows.info_of(matter)


def return_back(*, actor: Actor, number: str, grounds: str, proposed_unit: str) -> MatterInfo:
    """Give the matter back with grounds and a proposed owner, by the flow's move "return"."""
    matter = rows.matter(number=number)
    if all(move.name != "return" for move in flows.flow_of(matter.kind).moves):
        raise MoveRefused("no_return", _("Matters of this kind cannot be returned."))
    check_unit(proposed_unit)
    data = {"grounds": grounds, "reason": grounds, "proposed_unit": proposed_unit, "unit": proposed_unit}
    return moving.act(actor=actor, number=number, move="return", data=data)


def add_co_handler(*, actor: Actor, number: str, unit: str, reason: str = "") -> list[CoHandler]:
    """A unit that helps (协办) sees and comments; adding it twice changes nothing."""
    matter = rows.matter(number=number, lock=True)
    check_holds(parts.check_may_see(actor, matter), HELPED)
    check_open(matter)
    check_unit(unit)
    if unit == matter.department:
        raise MoveRefused("unit_same", _("This unit holds the matter already."))
    _row, created = CoHandling.objects.get_or_create(matter=matter, unit=unit, defaults={"by": actor.name})
    if created:
        _note_helper(actor, matter, HELPER_ADDED, unit, reason)
    return co_handlers(matter)


def remove_co_handler(*, actor: Actor, number: str, unit: str, reason: str = "") -> list[CoHandler]:
    matter = rows.matter(number=number, lock=True)
    check_holds(parts.check_may_see(actor, matter), HELPED)
    gone, _kinds = CoHandling.objects.filter(matter=matter, unit=unit).delete()
    if gone:
        _note_helper(actor, matter, HELPER_LEFT, unit, reason)
    return co_handlers(matter)


def _note_helper(actor: Actor, matter: Matter, title: str, unit: str, reason: str) -> None:
    line = entries.Line(
        title=title, text=texts.storable(reason), visibility=Visibility.STAFF, data={"unit": unit}
    )
    entries.write(matter=matter, actor=actor, line=line, now=timezone.now())
    index.relabel(matter)


def co_handlers(matter: Matter) -> list[CoHandler]:
    found = statements.rows(CoHandling, "matter_id = %s::bigint ORDER BY id", [matter.pk])
    return [CoHandler(row.unit, rows.unit_name(row.unit), row.since, row.by) for row in found]


def open_child(*, actor: Actor, number: str, child: Filing, files: Sequence[str] = ()) -> Filed:
    """A part of the matter as a matter of its own, in one transaction with its link to the parent."""
    parent = rows.matter(number=number, lock=True)
    check_holds(parts.check_may_see(actor, parent), HELPED)
    check_open(parent)
    made = filing.file(actor=actor, filing=child, files=files)
    if made.created:
        linking.write(actor=actor, source=made.matter.id, target=parent.pk, kind=LinkKind.PARENT)
        line = entries.Line(title=CHILD, visibility=Visibility.STAFF, data={"child": made.matter.number})
        entries.write(matter=parent, actor=actor, line=line, now=timezone.now())
    return made


def subscribe(*, actor: Actor, number: str, party_id: int | None = None) -> bool:
    """Hear of the outcome of somebody's matter; only the system subscribes another party. False: was so before."""
    party = party_id if actor.system and party_id is not None else actor.party_id
    if party is None:
        raise NotAllowed("sign_in", _("Please sign in first."))
    with fence.everything():  # following needs the number only, and shows nothing but that there is news
        matter = rows.matter(number=number)
        return Subscription.objects.get_or_create(matter=matter, party_id=party)[1]


def unsubscribe(*, actor: Actor, number: str) -> None:
    if actor.party_id is not None:
        with fence.everything():
            Subscription.objects.filter(matter__number=number, party_id=actor.party_id).delete()


def followed(*, actor: Actor, limit: int) -> list[str]:
    if actor.party_id is None:
        return []
    mine = Subscription.objects.filter(party_id=actor.party_id).order_by("-id")
    with fence.everything():
        return list(mine.values_list("matter__number", flat=True)[:limit])
