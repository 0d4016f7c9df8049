from django.apps import AppConfig


class LicencesConfig(AppConfig):
    name = "cdos.nets.services.licences"
    label = "licences"

    def ready(self) -> None:
        from cdos.base.crypto import api as crypto
        from cdos.base.files import api as files
        from cdos.base.identity import api as identity
        from cdos.base.ledger import api as ledger
        from cdos.hubs.registers import api as registers

        from .logic import own_data, papers, recording, vault
        from .logic.source import LicenceRegister
        from .pages import shell

        crypto.register_sealed(vault.COLUMN)
        files.register_guard(papers.OWNER, papers.may_read)
        recording.register()
        ledger.register_objects("licence", recording.described)
        shell.register()
        registers.add_source(LicenceRegister())
        identity.register_own_data("licences", own_data.of)
        identity.register_closing("licences", forget=own_data.forget)
