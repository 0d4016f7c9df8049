from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "cdos.base.ledger"
    label = "ledger"
