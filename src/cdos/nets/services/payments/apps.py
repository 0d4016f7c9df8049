from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "cdos.nets.services.payments"
    label = "payments"

    def ready(self) -> None:
        from .logic import recording
        from .pages import shell

        recording.register()
        shell.register()
