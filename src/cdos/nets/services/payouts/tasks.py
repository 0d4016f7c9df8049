"""What happens to payouts by itself: batches are handed to the bank, silent orders asked after, statements compared."""

from datetime import date, timedelta

import structlog
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs

from . import api
from .contracts import BankAway, BatchState
from .logic import batching, sending
from .models import Batch

log = structlog.get_logger()
FOLLOW, STATEMENT = "payouts.follow", "payouts.statement"


@jobs.task(batching.SEND, outside=True)
def send(batch_id: int) -> None:
    """A bank that is away is no fault of the job: `watch` goes on with what is left."""
    sending.send(batch_id)


@jobs.task(FOLLOW, outside=True)
def follow() -> None:
    sending.follow()


@jobs.schedule("payouts.watch", every_s=30)
def watch() -> None:
    """Somebody waits for the bank: it is asked."""
    since = timezone.now() - sending.ASK_AFTER
    with fence.everything():
        waits = sending.silent().exists()
        waits = waits or Batch.objects.filter(state=BatchState.SENDING, approved_at__lte=since).exists()
    if waits:
        jobs.enqueue(FOLLOW)


@jobs.task(STATEMENT, outside=True)
def statement(day: str) -> None:
    """With every day before it that was not read. Tried again by itself while a bank is away, and by the next morning's run."""
    try:
        read = api.reconcile_up_to(day=date.fromisoformat(day))
    except BankAway as away:
        log.warning("payouts.no_statement", day=day, why=str(away))
        raise
    log.info("payouts.reconciled", days=[one.isoformat() for one in read])


@jobs.schedule("payouts.reconcile", daily="06:30")
def reconcile() -> None:
    """Statements up to yesterday's, once the bank has closed its day."""
    day = (timezone.localdate() - timedelta(days=1)).isoformat()
    jobs.enqueue(STATEMENT, day=day, effect_key=f"{STATEMENT}:{day}")
