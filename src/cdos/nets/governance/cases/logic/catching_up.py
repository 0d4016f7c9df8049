"""Appeals that came without an event (loaded, imported): taken newest first, a slice at a time."""

import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.nets.governance.appeals import api as appeals

from ..models import Member, Progress, Yardstick
from . import arriving, yardsticks

DAYS = 90
LOOKED_AT = 400
TAKEN = 20
SPENT_S = 1.5


def start_anew() -> None:
    """Look again from now back."""
    Progress.objects.update_or_create(id=1, defaults={"at": None, "number": 0, "done": False})


def go_on(*, spend_s: float = SPENT_S) -> int:
    """How many were taken; within about this time."""
    ends, taken = time.monotonic() + spend_s, 0
    if Progress.objects.filter(id=1, done=True).exists():
        return 0
    if not Yardstick.objects.exists():
        yardsticks.make()
    while True:
        more, finished = _slice()
        taken += more
        if finished or time.monotonic() >= ends:
            return taken


def _slice() -> tuple[int, bool]:
    now = timezone.now()
    with transaction.atomic(), fence.everything():
        row = Progress.objects.select_for_update().get_or_create(id=1)[0]
        rows = appeals.arrived_before(
            at=row.at or now, number=row.number, since=now - timedelta(days=DAYS), limit=LOOKED_AT
        )
        ids = [number for _, number in rows]
        known = set(Member.objects.filter(matter_id__in=ids).values_list("matter_id", flat=True))
        fresh = [number for number in ids if number not in known][:TAKEN]
        taken = arriving.take(fresh)
        if len(fresh) == TAKEN:  # more may follow after the last of them
            rows = rows[: ids.index(fresh[-1]) + 1]
        else:
            row.done = len(rows) < LOOKED_AT
        if rows:
            row.at, row.number = rows[-1]
        row.save()
        return taken, row.done
