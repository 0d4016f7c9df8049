"""What a move of an idea needs, and what it changes in the idea's own row."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import Effect, MatterInfo, MoveRefused
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from ..models import Idea

Data = dict[str, Any]
Made = Callable[[MatterInfo, Actor, Data], Effect]


def _text(data: Data, name: str) -> str:
    value = data.get(name)
    return value.strip() if isinstance(value, str) else ""


def check_unit(matter: MatterInfo, actor: Actor, data: Data) -> None:
    if organisation.unit(_text(data, "unit")) is None:
        raise MoveRefused("unknown_unit", _("Please choose a unit from the list."))


def check_answer(matter: MatterInfo, actor: Actor, data: Data) -> None:
    if not _text(data, "answer"):
        raise MoveRefused("answer_missing", _("Please write the answer; everybody reads it."))


def open_it(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    unit = _text(data, "unit")
    Idea.objects.filter(matter_id=matter.id).update(state="open", unit=unit)
    return Effect(holder_unit=unit, clear_holder_account=True)


def answer(state: str) -> Made:
    def made(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
        Idea.objects.filter(matter_id=matter.id).update(
            state=state, answer=_text(data, "answer"), answered_at=timezone.now()
        )
        return Effect()

    return made


def touch(state: str) -> Made:
    def made(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
        Idea.objects.filter(matter_id=matter.id).update(state=state)
        return Effect()

    return made
