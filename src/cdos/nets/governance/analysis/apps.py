from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "cdos.nets.governance.analysis"
    label = "analysis"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from cdos.base.ledger import api as ledger
        from cdos.base.ledger.contracts import Kind

        from .logic import reports

        ledger.register_acts(
            Kind.CHANGE,
            {
                reports.DRAFTED: _("Drafted an analysis report"),
                reports.CHANGED: _("Changed a sentence of an analysis report"),
                reports.ISSUED: _("Issued an analysis report"),
            },
        )
