"""Where people and staff find bundles."""

from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api


def register() -> None:
    web.menu.register(
        slot=web.Slot.STAFF,
        key="bundles",
        title=_("Bundles"),
        url="bundles:versions",
        icon="puzzle",
        order=66,
        visible=lambda request: api.may_edit(organisation.actor(request)),
    )
    web.menu.register(
        slot=web.Slot.STAFF,
        key="deliveries",
        title=_("Deliveries of bundles"),
        url="bundles:deliveries",
        icon="send",
        order=67,
        visible=lambda request: api.may_watch(organisation.actor(request)),
    )
