from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "cdos.nets.services.benefits"
    label = "benefits"

    def ready(self) -> None:
        from cdos.base.crypto import api as crypto
        from cdos.base.identity import api as identity
        from cdos.base.matters import api as matters
        from cdos.hubs.registers import api as registers
        from cdos.nets.services.payouts import api as payouts

        from .flow import FLOW
        from .logic import checking, erasing, paying, recording, shelf, vault
        from .pages import shell, staff_shell

        recording.register()
        crypto.register_sealed(vault.SEALED)
        matters.register(FLOW, detail=checking.detail)
        matters.register_eraser(kind=FLOW.kind, erase=checking.erase)
        identity.register_own_data("benefits", erasing.own_data)
        identity.register_closing("benefits", forget=erasing.forget)
        registers.register_purposes("programme", shelf.title, lawful=True)
        shell.register()
        payouts.register_listener(paying.PREFIX, paying.heard)
        staff_shell.register()
