from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "cdos.nets.services.centres"
    label = "centres"

    def ready(self) -> None:
        from cdos.base.identity import api as identity

        from .logic import own_data, recording
        from .pages import shell

        recording.register()
        shell.register()
        identity.register_own_data("centres", own_data.of)
        identity.register_closing("centres", forget=own_data.forget)
