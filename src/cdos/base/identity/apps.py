from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "cdos.base.identity"
    label = "identity"

    def ready(self) -> None:
        from cdos.base.crypto import api as crypto
        from cdos.base.identity.logic import recording, vault
        from cdos.base.identity.pages.frame import install

        recording.register()
        for column in (vault.DOCUMENT, vault.PHONE, vault.MAIL):
            crypto.register_sealed(column)
        crypto.guard_first_key(vault.anything_sealed)
        install()
