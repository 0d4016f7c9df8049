"""The demonstration's switch of a department's system: off for a while, on again, and then nothing is lost or twice."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from ..contracts import BundleRefused
from ..models import Outage
from . import delivering, moment, recording

MOST_MINUTES = 24 * 60


def switch_off(actor: Actor, department: str, minutes: int) -> None:
    """BundleRefused for a unit nobody knows or a time that cannot be."""
    if organisation.unit(department) is None:
        raise BundleRefused(_("There is no such unit. Please choose one from the list."))
    if not 1 <= minutes <= MOST_MINUTES:
        raise BundleRefused(_("From one minute up to a day."))
    until = moment.now() + timedelta(minutes=minutes)
    with transaction.atomic(), fence.everything():
        Outage.objects.update_or_create(
            department=department, defaults={"until": until, "by": actor.name[:100]}
        )
        recording.switched(department, True, by=actor.account_id)


def switch_on(actor: Actor, department: str) -> int:
    """What waits for it is handed over now. How many."""
    with transaction.atomic(), fence.everything():
        Outage.objects.filter(department=department).delete()
        recording.switched(department, False, by=actor.account_id)
        return delivering.back(department)
