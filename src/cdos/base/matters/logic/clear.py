"""Who may see phone and mail address of the person of a matter in clear, and the record of it."""

from django.conf import settings
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import MatterInfo, MoveRefused, NotAllowed
from cdos.base.matters.logic import recording
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

MOST_WORDS = 300


def may_see_clear(actor: Actor, info: MatterInfo) -> bool:
    """By a post that grants it where the matter lies, or in the unit that holds it."""
    scope = info.place.scope
    areas = {settings.CITY_CODE, *filter(None, (scope.district, scope.street, scope.community))}
    if areas.intersection(organisation.areas_of(actor, Action.SEE_CLEAR)):
        return True
    return info.holder_unit in organisation.units_of(actor, Action.SEE_CLEAR)


def show_clear(actor: Actor, info: MatterInfo, *, purpose: str, words: str) -> None:
    """Asked before anything is shown. NotAllowed; MoveRefused without a purpose."""
    if not may_see_clear(actor, info):
        raise NotAllowed(
            "not_allowed", _("Your post does not allow this. Ask the unit that holds the matter.")
        )
    said = " ".join(words.split())[:MOST_WORDS]
    if not purpose or not said:
        raise MoveRefused("purpose_missing", _("Choose what you need it for, and say it in a few words."))
    recording.looked(actor, info, act=recording.SHOWN_CLEAR, purpose=f"{purpose}: {said}")
