from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "cdos.nets.services.payouts"
    label = "payouts"

    def ready(self) -> None:
        from cdos.base.crypto import api as crypto
        from cdos.base.identity import api as identity

        from .logic import own_data, recording, vault
        from .pages import shell

        recording.register()
        for column in vault.COLUMNS:
            crypto.register_sealed(column)
        identity.register_own_data("payouts", own_data.of)
        identity.register_closing("payouts", forget=own_data.forget)
        shell.register()
