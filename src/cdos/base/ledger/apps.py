from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "cdos.base.ledger"
    label = "ledger"

    def ready(self) -> None:
        from cdos.base.ledger.logic import own

        own.register()
