"""What happens to payments by itself: refunds are carried out, lost call backs are asked for."""

from django.utils import timezone

from cdos.base.jobs import api as jobs

from .logic import asking, refunding


@jobs.task(refunding.TASK, outside=True)
def refund(key: str) -> None:
    refunding.carry_out(key)


@jobs.schedule("payments.reconcile", every_s=60, outside=True)
def reconcile() -> None:
    asking.all_open(timezone.now())


@jobs.schedule("payments.refunds_forgotten", every_s=900)
def look_for_forgotten() -> None:
    refunding.forgotten()
