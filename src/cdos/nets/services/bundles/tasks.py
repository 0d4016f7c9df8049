"""What happens to bundles by itself: parts are handed over, applications are followed, lost work is found again."""

from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.nets.services.applications.contracts import KIND as APPLICATION

from .logic import chain, delivering, following


@jobs.task(chain.DELIVER, outside=True)
def deliver(delivery: int, tries: int) -> None:
    delivering.deliver(delivery, tries)


@jobs.subscribe("matter.moved", where={"kind": {APPLICATION}})
def application_moved(event: Event) -> None:
    following.heard(str(event.payload["number"]))


@jobs.subscribe("payment.paid")
def fee_paid(event: Event) -> None:
    following.paid(str(event.payload["number"]))


@jobs.schedule("bundles.forgotten", every_s=900)
def look_for_forgotten() -> None:
    delivering.forgotten()
