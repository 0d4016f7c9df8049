"""Matters with which the city tries itself (`fence.hidden`): gone when their trial is over."""

from datetime import datetime

from cdos.base.fence import api as fence
from cdos.base.matters.logic import index
from cdos.base.matters.models import Entry, Matter
from cdos.base.search import api as search


def remove(filed_before: datetime) -> int:
    gone = Matter.objects.filter(source=fence.PROBE, filed_at__lt=filed_before)
    numbers = list(gone.values_list("pk", flat=True))
    for line in Entry.objects.filter(matter__in=numbers).values_list("pk", flat=True):
        search.remove(kind=index.ENTRY, object_id=line)
    for number in numbers:
        search.remove(kind=index.MATTER, object_id=number)
    if numbers:
        gone.delete()
    return len(numbers)
