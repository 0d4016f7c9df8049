"""Groups are kept up to date by the worker."""

from collections.abc import Sequence

from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.nets.governance.appeals.contracts import KIND

from .logic import arriving, catching_up, refreshing, yardsticks

APPEALS = {"kind": {KIND}}


def _ids(events: Sequence[Event]) -> list[int]:
    return [int(event.payload["matter"]) for event in events]


@jobs.subscribe("matter.filed", batch=True, where=APPEALS)
def note(events: Sequence[Event]) -> None:
    """In the transaction that removes the events: once, also where the worker is killed."""
    arriving.note(_ids(events))


@jobs.schedule("cases.put", every_s=3)
def put_into_groups() -> None:
    """Many at once, and beside the events, so that no notice waits for a group."""
    arriving.take_waiting()


@jobs.subscribe("matter.moved", batch=True, where=APPEALS)
def count_anew(events: Sequence[Event]) -> None:
    arriving.changed(_ids(events))


@jobs.subscribe("matter.undone", batch=True, where=APPEALS)
def count_back(events: Sequence[Event]) -> None:
    arriving.changed(_ids(events))


@jobs.schedule("cases.refresh", every_s=15)
def refresh() -> None:
    refreshing.go_on()


@jobs.schedule("cases.catch_up", every_s=10)
def catch_up() -> None:
    """What was loaded or imported before or beside the events."""
    catching_up.go_on()


@jobs.schedule("cases.tidy", daily="03:10")
def tidy() -> None:
    """Forget, look again for what came without an event, and make a new yardstick."""
    refreshing.tidy()
    catching_up.start_anew()
    yardsticks.make()
