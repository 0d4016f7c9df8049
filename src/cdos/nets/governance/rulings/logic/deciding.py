"""Views of the panel, the decision, and what follows from it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.masking.api import mask
from cdos.base.matters.contracts import Effect, MatterInfo, MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, Role
from cdos.nets.governance.appeals import api as appeals

from ..models import PanelView, PrecedentRow, Ruling
from . import precedents, recording

Data = dict[str, Any]


def speaks_for(actor: Actor, row: Ruling) -> str | None:
    """The unit of the panel whose lead the actor is; "" for a supervisor; None for who has no voice."""
    led = [post.unit for post in actor.posts if post.role is Role.LEAD and post.unit in row.units]
    if led:
        return led[0]
    return "" if actor.holds(Role.SUPERVISOR) else None


def check_view(matter: MatterInfo, actor: Actor, data: Data) -> None:
    if speaks_for(actor, Ruling.objects.get(matter_id=matter.id)) is None:
        raise NotAllowed("no_voice", _("The leads of the units in dispute and the supervisors give views."))


def view(matter: MatterInfo, actor: Actor, data: Data) -> None:
    """The last view of a unit counts."""
    row = Ruling.objects.get(matter_id=matter.id)
    unit = speaks_for(actor, row) or ""
    mine = {"account_id": actor.account_id} if not unit else {}
    PanelView.objects.filter(ruling=row, unit=unit, **mine).delete()
    PanelView.objects.create(
        ruling=row,
        unit=unit,
        account_id=actor.account_id,
        name=actor.name,
        whose=data["whose"],
        grounds=data["reason"],
        at=timezone.now(),
    )


def check_decision(matter: MatterInfo, actor: Actor, data: Data) -> None:
    item = data.get("item", "")
    if item and appeals.duty_item(code=item) is None:
        raise MoveRefused("unknown_item", _("There is no such duty item in the list in force."))
    if data["holds"] == "yes" and not (item or data.get("wording")):
        raise MoveRefused(
            "precedent_of_what",
            _("For the next ones to be known, name the duty item or the words of the problem."),
        )
    until = _until(data)
    if until is not None and until <= timezone.now():
        raise MoveRefused("until_past", _("“Until when” must lie ahead."))


def _until(data: Data) -> datetime | None:
    return datetime.fromisoformat(data["until"]) if data.get("until") else None


def decide(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """Kept, a precedent where it holds for more, and the appeal goes to the unit."""
    row = Ruling.objects.get(matter_id=matter.id)
    row.ended_at, row.unit, row.grounds, row.decided_by = (
        timezone.now(),
        data["unit"],
        data["reason"],
        actor.name,
    )
    row.save(update_fields=["ended_at", "unit", "grounds", "decided_by"])
    made = _precedent(matter, row, data) if data["holds"] == "yes" else None
    recording.decided(row, matter, made, by=actor.account_id)
    moved = _dispatch(matter, row, actor, data)
    note = "" if moved else _("The appeal is past being dispatched; the ruling holds for the next ones.")
    return Effect(note=note, data={"precedent": made.pk if made else 0})


def _precedent(matter: MatterInfo, row: Ruling, data: Data) -> PrecedentRow:
    item = appeals.duty_item(code=data.get("item", ""))
    until = _until(data)
    made = PrecedentRow.objects.create(
        number=matter.number,
        appeal=row.appeal,
        ruled_on=timezone.localdate(),
        item=item.code if item else "",
        item_name=item.name if item else "",
        wording=mask(data.get("wording", "")),
        area=_area(matter, data.get("level", "district")),
        unit=row.unit,
        grounds=mask(row.grounds),
        valid_from=timezone.localdate(),
        valid_until=timezone.localtime(until).date() if until else None,
        made_by=row.decided_by,
    )
    precedents.HELD.forget()
    return made


def _area(matter: MatterInfo, level: str) -> str:
    scope = matter.place.scope
    known = {"street": scope.street or scope.district, "district": scope.district}
    return known.get(level, "") or settings.CITY_CODE


def _dispatch(matter: MatterInfo, row: Ruling, actor: Actor, data: Data) -> bool:
    unit = organisation.unit(row.unit)
    reason = _("Ruling %(number)s: it is the duty of %(unit)s. %(grounds)s") % {
        "number": matter.number,
        "unit": unit.name if unit else row.unit,
        "grounds": row.grounds,
    }
    given = {
        "unit": row.unit,
        "item": data.get("item", ""),
        "reason": reason[:2000],
        "ruling": matter.number,
    }
    here = appeals.appeal(actor=actor, number=row.appeal).matter
    stays = here.holder_unit == row.unit and here.state in ("dispatched", "handling")
    move = "ruled_here" if stays else "ruled"
    return appeals.move_by_ruling(actor=actor, number=row.appeal, move=move, data=given) is not None


def is_open(appeal_id: int) -> bool:
    with fence.everything():
        return Ruling.objects.filter(appeal_id=appeal_id, ended_at__isnull=True).exists()


def drop(matter: MatterInfo, actor: Actor, data: Data) -> None:
    row = Ruling.objects.get(matter_id=matter.id)
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    recording.dropped(matter, by=actor.account_id)
    given = {"reason": data["reason"], "ruling": matter.number}
    appeals.move_by_ruling(actor=actor, number=row.appeal, move="released", data=given)
