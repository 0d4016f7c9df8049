"""Where staff find what they keep of the guide."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api


def _may_edit(request: HttpRequest) -> bool:
    return api.may_edit(actor=organisation.actor(request))


def register() -> None:
    kept = (
        ("zones", _("Zones of the portal"), "guide:staff_zones", "map", 68),
        ("links", _("Links of other providers"), "guide:staff_links", "link", 69),
    )
    for key, title, url, icon, order in kept:
        web.menu.register(
            slot=web.Slot.STAFF, key=key, title=title, url=url, icon=icon, order=order, visible=_may_edit
        )
