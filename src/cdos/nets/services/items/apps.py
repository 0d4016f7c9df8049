from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ItemsConfig(AppConfig):
    name = "cdos.nets.services.items"
    label = "items"

    def ready(self) -> None:
        from cdos.base.web import api as web

        from .logic import recording

        recording.register()
        web.menu.register(
            slot=web.Slot.STAFF,
            key="items",
            title=_("Items"),
            url="items:list",
            icon="file",
            order=6,
            visible=_is_editor,
        )


def _is_editor(request: HttpRequest) -> bool:
    from cdos.base.organisation import api as organisation

    from . import api

    return api.may_edit(organisation.actor(request))
