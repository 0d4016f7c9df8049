"""What replies teach by themselves."""

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.nets.governance.appeals.contracts import KIND

from .logic import learning, proposing


@jobs.subscribe("matter.moved", where={"kind": {KIND}, "move": {"rate"}, "state": {"confirmed"}})
def learn(event: Event) -> None:
    """An appeal was confirmed: its reply may answer others."""
    try:
        with fence.everything():
            proposing.propose(str(event.payload["number"]))
    except LookupError:  # removed meanwhile, or the city's trial of itself
        return


@jobs.schedule("replies.forget", daily="03:55")
def forget() -> None:
    with fence.everything():
        learning.forget()
