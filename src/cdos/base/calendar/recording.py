"""What the ledger keeps of the calendar: deadlines of the whole city hang on it."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind

CHANGED, CONFIRMED = "calendar.changed", "calendar.confirmed"


def register() -> None:
    ledger.register_acts(
        Kind.RULE,
        {CHANGED: _("Changed working days"), CONFIRMED: _("Confirmed the working days of a year")},
    )


def changed(*, by: int | None, first: date, last: date, working: bool, name: str) -> None:
    details = {"first": first.isoformat(), "last": last.isoformat(), "working": working, "reason": name}
    ledger.record(act=CHANGED, by=by, object=f"calendar:{first.year}", details=details)


def confirmed(*, by: int | None, year: int) -> None:
    ledger.record(act=CONFIRMED, by=by, object=f"calendar:{year}")
