from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "cdos.nets.governance.leads"
    label = "leads"

    def ready(self) -> None:
        from cdos.base.matters import api as matters

        from . import http  # noqa: F401  adds the REST route before the addresses are read
        from .flow import FLOW
        from .logic import erasing, reading, recording

        recording.register()
        matters.register(FLOW, detail=reading.detail)
        matters.register_eraser(kind=FLOW.kind, erase=erasing.erase)
