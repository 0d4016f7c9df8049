from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "cdos.nets.governance.enterprises"
    label = "enterprises"

    def ready(self) -> None:
        from cdos.base.identity import api as identity
        from cdos.base.matters import api as matters

        from .flow import FLOW
        from .logic import calling, own_data

        matters.register(FLOW, detail=calling.detail)
        identity.register_own_data("enterprises", own_data.of)
        identity.register_closing("enterprises", forget=own_data.forget)
