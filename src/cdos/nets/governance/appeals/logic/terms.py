"""How long each clock of an appeal runs."""

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.matters.contracts import MatterInfo, Urgency

from ..contracts import RATING_DAYS
from ..models import Appeal
from . import contacts, duty

URGENT_DISPATCH = Term(30, TimeUnit.MINUTES)
ORDINARY_DISPATCH = Term(2, TimeUnit.HOURS)
SIGN = Term(1, TimeUnit.WORKING_DAYS)
CONTACT = Term(24, TimeUnit.HOURS)
URGENT_HANDLING = Term(24, TimeUnit.HOURS)
ORDINARY_HANDLING = Term(7, TimeUnit.WORKING_DAYS)  # where no duty item is named
REDO = Term(5, TimeUnit.WORKING_DAYS)
SUPERVISION = Term(5, TimeUnit.WORKING_DAYS)
RATING = Term(RATING_DAYS, TimeUnit.DAYS)


def dispatch(matter: MatterInfo) -> Term | None:
    """None where a unit has it: an appeal parted from another goes back there, and no desk waits for it."""
    if matter.state in ("dispatched", "handling"):
        return None
    return URGENT_DISPATCH if matter.urgency == Urgency.URGENT else ORDINARY_DISPATCH


def sign(matter: MatterInfo) -> Term | None:
    """Only while it waits to be signed for."""
    return SIGN if matter.state == "dispatched" else None


def contact(matter: MatterInfo) -> Term | None:
    """None where nobody can or may be contacted."""
    row = Appeal.objects.only("contact_allowed", "contact_sealed", *contacts.COLUMN.clear).get(
        matter_id=matter.id
    )
    if not row.contact_allowed:
        return None
    known = contacts.of(row)
    return CONTACT if matter.subject_id is not None or known.phone or known.mail else None


def handling(matter: MatterInfo) -> Term | None:
    """The term of the duty item; by urgency where none is named."""
    row = Appeal.objects.only("item_code", "list_version").get(matter_id=matter.id)
    item = duty.item(row.item_code, row.list_version or None)
    if item is not None:
        return item.handling
    return URGENT_HANDLING if matter.urgency == Urgency.URGENT else ORDINARY_HANDLING


def redo(matter: MatterInfo) -> Term | None:
    return REDO


def supervision(matter: MatterInfo) -> Term | None:
    return SUPERVISION


def rating(matter: MatterInfo) -> Term | None:
    return RATING
