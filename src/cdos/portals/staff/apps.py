from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "cdos.portals.staff"
    label = "staff"

    def ready(self) -> None:
        from . import shell

        shell.register()
