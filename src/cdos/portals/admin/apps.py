from django.apps import AppConfig


class AdminConfig(AppConfig):
    name = "cdos.portals.admin"
    label = "administration"

    def ready(self) -> None:
        from . import shell

        shell.register()
