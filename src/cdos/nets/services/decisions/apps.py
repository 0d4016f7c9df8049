from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "cdos.nets.services.decisions"
    label = "decisions"

    def ready(self) -> None:
        from cdos.base.crypto import api as crypto
        from cdos.base.identity import api as identity
        from cdos.base.matters import api as matters
        from cdos.base.rules import api as rules

        from . import shell
        from .contracts import KIND
        from .logic import erasing, history, own_data, recording, remedies, sealing

        recording.register()
        for hook in remedies.GENERAL:
            remedies.register(hook)
        for column in sealing.COLUMNS:
            crypto.register_sealed(column)
        matters.register_eraser(kind=KIND, erase=erasing.erase)
        identity.register_own_data("decisions", own_data.of)
        identity.register_closing("decisions", forget=own_data.forget)
        rules.add_crowd(history.crowd())
        rules.add_person_reader(history.person)
        shell.register()
