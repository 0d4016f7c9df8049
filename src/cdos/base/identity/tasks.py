"""What identity cleans up by night."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from cdos.base.crypto import api as crypto
from cdos.base.fence import api as fence
from cdos.base.identity.logic import closing, codes, devices, factors, leftovers, throttle
from cdos.base.jobs import api as jobs


@jobs.schedule("identity.forget", daily="03:20", queue="night")
def forget() -> None:
    """Codes after two days, attempts after twelve hours, sessions once they are over, what is known of them after 90 days."""
    codes.forget_old()
    devices.forget_old()
    factors.forget_spares()
    throttle.forget_old(now=timezone.now())
    Session.objects.filter(expire_date__lt=timezone.now() - timedelta(hours=1)).delete()


@jobs.schedule("identity.erase_closed", daily="03:00", queue="night")
def erase_closed() -> None:
    """Who closed the account earlier, and whose last open matter has closed since."""
    closing.erase_waiting()


SEAL_STEPS = 50


@jobs.schedule("identity.seal", daily="03:40", queue="night")
def seal() -> None:
    """What a process of an earlier release wrote in clear after the migration, and what a stopped rotation left.

    A night's share: the job is one transaction. A rotation of millions of rows is `cdos rotate-key`.
    """
    with fence.everything():
        leftovers.hide_logins()
        for column in crypto.sealed_columns():
            _share(column, crypto.seal_step)
            _share(column, crypto.reseal_step)


def _share(
    column: crypto.SealedColumn, run: Callable[[crypto.SealedColumn, int | None], crypto.Step]
) -> None:
    after: int | None = None
    for _ in range(SEAL_STEPS):
        after = run(column, after).after
        if after is None:
            break
