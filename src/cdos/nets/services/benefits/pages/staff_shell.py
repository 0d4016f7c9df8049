"""Where staff find benefits, with how many versions wait for a second person; and the way back from the rule book."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.rules import api as rules
from cdos.base.web import api as web

from .. import api
from ..contracts import RULE
from . import staff


def visible(request: HttpRequest) -> bool:
    actor = organisation.actor(request)
    return api.may_edit(actor) or api.may_see_figures(actor)


def waiting(request: HttpRequest) -> int:
    actor = organisation.actor(request)
    return api.versions_waiting(actor=actor) if api.may_edit(actor) else 0


def register() -> None:
    rules.register_home(RULE, staff.home, api.may_write_conditions)
    web.menu.register(
        slot=web.Slot.STAFF, key="benefits", title=_("Benefits"), url="benefits:staff_list", icon="leaf",
        order=74, visible=visible, count=waiting,
    )  # fmt: skip
