"""Durable work of decisions."""

from django.utils import timezone

from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.base.rules import api as rules

from .logic import documents, drifting

DRIFT, DRIFT_OF_RULE = "decisions.drift_on", "decisions.drift_of_rule"


@jobs.task(documents.TASK, outside=True)
def read_document(reading: int) -> None:
    documents.read(reading)


@jobs.schedule("decisions.forget_readings", daily="03:10")
def forget_readings() -> None:
    documents.forget_old()


@jobs.schedule("decisions.drift", daily="02:40", queue="night")
def look_for_drift() -> None:
    """A walk over all receipts of the last months, a job for each batch; the one of the night before ends first."""
    dead = sum(one.name == DRIFT for one in jobs.dead(limit=1000))
    if jobs.figures().by_name.get(DRIFT, 0) == dead:
        jobs.enqueue(DRIFT, night=timezone.localdate().isoformat())


@jobs.task(DRIFT, queue="night", outside=True)
def look_on(night: str, before: int = 0) -> None:
    """Without a transaction of its own: each drift is kept by itself, and one that is found again is the same."""
    _new, last = drifting.look_on(before=before)
    if last:
        jobs.enqueue(DRIFT, effect_key=f"{DRIFT}:{night}:{last}", night=night, before=last)


@jobs.task(DRIFT_OF_RULE)
def look_at_rule(rule: str, before: int = 0) -> None:
    _new, last = drifting.look_on(before=before, rule=rule, registers_too=False)
    if last:
        jobs.enqueue(DRIFT_OF_RULE, rule=rule, before=last)


@jobs.subscribe(rules.LIVE_TOPIC)
def rule_changed(event: Event) -> None:
    """The registers are left alone: only the rule is another one."""
    rules.forget()
    jobs.enqueue(DRIFT_OF_RULE, rule=event.payload["code"])
