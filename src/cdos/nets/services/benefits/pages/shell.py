"""Where people find benefits: under their name, with how many offers wait."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api


def register() -> None:
    web.menu.register(
        slot=web.Slot.ACCOUNT,
        key="benefits",
        title=_("Benefits found for me"),
        url="benefits:home",
        icon="hand",
        order=25,
        visible=has_party,
        count=waiting,
    )


def has_party(request: HttpRequest) -> bool:
    return organisation.actor(request).party_id is not None


def waiting(request: HttpRequest) -> int:
    return len(api.waiting(actor=organisation.actor(request)))
