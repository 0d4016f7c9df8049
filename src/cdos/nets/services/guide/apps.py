from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "cdos.nets.services.guide"
    label = "guide"

    def ready(self) -> None:
        from . import http  # noqa: F401  adds the REST routes before the addresses are read
        from .logic import recording
        from .pages import shell

        recording.register()
        shell.register()
