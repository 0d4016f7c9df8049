"""What happens to applications by itself."""

from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused
from cdos.base.organisation.contracts import SYSTEM

from .contracts import KIND
from .logic import fees

# What a clock that has run out does.
THEN = {"supplement": "lapse", "payment": "close_unpaid", "accept": "accept"}


@jobs.subscribe("matter.clock_overdue")
def time_is_over(event: Event) -> None:
    """Nothing was handed in or paid: it is closed. Nobody said what is missing: it counts as accepted (行政许可法 32)."""
    move = THEN.get(str(event.payload.get("clock")))
    if event.payload.get("kind") != KIND or move is None:
        return
    try:
        matters.act(actor=SYSTEM, number=str(event.payload["number"]), move=move)
    except MoveRefused:  # it went on in the meantime
        return


@jobs.subscribe("matter.clock_near")
def fee_is_nearly_late(event: Event) -> None:
    if event.payload.get("kind") == KIND and event.payload.get("clock") == "payment":
        fees.remind(str(event.payload["number"]))
