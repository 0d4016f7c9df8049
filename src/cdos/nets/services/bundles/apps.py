from django.apps import AppConfig


class BundlesConfig(AppConfig):
    name = "cdos.nets.services.bundles"
    label = "bundles"

    def ready(self) -> None:
        from cdos.base.crypto import api as crypto
        from cdos.base.identity import api as identity
        from cdos.base.matters import api as matters
        from cdos.hubs.registers import api as registers

        from .flow import FLOW
        from .logic import book, erasing, progress, recording, vault
        from .pages import shell

        recording.register()
        crypto.register_sealed(vault.SEALED)
        matters.register(FLOW, detail=progress.detail)
        matters.register_eraser(kind=FLOW.kind, erase=erasing.erase)
        identity.register_own_data("bundles", erasing.own_data)
        registers.register_purposes("bundle", book.title)
        shell.register()
