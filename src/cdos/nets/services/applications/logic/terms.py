"""How long each clock of an application runs.

- accept: 5 working days to say what is missing, all of it at once; after them it counts as accepted (行政许可法 32).
- promised and legal: of the item, from the day of acceptance; they stand still while the person supplements.
- supplement: 10 working days for the person to hand in what is missing.
- review: 15 working days for a lead to look at an objection again.
- payment: 15 days for the person to pay the fee; after them it is closed, and what comes later goes back.
"""

import math

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.matters.contracts import MatterInfo

from ..models import Application

ACCEPT = Term(5, TimeUnit.WORKING_DAYS)
SUPPLEMENT = Term(10, TimeUnit.WORKING_DAYS)
REVIEW = Term(15, TimeUnit.WORKING_DAYS)
PAYMENT = Term(15, TimeUnit.DAYS)
CONTACT = Term(1, TimeUnit.WORKING_DAYS)
MENDED = Term(5, TimeUnit.WORKING_DAYS)
UNITS = {"at_once": TimeUnit.WORKING_DAYS, "working_days": TimeUnit.WORKING_DAYS, "days": TimeUnit.DAYS}


def accept(matter: MatterInfo) -> Term | None:
    return ACCEPT


def promised(matter: MatterInfo) -> Term | None:
    """Not before the fee is paid: an objection that was right leads back to it where it had been given back."""
    if matter.state == "paying":
        return None
    row = Application.objects.only("promised_days", "promised_unit").get(pk=matter.id)
    return _term(row.promised_days, row.promised_unit)


def legal(matter: MatterInfo) -> Term | None:
    row = Application.objects.only("legal_days", "legal_unit").get(pk=matter.id)
    return _term(row.legal_days, row.legal_unit)


def supplement(matter: MatterInfo) -> Term | None:
    return SUPPLEMENT


def review(matter: MatterInfo) -> Term | None:
    return REVIEW


def payment(matter: MatterInfo) -> Term | None:
    """An objection that was right leads to the fee only where it had been given back."""
    return PAYMENT if matter.state == "paying" else None


def contact(matter: MatterInfo) -> Term | None:
    return CONTACT


def mended(matter: MatterInfo) -> Term | None:
    return MENDED


def _term(days: float, unit: str) -> Term | None:
    """What is to be done at once and came to a person all the same has one working day; none where nothing is promised."""
    if unit == "at_once":
        return Term(1, TimeUnit.WORKING_DAYS)
    return Term(math.ceil(days), UNITS[unit]) if days > 0 else None
