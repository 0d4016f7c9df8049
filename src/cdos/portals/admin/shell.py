"""The administrators' entries in the staff menu: each sees the own one."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action
from cdos.base.web import api as web


def manages_staff(request: HttpRequest) -> bool:
    return organisation.may(organisation.actor(request), Action.MANAGE_STAFF)


def manages_security(request: HttpRequest) -> bool:
    return organisation.may(organisation.actor(request), Action.MANAGE_SECURITY)


def register() -> None:
    for key, title, url, icon, order, visible in (
        ("accounts", _("Accounts of staff"), "administration:accounts", "people", 1, manages_staff),
        ("security", _("Sign-in security"), "administration:security", "lock", 1, manages_security),
    ):
        web.menu.register(
            slot=web.Slot.STAFF, key=key, title=title, url=url, icon=icon, order=order, visible=visible
        )
