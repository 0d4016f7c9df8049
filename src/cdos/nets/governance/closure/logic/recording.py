"""What the ledger keeps: who judged which answer how."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

JUDGED, ENROLLED, PLANNED = "closure.judged", "closure.enrolled", "closure.planned"
VISITED = "closure.visited"


def register() -> None:
    ledger.register_acts(
        Kind.CHANGE,
        {
            JUDGED: _("Judged whether an answer is honest"),
            ENROLLED: _("Made somebody an experience officer, or ended it"),
            PLANNED: _("Changed a sampling plan"),
        },
    )
    ledger.register_acts(Kind.LOOK, {VISITED: _("Opened a task to look at the place")})


def enrolled(actor: Actor, account_id: int, *, active: bool) -> None:
    details = {**organisation.standing(actor), "active": active}
    ledger.record(act=ENROLLED, by=actor.account_id, object=f"account:{account_id}", details=details)


def planned(actor: Actor, plan_id: int) -> None:
    details = organisation.standing(actor)
    ledger.record(act=PLANNED, by=actor.account_id, object=f"closure_plan:{plan_id}", details=details)


def visited(actor: Actor, matter_id: int, about: int | None) -> None:
    ledger.record(act=VISITED, by=actor.account_id, about=about, object=f"matter:{matter_id}")


def judged(actor: Actor, matter_id: int, verdict: str) -> None:
    ledger.record(
        act=JUDGED,
        by=actor.account_id,
        object=f"matter:{matter_id}",
        details={**organisation.standing(actor), "verdict": verdict},
    )
