from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cdos.nets.governance.cases"
    label = "cases"

    def ready(self) -> None:
        from cdos.base.matters import api as matters
        from cdos.nets.governance.appeals.contracts import KIND

        from .flow import FLOW
        from .logic import arriving
        from .logic.campaigns import detail

        matters.register(FLOW, detail=detail)
        matters.register_eraser(kind=KIND, erase=arriving.forget)
