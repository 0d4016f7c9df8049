"""Where staff find treatment on credit, and what its purpose is called where registers are asked."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api


def purpose(code: str) -> str:
    return _("Treatment on credit") if code == "agreement" else ""


def register() -> None:
    web.menu.register(
        slot=web.Slot.STAFF,
        key="care",
        title=gettext_lazy("Treatment on credit"),
        url="credit_care:desk",
        icon="heart",
        order=77,
        visible=lambda request: api.may_watch(organisation.actor(request)),
    )
