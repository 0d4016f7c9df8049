"""What the ledger keeps of the zones: who wrote a version, who put it in force or sent it back."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind

from ..models import ZoneVersion

PROPOSED, APPROVED, SENT_BACK = "zone.proposed", "zone.approved", "zone.sent_back"


def register() -> None:
    ledger.register_acts(
        Kind.RULE,
        {
            PROPOSED: _("Wrote a version of a zone"),
            APPROVED: _("Put a zone in force"),
            SENT_BACK: _("Sent a zone back to its author"),
        },
    )


def zone(act: str, row: ZoneVersion, *, by: int | None) -> None:
    details = {"title": row.body.get("title", "")}
    ledger.record(act=act, by=by, object=f"zone:{row.code}:{row.version}", details=details)
