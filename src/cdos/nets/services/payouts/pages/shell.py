"""Where staff find what is paid out."""

from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api


def register() -> None:
    web.menu.register(
        slot=web.Slot.STAFF,
        key="payouts",
        title=_("Payouts"),
        url="payouts:desk",
        icon="send",
        order=76,
        visible=lambda request: api.may_see(organisation.actor(request)),
    )
