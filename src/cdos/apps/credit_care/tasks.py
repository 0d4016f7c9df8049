"""What happens to visits by itself: the bank is asked, people are reminded, what is not repaid becomes a default."""

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event

from .contracts import KIND
from .logic import agreeing, bank, levelling, reminding


@jobs.task(levelling.SEND, outside=True)
def send(key: str) -> None:
    bank.carry_out(key)


@jobs.schedule("credit_care.forgotten", every_s=120)
def look_for_forgotten() -> None:
    bank.look_for_forgotten()


@jobs.schedule("credit_care.codes", every_s=600)
def clear_codes() -> None:
    with fence.everything():
        agreeing.clear_codes()


@jobs.subscribe("matter.clock_near", where={"kind": {KIND}})
def clock_near(event: Event) -> None:
    reminding.near(str(event.payload["number"]), str(event.payload["clock"]))


@jobs.subscribe("matter.clock_overdue", where={"kind": {KIND}})
def clock_ran_out(event: Event) -> None:
    reminding.ran_out(str(event.payload["number"]), str(event.payload["clock"]))
