"""What goes into the ledger about sources of leads; matters themselves are recorded by the engine."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind

from ..models import Source

ADDED, STOPPED, STARTED, TOKEN = (
    "leads.source_added",
    "leads.source_stopped",
    "leads.source_started",
    "leads.source_token",
)


def register() -> None:
    ledger.register_acts(
        Kind.RULE,
        {
            ADDED: _("Added a source of leads"),
            STOPPED: _("Stopped a source of leads"),
            STARTED: _("Let a source of leads speak again"),
            TOKEN: _("Gave a source of leads a new token"),
        },
    )


def source(act: str, row: Source, *, by: int | None) -> None:
    ledger.record(act=act, by=by, object=f"lead_source:{row.code}", details={"name": row.name})
