from django.apps import AppConfig


class CitizenConfig(AppConfig):
    name = "cdos.portals.citizen"
    label = "citizen"

    def ready(self) -> None:
        from . import shell

        shell.register()
