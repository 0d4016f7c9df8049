"""Rulings open by themselves: this listens to what happens to appeals."""

from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.nets.governance.appeals.contracts import KIND as APPEAL

from . import api

MOVES = frozenset({"return", "hand_over", "dispute"})
CLOCKS = frozenset({"sign", "dispatch"})


@jobs.subscribe("matter.moved", where={"kind": {APPEAL}, "move": MOVES})
def watch_moves(event: Event) -> None:
    api.opened_by_move(number=str(event.payload["number"]), move=str(event.payload["move"]))


@jobs.subscribe("matter.clock_overdue", where={"kind": {APPEAL}, "clock": CLOCKS})
def watch_clocks(event: Event) -> None:
    api.opened_by_timeout(number=str(event.payload["number"]))
