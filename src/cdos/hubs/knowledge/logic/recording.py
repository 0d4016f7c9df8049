"""What goes into the ledger about the knowledge base."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind

from ..models import Entry

PUBLISHED, CHANGED, RETIRED = "knowledge.published", "knowledge.changed", "knowledge.retired"


def register() -> None:
    ledger.register_acts(
        Kind.RULE,
        {
            PUBLISHED: _("Put an answer of the knowledge base in force"),
            CHANGED: _("Changed an answer of the knowledge base"),
            RETIRED: _("Took an answer of the knowledge base out of force"),
        },
    )


def entry(act: str, row: Entry, *, by: int | None) -> None:
    ledger.record(
        act=act, by=by, object=f"knowledge:{row.code}:{row.language}", details={"unit": row.owner_unit}
    )
