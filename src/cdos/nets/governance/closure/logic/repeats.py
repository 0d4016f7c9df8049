"""Filed again after “solved”: it counts against the solution, whatever the rating was."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import LinkKind
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import Again
from cdos.nets.governance.closure.contracts import Reason
from cdos.nets.governance.closure.logic import scoring, signs
from cdos.nets.governance.closure.models import Cursor, Refiling

SETTLED = timedelta(seconds=60)  # what is younger may still have an elder neighbour whose transaction goes on
CURSOR = "refilings"
AT_ONCE = 500


def look() -> int:
    """Through the appeals filed since the last look; how many repeat a solved one."""
    cursor, _created = Cursor.objects.select_for_update().get_or_create(name=CURSOR)
    if cursor.at is None:  # the past is not gone through
        Cursor.objects.filter(name=CURSOR).update(at=timezone.now(), value=0)
        return 0
    found, (at, last) = appeals.filed_again(
        after=(cursor.at, cursor.value),
        until=timezone.now() - SETTLED,
        days=settings.REFILE_DAYS,
        radius_m=settings.REFILE_M,
        limit=AT_ONCE,
    )
    for again in found:
        count(again)
    Cursor.objects.filter(name=CURSOR).update(at=at, value=last)
    return len(found)


def count(again: Again) -> None:
    answer = scoring.last_answer(again.old_number)
    if answer is None:
        return
    _row, created = Refiling.objects.get_or_create(
        matter_id=again.old_id,
        again_id=again.new_id,
        defaults={
            "answer": answer,
            "again_number": again.new_number,
            "days": again.days,
            "distance_m": again.distance_m,
            "similarity": again.similarity,
            "same_person": again.same_person,
            "at": timezone.now(),
        },
    )
    if created:
        code = "refiled_by_same" if again.same_person else "refiled"
        signs.add(answer.pk, Reason(code, signs.WEIGHTS[code], f"{again.new_number} ({again.days})"))
        matters.link(actor=SYSTEM, source=again.new_number, target=again.old_number, kind=LinkKind.RELATED)
