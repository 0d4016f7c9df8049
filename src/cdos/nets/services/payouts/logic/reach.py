"""Who may see and move the money of which pools: by the unit that answers for a pool.

Who works for the unit makes batches (HANDLE), who leads it or supervises its area approves them (APPROVE), and whoever has its
figures sees (FIGURES). One person may have both powers; a batch still needs two people.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from ..contracts import PayoutRefused

SEE, MAKE, APPROVE = Action.FIGURES, Action.HANDLE, Action.APPROVE


def units(actor: Actor, action: Action) -> Collection[str] | None:
    """Codes of the units whose pools are within reach; None: all."""
    areas = organisation.areas_of(actor, action)
    if actor.system or any(found.level == "city" for found in map(organisation.area, areas) if found):
        return None
    held = {code for code, unit in organisation.units().items() if unit.area in areas}
    return held | set(organisation.units_of(actor, action))


def may(actor: Actor, action: Action) -> bool:
    return organisation.may(actor, action)


def covers(actor: Actor, action: Action, wanted: Collection[str]) -> bool:
    within = units(actor, action)
    return within is None or (bool(wanted) and set(wanted) <= set(within))


def check(actor: Actor, action: Action, wanted: Collection[str]) -> None:
    if not covers(actor, action, wanted):
        raise PayoutRefused(_("Your post does not decide about this money."))
