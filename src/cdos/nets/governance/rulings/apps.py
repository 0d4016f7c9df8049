from django.apps import AppConfig


class RulingsConfig(AppConfig):
    name = "cdos.nets.governance.rulings"
    label = "rulings"

    def ready(self) -> None:
        from cdos.base.matters import api as matters
        from cdos.nets.governance.appeals import api as appeals

        from .detail import detail
        from .flow import FLOW
        from .logic import deciding, erasing, precedents, recording

        recording.register()
        matters.register(FLOW, detail=detail)
        matters.register_eraser(kind=FLOW.kind, erase=erasing.erase)
        appeals.register_precedent(precedents.consult)
        appeals.register_rulings(deciding.is_open)
