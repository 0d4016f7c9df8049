"""What must be true before a move of a lead, and what the move changes in the lead's own row."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Effect, LinkKind, MatterInfo, MoveRefused, Phase, Urgency
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.nets.governance.appeals import api as appeals

from ..models import Lead
from . import alike

Data = dict[str, Any]


def _text(data: Data, name: str) -> str:
    value = data.get(name)
    return value.strip() if isinstance(value, str) else ""


def _change(matter: MatterInfo, **values: Any) -> None:
    Lead.objects.filter(matter_id=matter.id).update(**values)


def check_unit(matter: MatterInfo, actor: Actor, data: Data) -> None:
    if organisation.unit(_text(data, "unit")) is None:
        raise MoveRefused("unknown_unit", _("Please choose a unit from the list."))
    item = _text(data, "item")
    if item and appeals.duty_item(code=item) is None:
        raise MoveRefused("unknown_item", _("This duty item is not in the list in force."))


def accept(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    unit, item, urgency = (_text(data, name) for name in ("unit", "item", "urgency"))
    changes = {"item": item} if item else {}
    _change(matter, state="handling", valid=True, unit=unit, **changes)
    chosen = Urgency(urgency) if urgency in set(Urgency) else None
    return Effect(holder_unit=unit, clear_holder_account=True, urgency=chosen)


def refute(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    _change(matter, state="invalid", valid=False)
    return Effect()


def check_join(matter: MatterInfo, actor: Actor, data: Data) -> None:
    """Another matter that is there for the actor, an appeal or a lead that goes on."""
    number = _text(data, "into").upper()
    if not matters.is_number(number) or number == matter.number:
        raise MoveRefused("unknown_number", _("Please give the number of another appeal or lead."))
    try:
        other = matters.get(actor=actor, number=number)
    except LookupError as missing:
        raise MoveRefused("unknown_number", _("There is no matter with this number.")) from missing
    if other.kind not in ("appeal", matter.kind):
        raise MoveRefused("other_kind", _("A lead can be joined to an appeal or to another lead only."))
    if other.phase is Phase.DONE:
        raise MoveRefused("target_closed", _("This matter is closed."))


def join(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    number = _text(data, "into").upper()
    _change(matter, state="joined", valid=True, joined_to=number)
    matters.link(actor=SYSTEM, source=matter.number, target=number, kind=LinkKind.DUPLICATE)
    return Effect()


def solve(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """Whether anybody complained by now is asked and kept at this moment, and not made up later."""
    row = Lead.objects.get(matter_id=matter.id)
    now = timezone.now()
    _change(
        matter,
        state="solved",
        solved_at=now,
        evidence=_text(data, "evidence"),
        complaint=alike.complaint(row, since=row.reported_at - alike.BEFORE, until=now),
        complaint_after="",
        looked_back_at=None,
    )
    return Effect()


def redo(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    _change(matter, state="handling", solved_at=None)
    return Effect()


def check_return(matter: MatterInfo, actor: Actor, data: Data) -> None:
    proposed = _text(data, "proposed_unit")
    if organisation.unit(proposed) is None:
        raise MoveRefused("unknown_unit", _("Please name the unit whose duty it is in your view."))
    if proposed == matter.holder_unit:
        raise MoveRefused("own_unit", _("Please propose another unit than your own."))


def return_back(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    desk = appeals.desk(scope=matter.place.scope)
    code = desk.code if desk else matter.holder_unit
    _change(matter, state="reported", valid=None, unit=code)
    return Effect(holder_unit=code, clear_holder_account=True)


def touch(state: str) -> Callable[[MatterInfo, Actor, Data], Effect]:
    """A move that changes the state only."""

    def changed(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
        _change(matter, state=state)
        return Effect()

    return changed


def lapse(number: str) -> None:
    """The time to look again is over."""
    with fence.everything():
        if Lead.objects.filter(number=number, state="solved").exists():
            matters.act(actor=SYSTEM, number=number, move="lapse")
