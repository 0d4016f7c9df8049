from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "cdos.nets.services.applications"
    label = "applications"

    def ready(self) -> None:
        from cdos.base.crypto import api as crypto
        from cdos.base.identity import api as identity
        from cdos.base.matters import api as matters
        from cdos.hubs.registers import api as registers
        from cdos.nets.services.payments import api as payments

        from . import (
            flow,
            follow_up_flow,
            http,  # noqa: F401  adds the REST routes before the addresses are read
        )
        from .logic import erasing, fees, grading, own_data, reading, recording, vault
        from .pages import shell

        recording.register()
        crypto.register_sealed(vault.APPLICATION)
        crypto.register_sealed(vault.DRAFT)
        matters.register(flow.FLOW, detail=reading.detail)
        matters.register(follow_up_flow.FLOW, detail=grading.detail)
        matters.register_eraser(kind=flow.FLOW.kind, erase=erasing.erase)
        identity.register_own_data("applications", own_data.of)
        identity.register_closing("applications", forget=own_data.forget)
        payments.register_listener(fees.settled)
        registers.register_purposes("item", reading.purpose_title)
        shell.register()
