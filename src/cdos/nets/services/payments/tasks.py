"""What happens to payments by itself: refunds are carried out, lost call backs are asked for."""

from datetime import timedelta

import structlog
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs

from . import api
from .contracts import PaymentRefused, ProviderAway
from .logic import refunding
from .models import Charge

log = structlog.get_logger()
LOST_AFTER = timedelta(minutes=1)
GIVEN_UP_AFTER = timedelta(days=2)


@jobs.task(refunding.TASK, outside=True)
def refund(key: str) -> None:
    refunding.carry_out(key)


@jobs.schedule("payments.reconcile", every_s=60)
def reconcile() -> None:
    """Attempts of which nothing was heard for a minute: the provider is asked (对账)."""
    now = timezone.now()
    with fence.everything():
        waiting = Charge.objects.filter(
            state="open", began_at__lt=now - LOST_AFTER, began_at__gt=now - GIVEN_UP_AFTER
        )
        references = list(dict.fromkeys(waiting.values_list("payment__reference", flat=True)[:200]))
    for reference in references:
        try:
            api.ask_provider(reference=reference)
        except (ProviderAway, PaymentRefused, LookupError) as away:
            log.warning("payments.not_reconciled", why=str(away))
