from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "cdos.nets.governance.appeals"
    label = "appeals"

    def ready(self) -> None:
        from cdos.base.matters import api as matters

        from . import http  # noqa: F401  adds the REST routes before the addresses are read
        from .detail import detail
        from .flow import FLOW
        from .logic import publishing, recording

        recording.register()
        matters.register(FLOW, detail=detail)
        matters.open_files(kind=FLOW.kind, check=publishing.is_public)
