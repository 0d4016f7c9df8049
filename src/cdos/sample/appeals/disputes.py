"""Two disputes of duty of the demonstration's district: one ruled, with its precedent, one that waits for its ruling."""

from cdos.base.identity import api as identity
from cdos.base.matters.contracts import Question
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.rulings import api as rulings

HOME = "440304"
RULED = {
    "unit": f"{HOME}-urban",
    "reason": "人行道上废弃线杆、线缆无产权单位认领的，由城管部门先行处置，再追究权属。",
    "holds": "yes",
    "wording": "废弃线杆",
    "level": "district",
}


def disputes() -> int:
    """How many were opened; fewer where the sample is too small to have appeals that were returned."""
    question = Question(states=("returned",), areas=(HOME,), limit=2)
    numbers = [row.matter.number for row in appeals.find(actor=SYSTEM, question=question).rows]
    opened = [rulings.opened_by_move(number=number, move="dispute") for number in numbers]
    supervisor = identity.account_by_login("supervisor")
    if len(opened) > 1 and supervisor is not None:
        rulings.decide(
            actor=organisation.actor_of_account(supervisor.id), number=opened[-1], data=dict(RULED)
        )
    return len(opened)
