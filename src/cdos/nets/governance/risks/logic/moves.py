"""What must be true before a risk moves, and what a move changes."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import Effect, MatterInfo, MoveRefused
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from ..models import Risk

Data = dict[str, Any]


def check_unit(matter: MatterInfo, actor: Actor, data: Data) -> None:
    if organisation.unit(str(data.get("unit", ""))) is None:
        raise MoveRefused("unknown_unit", _("Please choose the unit that deals with it from the list."))


def confirm(matter: MatterInfo, actor: Actor, data: Data) -> Effect | None:
    Risk.objects.filter(matter_id=matter.id).update(judged_at=timezone.now())
    return Effect(holder_unit=str(data["unit"]), clear_holder_account=True)


def end(matter: MatterInfo, actor: Actor, data: Data) -> Effect | None:
    now = timezone.now()
    row = Risk.objects.get(matter_id=matter.id)
    row.judged_at, row.over = row.judged_at or now, True
    row.save(update_fields=["judged_at", "over"])
    return None
