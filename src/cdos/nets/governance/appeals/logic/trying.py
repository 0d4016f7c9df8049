"""The city tries itself: a real appeal, taken in, answered and closed by the worker, which nobody ever sees.

It goes the way of every appeal: number, clocks, search, ledger, events, job. The database hides its rows from everybody
(`fence.hidden`), and they are removed when it is closed; what is left is the mark that it went well, and how long it took.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor, HeldPost, Role
from cdos.base.vitals import api as vitals
from cdos.base.vitals.contracts import DEEP

from ..contracts import AppealFiling, Outcome, Source
from . import filing

STEP = "appeals.try_on"
ABANDONED = timedelta(minutes=10)
UNIT = "probe"  # of no organisation: it stands in no list of units


def _desk() -> Actor:
    post = HeldPost(unit=UNIT, unit_name=UNIT, role=Role.DISPATCHER, area=settings.CITY_CODE)
    return Actor(name=UNIT, posts=(post,))


def take_in() -> str:
    """File it, and queue what comes next in the same transaction; answers its number."""
    with fence.probing(), organisation.acting(SYSTEM):
        matters.remove_probes(filed_before=timezone.now() - ABANDONED)
        asked = AppealFiling(text="运行自检：受理到办结。", source=Source.PROBE)
        filed = filing.file(actor=SYSTEM, filing=asked, idempotency_key="")
        jobs.enqueue(STEP, number=filed.number, since=filed.matter.filed_at.isoformat())
        return filed.number


def go_on(number: str, since: str) -> None:
    """Answer it, close it, remove it, and mark that all of this went well."""
    with fence.probing():
        reply = {"reply": "自检答复。", "outcome": Outcome.EXPLAINED.value}
        matters.act(actor=_desk(), number=number, move="answer", data=reply)
        closed = matters.act(actor=SYSTEM, number=number, move="lapse", data={})
        if closed.closed_at is None:
            raise RuntimeError("the trial appeal did not close")
        with organisation.acting(SYSTEM):
            matters.remove_probes(filed_before=timezone.now() + ABANDONED)
    took = timezone.now() - datetime.fromisoformat(since)
    vitals.mark(DEEP, seconds=round(took.total_seconds(), 2))
