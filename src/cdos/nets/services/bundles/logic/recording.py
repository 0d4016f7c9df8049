"""What the ledger keeps of bundles: who wrote and who approved them, who retried and who switched a system."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind

from ..models import Version

DRAFTED, SUBMITTED = "bundle.drafted", "bundle.submitted"
APPROVED, SENT_BACK = "bundle.approved", "bundle.sent_back"
RETRIED, SWITCHED = "bundle.retried", "bundle.system_switched"


def register() -> None:
    ledger.register_acts(
        Kind.RULE,
        {
            DRAFTED: _("Wrote a version of a bundle"),
            SUBMITTED: _("Asked for approval of a bundle"),
            APPROVED: _("Approved a bundle"),
            SENT_BACK: _("Sent a bundle back to its author"),
            RETRIED: _("Handed a part of a bundle over again"),
            SWITCHED: _("Switched a department's system of the demonstration"),
        },
    )


def version(act: str, row: Version, *, by: int | None) -> None:
    ledger.record(act=act, by=by, object=f"bundle:{row.code}:{row.version}", details={"title": row.title})


def retried(number: str, item: str, *, by: int | None) -> None:
    ledger.record(act=RETRIED, by=by, object=f"bundle_part:{number}:{item}")


def switched(department: str, away: bool, *, by: int | None) -> None:
    ledger.record(act=SWITCHED, by=by, object=f"unit:{department}", details={"away": away})
