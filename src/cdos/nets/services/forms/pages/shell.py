"""Where the editor of forms stands in the staff's menu."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api


def edits(request: HttpRequest) -> bool:
    return api.may_edit(organisation.actor(request))


def register() -> None:
    web.menu.register(
        slot=web.Slot.STAFF,
        key="forms",
        title=_("Forms"),
        url="forms:list",
        icon="edit",
        order=5,
        visible=edits,
    )
