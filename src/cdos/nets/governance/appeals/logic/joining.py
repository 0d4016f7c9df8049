"""One matter, many people: joining appeals about the same, going along with the live one, and parting them again.

An appeal that is joined keeps its number, its person and its clocks, and stays open. It goes along with the unit of the live
appeal, gets its own reply when that one is replied to, and is rated on its own. `merged_into` names the appeal that it was
joined to; it counts only while the state is *merged*, so that who was sent back alone is alone.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Effect, LinkKind, MatterInfo, MoveRefused, NotAllowed, Visibility
from cdos.base.organisation.contracts import SYSTEM, Actor, Role

from ..models import Appeal
from . import dispatching, effects
from .guards import text_of
from .text import is_blank, safe

Data = dict[str, Any]
JOINED = "merged"
ENDED = ("closed", "withdrawn", "confirmed")
UNJOINED = ("received", "dispatched", "handling", "returned")
PARTERS = frozenset({Role.DISPATCHER.value, Role.SUPERVISOR.value})
DEEPEST = 50


def live_of(row: Appeal | None) -> Appeal | None:
    """The appeal that goes on: itself, or the one it was joined to in the end."""
    for _step in range(DEEPEST):
        if row is None or row.state != JOINED or not row.merged_into:
            return row
        row = Appeal.objects.filter(number=row.merged_into).first()
    return row


def by_number(number: str) -> Appeal | None:
    return Appeal.objects.filter(number=safe(number).strip().upper()).first()


def direct(numbers: Iterable[str]) -> list[Appeal]:
    """Those joined to one of these, the first filed first."""
    return list(Appeal.objects.filter(merged_into__in=list(numbers), state=JOINED).order_by("filed_at", "pk"))


def members(number: str) -> list[Appeal]:
    """All that go along with it, however they came to it."""
    return behind(number, direct)


def behind(number: str, joined: Callable[[list[str]], Iterable[Appeal]]) -> list[Appeal]:
    """All that were joined to it, or to one of those, the first filed first; `joined`: those joined to one of some."""
    found: dict[str, Appeal] = {}
    edge = [number]
    while edge:
        fresh = [row for row in joined(edge) if row.number not in found and row.number != number]
        found |= {row.number: row for row in fresh}
        edge = [row.number for row in fresh]
    return sorted(found.values(), key=lambda row: (row.filed_at, row.pk))


def together(number: str, other: str) -> bool:
    """Whether they go on as one already, whichever was joined to which."""
    with fence.everything():
        one, two = live_of(by_number(number)), live_of(by_number(other))
        known = one is not None and two is not None
        return known and one == two and number.strip().upper() != other.strip().upper()


def _locked_target(matter: MatterInfo, into: str) -> Appeal | None:
    """The live end of `into`, locked with the appeal itself in one order for all.

    Of two clerks who join A to B and B to A the second sees what the first did.
    """
    target = live_of(by_number(into))
    while target is not None:
        with fence.everything():  # the other may lie beyond the clerk's reach
            rows = Appeal.objects.filter(pk__in={matter.id, target.pk}).order_by("pk")
            list(rows.select_for_update(no_key=True).values_list("pk"))
        now = live_of(by_number(into))
        if now is None or now.pk == target.pk:
            return now
        target = now
    return None


def check_merge(matter: MatterInfo, actor: Actor, data: Data) -> None:
    target = _locked_target(matter, text_of(data, "into"))
    if target is None:
        raise MoveRefused("unknown_number", _("There is no appeal with this number."))
    if target.matter_id == matter.id:
        raise MoveRefused("same_appeal", _("An appeal cannot be joined to itself."))
    if target.state in ENDED:
        raise MoveRefused(
            "target_closed", _("The other appeal is already closed. Please choose an open one.")
        )


def merge(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """Linked as a duplicate; where it was before is kept, so that it can be parted again."""
    target = live_of(by_number(text_of(data, "into")))
    assert target is not None  # the guard saw it
    was = before_joining(matter) if matter.state == JOINED else _standing(matter)
    _change(matter, state=JOINED, merged_into=target.number)
    matters.link(actor=SYSTEM, source=matter.number, target=target.number, kind=LinkKind.DUPLICATE)
    return Effect(data={"into": target.number, "was": was})


def _standing(matter: MatterInfo) -> Data:
    return {"state": matter.state, "unit": matter.holder_unit, "account": matter.holder_account}


def before_joining(matter: MatterInfo) -> Data:
    """State, unit and person from before the last joining."""
    lines = matters.timeline(actor=SYSTEM, number=matter.number)
    last = next((line for line in reversed(lines) if line.move == "merge" and "was" in line.data), None)
    if last is not None:
        return dict(last.data["was"])
    desk = dispatching.desk(matter.place.scope)
    return {"state": "received", "unit": desk.code if desk else matter.holder_unit, "account": None}


def _change(matter: MatterInfo, **values: Any) -> None:
    Appeal.objects.filter(matter_id=matter.id).update(updated_at=timezone.now(), **values)


def _unlinked(matter: MatterInfo) -> None:
    into = Appeal.objects.values_list("merged_into", flat=True).get(matter_id=matter.id)
    if into:
        matters.unlink(actor=SYSTEM, source=matter.number, target=into, kind=LinkKind.DUPLICATE)


def unmerge(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """As it was before it was joined; its clocks never stopped. The unit has its day to return it anew."""
    was = before_joining(matter)
    _unlinked(matter)
    now = timezone.now()
    given = {"assigned_at": now} if was["state"] == "dispatched" else {}
    _change(matter, state=was["state"], unit=was["unit"], merged_into="", **given)
    return _back(was)


def _back(was: Data) -> Effect:
    account = was.get("account")
    return Effect(
        state=was["state"],
        holder_unit=was["unit"],
        holder_account=account,
        clear_holder_account=account is None,
    )


def check_answered_together(matter: MatterInfo, actor: Actor, data: Data) -> None:
    row = Appeal.objects.only("merged_into").get(matter_id=matter.id)
    if not row.merged_into:
        raise MoveRefused("not_joined", _("It was not joined to another appeal."))


def unmerge_answered(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """The answer was another's: it is taken back, and the unit that had it before works on it again."""
    was = before_joining(matter)
    _unlinked(matter)
    unit = was["unit"] if was["state"] in ("dispatched", "handling") else matter.holder_unit
    _change(
        matter,
        state="handling",
        unit=unit,
        merged_into="",
        outcome="",
        reply="",
        evidence="",
        replied_at=None,
        solved_at=None,
    )
    return Effect(state="handling", holder_unit=unit, clear_holder_account=True)


def follow(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """To the unit of the live appeal."""
    unit = text_of(data, "unit")
    _change(matter, unit=unit)
    return Effect(holder_unit=unit, clear_holder_account=True)


def follow_first(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """Dispatched with the live appeal: its own clocks to contact and to handle begin."""
    unit, now = text_of(data, "unit"), timezone.now()
    kept = effects.on_time(matter, "dispatch")
    _change(matter, unit=unit, dispatched_at=now, assigned_at=now, dispatch_on_time=kept)
    return Effect(holder_unit=unit, clear_holder_account=True)


def reply_together(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """The reply of the live appeal, on this one's own number and clocks."""
    unit = text_of(data, "unit")
    changed = effects.reply(matter, actor, data)
    _change(matter, unit=unit)
    return Effect(state=changed.state, holder_unit=unit, clear_holder_account=True)


def promote(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """The appeal it went along with ended without an answer: it goes on by itself, where that one was."""
    row = Appeal.objects.only("dispatched_at").get(matter_id=matter.id)
    state, unit = ("handling" if row.dispatched_at else "received"), text_of(data, "unit")
    _unlinked(matter)
    _change(matter, state=state, unit=unit, merged_into="")
    return Effect(state=state, holder_unit=unit, clear_holder_account=True)


def supplement(matter: MatterInfo, actor: Actor, data: Data) -> None:
    """What a joined person adds is told to who works on the live appeal; the others do not see it."""
    effects.touch(matter, actor, data)
    if matter.state != JOINED:
        return
    with fence.everything():  # the live appeal is another person's
        target = live_of(by_number(matter.number))
        if target is None or is_blank(text_of(data, "text")) or target.number == matter.number:
            return
        with override(settings.LANGUAGE_CODE):
            said = _("%(number)s, joined to this one, adds: %(text)s") % {
                "number": matter.number,
                "text": text_of(data, "text"),
            }
        matters.comment(
            actor=Actor(name=actor.name, system=True),
            number=target.number,
            text=said[:20_000],
            visibility=Visibility.STAFF,
            to_handler=True,
        )


def part(actor: Actor, number: str, reason: str) -> MatterInfo:
    """Parted again at any time, before or after the answer. Errors as `act`."""
    matter = matters.get(actor=actor, number=number)
    if matter.state == JOINED:
        return matters.act(actor=actor, number=number, move="unmerge", data={"reason": reason})
    if not PARTERS & matters.parts_of(actor=actor, number=number):
        raise NotAllowed("desk_only", _("Only the dispatch desk and the supervisors part appeals."))
    named = Actor(account_id=actor.account_id, name=actor.name, system=True)
    return matters.act(actor=named, number=number, move="unmerge_answered", data={"reason": reason})
