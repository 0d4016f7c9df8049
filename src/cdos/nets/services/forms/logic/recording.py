"""What goes into the ledger about forms: they say what people are asked."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind

from ..models import FormRow

SUBMITTED, APPROVED, GIVEN_BACK = "form.submitted", "form.approved", "form.given_back"
DISCARDED = "form.discarded"


def register() -> None:
    ledger.register_acts(
        Kind.RULE,
        {
            SUBMITTED: _("Handed in a form for approval"),
            APPROVED: _("Approved a form"),
            GIVEN_BACK: _("Sent a form back"),
            DISCARDED: _("Discarded a draft of a form"),
        },
    )


def entry(act: str, row: FormRow, *, by: int | None, note: str = "") -> None:
    details = {"why": note} if note else {}
    ledger.record(act=act, by=by, object=f"form:{row.code}:{row.version}", details=details)
