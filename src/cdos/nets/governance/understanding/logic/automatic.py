"""Dispatches without a person what is sure enough, where the city chose so; what is not waits for one."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from cdos.base.matters.contracts import MoveRefused
from cdos.nets.governance.appeals import api as appeals

from ..models import Cursor
from . import choices

log = structlog.get_logger()
AT_ONCE = 200
SETTLED = timedelta(seconds=10)  # what is younger may still have an elder neighbour whose transaction goes on
FORGOTTEN = timedelta(minutes=5)  # switched off so long: what was filed meanwhile is left to people


def run() -> int:
    """One look at what was filed since the last; how many were dispatched. Each appeal is looked at once."""
    chosen = choices.now()
    if chosen.automatic_from is None:
        return 0
    cursor, _made = Cursor.objects.select_for_update().get_or_create(pk=1)
    now = timezone.now()
    if _made or cursor.filed_at is None or now - cursor.at > FORGOTTEN:
        cursor.filed_at, cursor.matter_id = now, 0
    after = (cursor.filed_at, cursor.matter_id)
    found = appeals.waiting_since(after=after, until=now - SETTLED, limit=AT_ONCE)
    done = sum(_dispatched(number, chosen.automatic_from) for _at, _id, number in found)
    if found:
        cursor.filed_at, cursor.matter_id, _number = found[-1]
    cursor.save()
    return done


def _dispatched(number: str, sure_from: float) -> bool:
    try:
        with override(settings.LANGUAGE_CODE):
            return appeals.dispatch_automatically(number=number, sure_from=sure_from)
    except MoveRefused as refusal:
        log.info("understanding.not_dispatched", number=number, why=str(refusal))
    except LookupError:  # removed meanwhile
        log.info("understanding.not_there", number=number)
    return False
