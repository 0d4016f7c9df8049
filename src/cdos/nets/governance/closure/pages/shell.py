"""The desk's place in the staff menu."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action
from cdos.base.web import api as web


def is_supervisor(request: HttpRequest) -> bool:
    return organisation.may(organisation.actor(request), Action.SUPERVISE)


def is_worker(request: HttpRequest) -> bool:
    """Supervisors have it as a tab of the desk."""
    return organisation.may(organisation.actor(request), Action.HANDLE) and not is_supervisor(request)


def register() -> None:
    web.menu.register(
        slot=web.Slot.STAFF,
        key="promises",
        title=_("Promises"),
        url="closure:promises",
        icon="calendar",
        order=2,
        visible=is_worker,
    )
    web.menu.register(
        slot=web.Slot.STAFF,
        key="closure",
        title=_("Honest closure"),
        url="closure:desk",
        icon="check",
        order=2,
        visible=is_supervisor,
    )
