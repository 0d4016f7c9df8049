"""Durable work of decisions."""

from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.base.rules import api as rules

from .logic import documents, drifting


@jobs.task(documents.TASK, outside=True)
def read_document(reading: int) -> None:
    documents.read(reading)


@jobs.schedule("decisions.forget_readings", daily="03:10")
def forget_readings() -> None:
    documents.forget_old()


@jobs.schedule("decisions.drift", daily="02:40", queue="night")
def look_for_drift() -> None:
    drifting.look()


@jobs.task("decisions.drift_of_rule")
def look_at_rule(rule: str) -> None:
    drifting.look(rule=rule, registers_too=False)


@jobs.subscribe(rules.LIVE_TOPIC)
def rule_changed(event: Event) -> None:
    """The registers are left alone: only the rule is another one."""
    rules.forget()
    jobs.enqueue("decisions.drift_of_rule", rule=event.payload["code"])
