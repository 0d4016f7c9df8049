"""What must be true before a campaign moves, and what a move changes."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import Effect, MatterInfo, MoveRefused
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from ..models import Campaign, Measure
from . import effect as effects

Data = dict[str, Any]


def check_measures(matter: MatterInfo, actor: Actor, data: Data) -> None:
    if not Measure.objects.filter(campaign_id=matter.id).exists():
        raise MoveRefused("no_measure", _("Please set at least one measure with its date first."))


def check_done(matter: MatterInfo, actor: Actor, data: Data) -> None:
    check_measures(matter, actor, data)
    if Measure.objects.filter(campaign_id=matter.id, done_on=None).exists():
        raise MoveRefused("measures_open", _("Please mark every measure as done first, or take it away."))


def check_unit(matter: MatterInfo, actor: Actor, data: Data) -> None:
    if organisation.unit(str(data.get("unit", ""))) is None:
        raise MoveRefused("unknown_unit", _("Please choose a unit from the list."))


def watch(matter: MatterInfo, actor: Actor, data: Data) -> Effect | None:
    Campaign.objects.filter(matter_id=matter.id).update(done_at=timezone.now())
    return None


def again(matter: MatterInfo, actor: Actor, data: Data) -> Effect | None:
    Campaign.objects.filter(matter_id=matter.id).update(done_at=None)
    return None


def close(matter: MatterInfo, actor: Actor, data: Data) -> Effect | None:
    """The figures of this moment stay with the campaign."""
    row, now = Campaign.objects.get(matter_id=matter.id), timezone.now()
    judged = effects.judge(case=row.case_id, begun=row.begun_at, done=row.done_at, now=now)
    row.effect = {name: getattr(judged, name) for name in judged.__slots__}
    row.closed_at, row.judged = now, str(data.get("note", ""))
    row.save(update_fields=["effect", "closed_at", "judged"])
    return Effect(note=effects.words(judged))


def hand_over(matter: MatterInfo, actor: Actor, data: Data) -> Effect | None:
    return Effect(holder_unit=str(data["unit"]), clear_holder_account=True)
