"""Where staff find what departments took and gave back."""

from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api


def register() -> None:
    web.menu.register(
        slot=web.Slot.STAFF,
        key="payments",
        title=_("Fees"),
        url="payments:settlements",
        icon="list",
        order=75,
        visible=lambda request: api.may_see_figures(organisation.actor(request)),
    )
