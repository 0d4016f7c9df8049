"""How long each clock of a lead runs."""

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.matters.contracts import MatterInfo, Urgency
from cdos.nets.governance.appeals import api as appeals

from ..models import Lead

URGENT = Urgency.URGENT


def judge(matter: MatterInfo) -> Term | None:
    return Term(30, TimeUnit.MINUTES) if matter.urgency == URGENT else Term(2, TimeUnit.HOURS)


def handling(matter: MatterInfo) -> Term | None:
    """The duty item's term; by urgency where none is named."""
    code = Lead.objects.values_list("item", flat=True).get(matter_id=matter.id)
    item = appeals.duty_item(code=code) if code else None
    if item is not None:
        return item.handling
    return Term(24, TimeUnit.HOURS) if matter.urgency == URGENT else Term(5, TimeUnit.WORKING_DAYS)


def check(matter: MatterInfo) -> Term | None:
    return Term(5, TimeUnit.WORKING_DAYS)
