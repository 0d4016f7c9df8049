from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "cdos.hubs.registers"
    label = "registers"

    def ready(self) -> None:
        from cdos.base.crypto import api as crypto
        from cdos.base.identity import api as identity
        from cdos.base.matters import api as matters

        from .adapters import registry
        from .adapters.demo import DemoRegister, SignIn
        from .adapters.lake import LakeRegister
        from .flow import FLOW
        from .logic import correcting, fields, keeping, recording, values
        from .pages import shell

        for source in fields.sources():
            registry.add(SignIn(source) if source.code == "identity" else DemoRegister(source))
        for source in fields.lake_sources():
            registry.add(LakeRegister(source))
        recording.register()
        shell.register()
        matters.register(FLOW, detail=correcting.detail)
        matters.register_eraser(kind=FLOW.kind, erase=correcting.erase)
        for column in (values.ROWS, values.CLAIMS):
            crypto.register_sealed(column)
        identity.register_own_data("registers", keeping.of_person)
        identity.register_closing("registers", forget=keeping.forget)
