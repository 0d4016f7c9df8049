from django.apps import AppConfig


class BusinessConfig(AppConfig):
    name = "cdos.portals.business"
    label = "business"

    def ready(self) -> None:
        from . import matching

        matching.register()
