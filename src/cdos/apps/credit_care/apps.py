from django.apps import AppConfig


class CreditCareConfig(AppConfig):
    name = "cdos.apps.credit_care"
    label = "credit_care"

    def ready(self) -> None:
        from cdos.base.identity import api as identity
        from cdos.base.matters import api as matters
        from cdos.base.rules import api as rules
        from cdos.base.rules.contracts import Field, FieldType
        from cdos.hubs.registers import api as registers

        from . import api
        from .contracts import DEFAULT, KIND
        from .flow import FLOW
        from .logic import own, recording
        from .pages import shell

        rules.register_fields(
            [
                Field(
                    DEFAULT,
                    "信用就医逾期未还",
                    FieldType.BOOLEAN,
                    english="overdue debt of treatment on credit",
                )
            ]
        )
        recording.register()
        matters.register(FLOW, detail=api.detail)
        matters.register_eraser(kind=KIND, erase=own.erase)
        identity.register_own_data("credit_care", own.of)
        identity.register_closing("credit_care", forget=own.forget, needs=own.needs)
        registers.register_purposes("care", shell.purpose)
        shell.register()
