"""What goes into the ledger about items."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind

SUBMITTED, PUBLISHED, RETURNED, ENDED = "items.submitted", "items.published", "items.returned", "items.ended"


def register() -> None:
    ledger.register_acts(
        Kind.RULE,
        {
            SUBMITTED: _("Submitted a version of a service item"),
            PUBLISHED: _("Published a version of a service item"),
            RETURNED: _("Sent a version of a service item back"),
            ENDED: _("Ended a service item"),
        },
    )


def record(act: str, code: str, version: int, *, by: int | None) -> None:
    ledger.record(act=act, by=by, object=f"item:{code}", details={"version": version})
