from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "cdos.base.rules"
    label = "rules"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy

        from cdos.base.organisation import api as organisation
        from cdos.base.web import api as web
        from cdos.base.web.contracts import Slot

        from . import api
        from .logic import extract, recording, trying

        recording.register()
        trying.add_crowd(extract.crowd())
        web.menu.register(
            slot=Slot.STAFF,
            key="rules",
            title=gettext_lazy("Rule book"),
            url="rules:list",
            icon="list",
            order=83,
            visible=lambda request: api.may_edit(organisation.actor(request)),
        )
