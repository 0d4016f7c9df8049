"""For call backs that never came: the provider is asked how an attempt stands, whatever became of its payment."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cdos.base.fence import api as fence

from ..adapters import registry
from ..contracts import PaymentRefused, ProviderAway
from ..models import Charge
from . import settling

log = structlog.get_logger()
EXPECTED = (ProviderAway, PaymentRefused, LookupError)
LOST_AFTER = timedelta(minutes=1)
GIVEN_UP_AFTER = timedelta(days=2)
AT_ONCE = 200
ENOUGH = timedelta(seconds=45)  # a provider that answers slowly does not hold its worker longer


def ask(key: str) -> None:
    """One attempt; nothing is locked while the provider is asked. ProviderAway, PaymentRefused, LookupError."""
    with fence.everything():
        charge = Charge.objects.filter(key=key).first()
        if charge is None:
            raise LookupError(key)
        Charge.objects.filter(key=key).update(asked_at=timezone.now())
    notice = registry.provider(charge.provider).ask(key)
    with fence.everything(), transaction.atomic():
        settling.take(charge.provider, notice)


def all_open(now: datetime) -> None:
    """Attempts of which nothing was heard for a minute, who was asked longest ago first (对账). One that fails stops none."""
    with fence.everything():
        waiting = Charge.objects.filter(
            state="open", began_at__lt=now - LOST_AFTER, began_at__gt=now - GIVEN_UP_AFTER
        )
        order = waiting.order_by(F("asked_at").asc(nulls_first=True), "began_at")
        keys = list(order.values_list("key", flat=True)[:AT_ONCE])
    until = timezone.now() + ENOUGH
    for key in keys:
        if timezone.now() > until:
            break
        try:
            ask(key)
        except Exception as why:
            log.warning(
                "payments.not_reconciled", charge=key, why=str(why), exc_info=not isinstance(why, EXPECTED)
            )
