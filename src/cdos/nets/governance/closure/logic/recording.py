"""What the ledger keeps: who judged which answer how."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

JUDGED = "closure.judged"


def register() -> None:
    ledger.register_acts(Kind.CHANGE, {JUDGED: _("Judged whether an answer is honest")})


def judged(actor: Actor, matter_id: int, verdict: str) -> None:
    ledger.record(
        act=JUDGED,
        by=actor.account_id,
        object=f"matter:{matter_id}",
        details={**organisation.standing(actor), "verdict": verdict},
    )
