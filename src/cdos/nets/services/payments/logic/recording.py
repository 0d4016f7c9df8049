"""What the ledger keeps of money: what was asked, paid and given back."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind

from ..models import Payment

OPENED, PAID, FAILED = "payment.opened", "payment.paid", "payment.failed"
ASKED_BACK, GIVEN_BACK, CANCELLED = "payment.refund_asked", "payment.refunded", "payment.cancelled"


def register() -> None:
    ledger.register_acts(
        Kind.CHANGE,
        {
            OPENED: _("Asked for a fee"),
            PAID: _("A fee was paid"),
            FAILED: _("A payment failed"),
            ASKED_BACK: _("Ordered a refund"),
            GIVEN_BACK: _("A fee was given back"),
            CANCELLED: _("Dropped a fee"),
        },
    )


def record(act: str, row: Payment, *, fen: int | None = None, by: int | None = None) -> None:
    details = {"payment": row.pk, "fen": row.fen if fen is None else fen}
    ledger.record(act=act, by=by, object=f"matter:{row.matter_id}", details=details)
