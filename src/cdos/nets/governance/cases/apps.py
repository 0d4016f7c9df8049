from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cdos.nets.governance.cases"
    label = "cases"

    def ready(self) -> None:
        from cdos.base.matters import api as matters

        from .flow import FLOW
        from .logic.campaigns import detail

        matters.register(FLOW, detail=detail)
