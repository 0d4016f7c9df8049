"""What happens by itself: a bad rating of an enterprise is called back; old words go."""

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.nets.governance.appeals.contracts import KIND

from .logic import asking, calling

BAD = frozenset({"redo", "escalate"})  # what follows a rating of who is not satisfied


@jobs.subscribe("matter.moved", where={"kind": {KIND}, "move": BAD})
def call_back(event: Event) -> None:
    try:
        with fence.everything():
            calling.open_call(str(event.payload["number"]))
    except LookupError:  # removed meanwhile, or the city's trial of itself
        return


@jobs.schedule("enterprises.forget", daily="04:05")
def forget() -> None:
    with fence.everything():
        asking.forget()
