from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "cdos.nets.governance.ideas"
    label = "ideas"

    def ready(self) -> None:
        from cdos.base.identity import api as identity
        from cdos.base.matters import api as matters

        from .flow import FLOW
        from .logic import keeping

        matters.register(FLOW, detail=keeping.detail)
        matters.register_eraser(kind=FLOW.kind, erase=keeping.erase)
        identity.register_own_data("ideas", keeping.of_person)
