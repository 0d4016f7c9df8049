from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "cdos.nets.governance.appeals"
    label = "appeals"

    def ready(self) -> None:
        from cdos.base.crypto import api as crypto
        from cdos.base.identity import api as identity
        from cdos.base.matters import api as matters

        from . import http  # noqa: F401  adds the REST routes before the addresses are read
        from .detail import detail
        from .flow import FLOW
        from .logic import contacts, erasing, own_data, publishing, recording

        recording.register()
        crypto.register_sealed(contacts.COLUMN)
        matters.register(FLOW, detail=detail)
        identity.register_own_data("appeals", own_data.of)
        matters.register_eraser(kind=FLOW.kind, erase=erasing.erase)
        matters.open_files(kind=FLOW.kind, check=publishing.is_public)
