"""For call backs that never came: the provider is asked how an attempt stands, whatever became of its payment.

An attempt is asked for until the provider says how it ended, the older it is the more seldom: money may come at any time.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from cdos.base.fence import api as fence

from ..adapters import registry
from ..contracts import PaymentRefused, ProviderAway
from ..models import Charge
from . import settling

log = structlog.get_logger()
EXPECTED = (ProviderAway, PaymentRefused, LookupError)
LOST_AFTER = timedelta(minutes=1)
SHARE = 24  # of its age an attempt waits one such part before it is asked for again: at a day an hour
AT_ONCE = 200
ENOUGH = timedelta(seconds=45)  # a provider that answers slowly does not hold its worker longer


def ask(key: str) -> None:
    """One attempt; nothing is locked while the provider is asked. ProviderAway, PaymentRefused, LookupError."""
    with fence.everything():
        charge = Charge.objects.filter(key=key).first()
        if charge is None:
            raise LookupError(key)
        now = timezone.now()
        Charge.objects.filter(key=key).update(asked_at=now, ask_at=now + pause(now - charge.began_at))
    notice = registry.provider(charge.provider).ask(key)
    with fence.everything(), transaction.atomic():
        settling.take(charge.provider, notice)


def pause(age: timedelta) -> timedelta:
    """Until an attempt of this age is asked for again."""
    return max(LOST_AFTER, age / SHARE)


def all_open(now: datetime) -> None:
    """Attempts of which nothing was heard, who waits longest first (对账). One that fails stops none."""
    due = Q(ask_at__lt=now) | Q(ask_at=None, began_at__lt=now - LOST_AFTER)
    with fence.everything():
        order = Charge.objects.filter(due, state="open").order_by(
            F("ask_at").asc(nulls_first=True), "began_at"
        )
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
