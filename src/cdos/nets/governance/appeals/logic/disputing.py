"""Whose duty it is, in dispute: what the moves of a ruling change, and what they need.

A ruling is a matter of its own (`governance/rulings`); these moves are what it does to the appeal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Effect, MatterInfo, MoveRefused
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor

from ..models import Appeal, DispatchRecord
from . import dispatching, duty, guards
from .guards import check_unit, text_of
from .text import is_blank

Data = dict[str, Any]
HELD = ("returned", "dispatched", "handling")


def last_dispatch(matter_id: int) -> DispatchRecord | None:
    return DispatchRecord.objects.filter(appeal_id=matter_id).order_by("-id").first()


@dataclass(slots=True)
class Rulings:
    """Rulings are a module above this one: it says which are open."""

    is_open: Callable[[int], bool] | None = None


RULINGS = Rulings()


def register_rulings(is_open: Callable[[int], bool]) -> None:
    RULINGS.is_open = is_open


def being_ruled(matter: MatterInfo) -> bool:
    """Handled by a backstop unit until a ruling says whose it is; a ruling that ended keeps nobody waiting."""
    last = last_dispatch(matter.id)
    meanwhile = (
        last is not None and last.rule == dispatching.RULE_MEANWHILE and last.unit == matter.holder_unit
    )
    return meanwhile and (RULINGS.is_open is None or RULINGS.is_open(matter.id))


def check_not_ruled(matter: MatterInfo, actor: Actor, data: Data) -> None:
    """Neither back nor on to another unit while a ruling is open, nor back after one."""
    if being_ruled(matter):
        raise MoveRefused(
            "ruling_open",
            _(
                "Whose duty it is waits for a ruling. Until then this unit handles it, and the ruling moves it."
            ),
        )


def check_redispatch(matter: MatterInfo, actor: Actor, data: Data) -> None:
    check_unit(matter, actor, data)
    check_not_ruled(matter, actor, data)


def check_return(matter: MatterInfo, actor: Actor, data: Data) -> None:
    check_not_ruled(matter, actor, data)
    check_return_after_ruling(matter)
    guards.check_return(matter, actor, data)


def check_return_after_ruling(matter: MatterInfo) -> None:
    last = last_dispatch(matter.id)
    if last is not None and last.rule == dispatching.RULE_RULING and last.unit == matter.holder_unit:
        raise MoveRefused(
            "ruled",
            _("A ruling gave it to your unit, so it cannot be returned. %(why)s") % {"why": last.reason},
        )


def check_dispute(matter: MatterInfo, actor: Actor, data: Data) -> None:
    proposed = text_of(data, "proposed_unit")
    if proposed == matter.holder_unit:
        raise MoveRefused("own_unit", _("Please propose another unit than your own."))
    if is_blank(text_of(data, "reason")):
        raise MoveRefused("grounds_missing", _("Please give the grounds for your view."))
    check_not_ruled(matter, actor, data)
    check_return_after_ruling(matter)


def _keep(matter: MatterInfo, actor: Actor, data: Data, rule: str) -> None:
    row = Appeal.objects.only("item_code").get(matter_id=matter.id)
    item = duty.item(text_of(data, "item") or row.item_code)
    held = duty.held()
    DispatchRecord.objects.create(
        appeal_id=matter.id,
        at=timezone.now(),
        actor_name=actor.name,
        account_id=actor.account_id,
        item_code=item.code if item else "",
        item_name=item.name if item else "",
        area=dispatching.smallest(matter.place.scope),
        unit=text_of(data, "unit"),
        proposed_unit=text_of(data, "unit"),
        rule=rule,
        reason=text_of(data, "reason"),
        list_version=held.info.version if held else 0,
        automatic=actor.account_id is None,
    )


def _dispatched(matter: MatterInfo, data: Data, **values: Any) -> Effect:
    now, unit = timezone.now(), text_of(data, "unit")
    Appeal.objects.filter(matter_id=matter.id).update(
        updated_at=now, assigned_at=now, state="dispatched", unit=unit, **values
    )
    return Effect(holder_unit=unit, clear_holder_account=True)


def _named(data: Data) -> dict[str, Any]:
    """The item that the ruling names, as columns."""
    code, held = text_of(data, "item"), duty.held()
    if not code or held is None:
        return {}
    named = {"item_code": code, "item_by": "staff", "item_confidence": 1.0, "item_reason": ""}
    return named | {"list_version": held.info.version}


def meanwhile(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """To the backstop unit, until it is ruled."""
    _keep(matter, actor, data, dispatching.RULE_MEANWHILE)
    return _dispatched(matter, data)


def ruled(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """To the unit of the ruling, with the item it names."""
    _keep(matter, actor, data, dispatching.RULE_RULING)
    return _dispatched(matter, data, **_named(data))


def ruled_here(matter: MatterInfo, actor: Actor, data: Data) -> None:
    """The unit that has it keeps it, and goes on where it is."""
    _keep(matter, actor, data, dispatching.RULE_RULING)
    Appeal.objects.filter(matter_id=matter.id).update(updated_at=timezone.now(), **_named(data))


def touched(matter: MatterInfo, actor: Actor, data: Data) -> None:
    Appeal.objects.filter(matter_id=matter.id).update(updated_at=timezone.now())


def released(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """Back to the desk: no ruling was needed."""
    desk = dispatching.desk(matter.place.scope)
    unit = desk.code if desk else matter.holder_unit
    Appeal.objects.filter(matter_id=matter.id).update(updated_at=timezone.now(), state="returned", unit=unit)
    return Effect(holder_unit=unit, clear_holder_account=True)


def act(actor: Actor, number: str, move: str, data: Data) -> MatterInfo | None:
    """A move of a ruling, in the name of who decided; None where the appeal is past being moved."""
    with fence.everything():
        matter = matters.get(actor=SYSTEM, number=number)
        states = matters.flow(matter.kind).move(move).sources
        if matter.state not in states:
            return None
        named = Actor(account_id=actor.account_id, name=actor.name, system=True)
        return matters.act(actor=named, number=number, move=move, data=data)


def backstop_of(matter: MatterInfo) -> str:
    """The unit that handles it meanwhile: the area's backstop, else the desk, else who has it."""
    scope = matter.place.scope
    area = scope.street or scope.district
    unit = organisation.find_backstop(area=area) or dispatching.desk(scope)
    return unit.code if unit else matter.holder_unit
