"""The same person again: how many appeals within a year, and whose supervision looks at it (10, 30, 50)."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.matters import api as matters

from ..contracts import Repeated
from ..models import Appeal

WITHIN = timedelta(days=365)
LEVELS = ((51, "city"), (30, "district"), (10, "unit"))


def of(row: Appeal, subject_id: int | None) -> Repeated:
    """By the signed-in person, or the phone that was given; nothing of who does not want to be known."""
    if row.anonymous:
        return Repeated(1, "")
    with fence.everything():  # how many, wherever they are: no word of them
        same = Q(pk=row.pk)
        if subject_id is not None:
            same |= Q(matter_id__in=matters.ids_of_subject(party_id=subject_id), anonymous=False)
        if row.contact_blind:
            same |= Q(contact_blind=bytes(row.contact_blind), anonymous=False)
        count = Appeal.objects.filter(same, filed_at__gte=timezone.now() - WITHIN).count()
    return Repeated(count, level(count))


def level(count: int) -> str:
    return next((name for least, name in LEVELS if count >= least), "")
