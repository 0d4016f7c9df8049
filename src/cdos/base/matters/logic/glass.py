"""Opening a matter beyond one's reach in an emergency: seen by the unit that holds it, told to who guards the person's data."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from cdos.base.fence import api as fence
from cdos.base.matters.contracts import Emergency, MatterInfo, MoveRefused, NotAllowed, Visibility
from cdos.base.matters.logic import entries, parts, recording, rows
from cdos.base.matters.models import Matter
from cdos.base.notices import api as notices
from cdos.base.notices.contracts import Telling
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor, EmergencyAccess, OrganisationRefused

OPENED = gettext_noop("Opened in an emergency")


def break_glass(*, actor: Actor, number: str, reason: str) -> MatterInfo:
    """LookupError; NotAllowed where the post does not allow it; MoveRefused with what is missing."""
    if not organisation.may(actor, Action.BREAK_GLASS):
        raise NotAllowed(
            "not_allowed", _("Your post does not allow this. Ask the unit that holds the matter.")
        )
    with fence.everything():
        matter = rows.matter(number=number)
        if parts.parts_of(actor, matter):
            raise MoveRefused("visible_already", _("This matter is in your reach; just open it."))
        try:
            opened = organisation.open_emergency(actor=actor, matter_id=matter.pk, reason=reason)
        except OrganisationRefused as refused:
            raise MoveRefused("reason_missing", str(refused)) from refused
        line = entries.Line(
            title=OPENED, text=opened.reason, visibility=Visibility.STAFF, data={"emergency": opened.id}
        )
        entries.write(matter=matter, actor=actor, line=line, now=timezone.now())
        info = rows.info_of(matter)
        recording.looked(actor, info, act=recording.EMERGENCY, purpose=opened.reason)
        _tell(matter, opened)
        return info


def guardians(matter: Matter) -> list[int]:
    """Those who guard the data of people in the matter's area, and in the whole city."""
    areas = [settings.CITY_CODE, *filter(None, (matter.district, matter.street, matter.community))]
    return organisation.holders(action=Action.GUARD, areas=areas)


def _tell(matter: Matter, opened: EmergencyAccess) -> None:
    with override(settings.LANGUAGE_CODE):
        title = _("%(who)s opened %(number)s in an emergency") % {"who": opened.name, "number": matter.number}
        body = _("Reason: %(reason)s") % {"reason": opened.reason}
        notices.tell_many(
            [
                Telling(
                    title=title, body=body, account_id=account, link="/staff/guard", key=f"glass:{opened.id}"
                )
                for account in guardians(matter)
            ]
        )


@dataclass(frozen=True, slots=True)
class _Place:
    number: str
    areas: frozenset[str]


def guarded(*, actor: Actor, limit: int = 100) -> list[Emergency]:
    """The emergencies of the areas that the actor guards, newest first; the matter by its number only."""
    areas = set(organisation.areas_of(actor, Action.GUARD))
    if not areas:
        raise NotAllowed("not_allowed", _("Only a data protection officer sees this."))
    found = organisation.emergencies(limit=limit)
    with fence.everything():
        places = {
            row[0]: _Place(row[1], frozenset({settings.CITY_CODE, *row[2:]}))
            for row in Matter.objects.filter(pk__in=[one.matter_id for one in found]).values_list(
                "pk", "number", "district", "street", "community"
            )
        }
    return [
        Emergency(access=one, number=places[one.matter_id].number)
        for one in found
        if one.matter_id in places and areas & places[one.matter_id].areas
    ]
