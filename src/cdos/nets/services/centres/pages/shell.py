"""Where centres stand in the menus."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action
from cdos.base.web import api as web

HALLS = {"data", "office", "station"}  # functions of units: services and data, street office, station


def is_resident(request: HttpRequest) -> bool:
    actor = organisation.actor(request)
    return actor.party_id is not None and not actor.is_staff


def serves(request: HttpRequest) -> bool:
    """Of a unit that usually has a hall; without a look into the database, since every page asks."""
    units = (
        organisation.unit(code) for code in organisation.units_of(organisation.actor(request), Action.HANDLE)
    )
    return any(unit is not None and unit.function in HALLS for unit in units)


def register() -> None:
    web.menu.register(
        slot=web.Slot.ACCOUNT,
        key="appointments",
        title=_("My appointments"),
        url="centres:appointments",
        icon="calendar",
        order=2,
        visible=is_resident,
    )
    web.menu.register(
        slot=web.Slot.STAFF,
        key="counter",
        title=_("Counter"),
        url="centres:counter",
        icon="bell",
        order=1,
        visible=serves,
    )
    web.menu.register(slot=web.Slot.FOOT, key="life", title=_("Life map"), url="centres:life", order=15)
