"""Where licences stand in the menus."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action
from cdos.base.web import api as web

from .. import api


def is_resident(request: HttpRequest) -> bool:
    actor = organisation.actor(request)
    return actor.party_id is not None and not actor.is_staff


def works(request: HttpRequest) -> bool:
    return api.may_work(actor=organisation.actor(request))


def edits(request: HttpRequest) -> bool:
    return organisation.may(organisation.actor(request), Action.EDIT_LISTS)


def register() -> None:
    web.menu.register(
        slot=web.Slot.ACCOUNT,
        key="licences",
        title=_("My licences"),
        url="licences:wallet",
        icon="shield",
        order=1,
        visible=is_resident,
    )
    web.menu.register(
        slot=web.Slot.STAFF,
        key="licences",
        title=_("Licences"),
        url="licences:desk",
        icon="shield",
        order=6,
        visible=works,
    )
    web.menu.register(
        slot=web.Slot.STAFF,
        key="licence_types",
        title=_("Types of licences"),
        url="licences:types",
        icon="shield",
        order=7,
        visible=edits,
    )
    web.menu.register(
        slot=web.Slot.FOOT, key="verify", title=_("Verify a document"), url="licences:ask", order=20
    )
