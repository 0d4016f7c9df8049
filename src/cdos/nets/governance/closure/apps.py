from django.apps import AppConfig


class ClosureConfig(AppConfig):
    name = "cdos.nets.governance.closure"
    label = "closure"

    def ready(self) -> None:
        from cdos.base.files import api as files
        from cdos.base.identity import api as identity
        from cdos.base.matters import api as matters
        from cdos.nets.governance.appeals import api as appeals
        from cdos.nets.governance.appeals.contracts import KIND

        from .logic import erasing, own_data, pictures, recording
        from .pages import panel, shell

        appeals.register_panel(panel.panel)
        recording.register()
        shell.register()
        identity.register_own_data("closure", own_data.of)
        files.register_witness(pictures.witness)
        matters.register_eraser(kind=KIND, erase=erasing.erase)
