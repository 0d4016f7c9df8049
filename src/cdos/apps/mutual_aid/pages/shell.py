"""Where staff find the mutual aid, and what its purpose is called where registers are asked."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api


def purpose(code: str) -> str:
    return _("Mutual aid of workers") if code == "claims" else ""


def register() -> None:
    web.menu.register(
        slot=web.Slot.STAFF,
        key="mutual",
        title=gettext_lazy("Mutual aid"),
        url="mutual_aid:desk",
        icon="people",
        order=78,
        visible=lambda request: api.may_watch(organisation.actor(request)),
    )
