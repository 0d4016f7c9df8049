"""Where understanding stands in the staff's menu."""

from types import ModuleType

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action

SECTION = _("What the text says")


def is_editor(request: HttpRequest) -> bool:
    return organisation.may(organisation.actor(request), Action.EDIT_LISTS)


def register(web: ModuleType) -> None:
    web.menu.register(
        slot=web.Slot.STAFF,
        key="understanding",
        title=_("Understanding"),
        url="understanding:models",
        icon="eye",
        order=4,
        visible=is_editor,
    )
