from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "cdos.nets.governance.risks"
    label = "risks"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from cdos.base.ledger import api as ledger
        from cdos.base.ledger.contracts import Kind
        from cdos.base.matters import api as matters

        from .flow import FLOW
        from .logic import sentinels
        from .logic.reading import detail

        titles = {sentinels.SET: _("Set a sentinel"), sentinels.CHANGED: _("Switched a sentinel on or off")}
        ledger.register_acts(Kind.RULE, titles)
        matters.register(FLOW, detail=detail)
