"""Where people and staff find applications."""

from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api


def register() -> None:
    web.menu.register(
        slot=web.Slot.ACCOUNT,
        key="applications",
        title=_("My applications"),
        url="applications:mine",
        icon="inbox",
        order=10,
    )
    web.menu.register(
        slot=web.Slot.STAFF,
        key="filing",
        title=_("Filing at a counter"),
        url="applications:counter",
        icon="person",
        order=1,
        visible=lambda request: api.may_assist(organisation.actor(request)),
    )
    web.menu.register(
        slot=web.Slot.STAFF,
        key="ratings",
        title=_("Ratings"),
        url="applications:ratings",
        icon="star",
        order=70,
        visible=lambda request: api.may_see_ratings(organisation.actor(request)),
    )
