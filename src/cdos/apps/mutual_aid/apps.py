from django.apps import AppConfig


class MutualAidConfig(AppConfig):
    name = "cdos.apps.mutual_aid"
    label = "mutual_aid"

    def ready(self) -> None:
        from cdos.base.identity import api as identity
        from cdos.base.rules import api as rules
        from cdos.base.rules.contracts import Field, FieldType
        from cdos.hubs.registers import api as registers
        from cdos.nets.services.payouts import api as payouts

        from .contracts import CARE, MEMBER_DAYS, OWN, PREFIX
        from .logic import granting, own, recording
        from .pages import shell

        cares = (("inpatient", "住院"), ("outpatient", "门诊"))
        rules.register_fields(
            [
                Field(
                    MEMBER_DAYS,
                    "入院前参加互助的天数",
                    FieldType.INTEGER,
                    unit="天",
                    english="days of membership",
                ),
                Field(
                    CARE,
                    "就诊类型",
                    FieldType.CHOICE,
                    cares,
                    english="kind of care",
                    english_choices=(("inpatient", "in hospital"), ("outpatient", "outpatient")),
                ),
                Field(OWN, "医保结算后个人自付", FieldType.FEN, unit="元", english="own part of the bill"),
            ]
        )
        recording.register()
        payouts.register_listener(PREFIX, granting.heard)
        identity.register_own_data("mutual_aid", own.of)
        identity.register_closing("mutual_aid", forget=own.forget, needs=own.needs)
        registers.register_purposes("mutual", shell.purpose)
        shell.register()
