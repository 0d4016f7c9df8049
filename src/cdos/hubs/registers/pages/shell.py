"""Where the pages stand in the menus."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web


def is_staff(request: HttpRequest) -> bool:
    return organisation.actor(request).is_staff


def is_person(request: HttpRequest) -> bool:
    return not organisation.actor(request).is_staff


def register() -> None:
    web.menu.register(
        slot=web.Slot.ACCOUNT,
        key="consents",
        title=_("My data and consents"),
        url="registers:consents",
        icon="hand",
        order=50,
        visible=is_person,
    )
    web.menu.register(
        slot=web.Slot.STAFF,
        key="registers",
        title=_("Registers"),
        url="registers:states",
        icon="list",
        order=6,
        visible=is_staff,
    )
