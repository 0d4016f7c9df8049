"""The menu's line for staff: decisions that no longer fit."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action
from cdos.base.web import api as web
from cdos.base.web.contracts import Slot

SEEN_BY = (Action.HANDLE, Action.SUPERVISE, Action.DISPATCH)


def visible(request: HttpRequest) -> bool:
    actor = organisation.actor(request)
    return any(organisation.may(actor, one) for one in SEEN_BY)


def register() -> None:
    web.menu.register(
        slot=Slot.STAFF, key="drift", title=_("Decisions that no longer fit"), url="decisions:drifts",
        icon="refresh", order=46, visible=visible,
    )  # fmt: skip
