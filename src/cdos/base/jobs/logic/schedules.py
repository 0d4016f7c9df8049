"""Schedules: a due row is locked by one worker, which queues the task and moves the row on in one transaction."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cdos.base.jobs.logic import queue, registry
from cdos.base.jobs.models import Job, JobState, Schedule


def register() -> None:
    """Bring the table in line with the declared schedules; a changed rule starts anew from now."""
    now = timezone.now()
    declared = {rule.name: rule for rule in registry.rules()}
    with transaction.atomic():
        known = {row.name: row.rule for row in Schedule.objects.select_for_update().order_by("name")}
        Schedule.objects.filter(name__in=known.keys() - declared.keys()).delete()
        for name, rule in declared.items():
            if known.get(name) != str(rule):
                Schedule.objects.update_or_create(
                    name=name, defaults={"rule": str(rule), "next_at": rule.after(now)}
                )


def fire_due(*, until: datetime | None = None) -> int:
    """Queue every due task once; a task whose last run still waits is not queued again. Returns how many were due."""
    now = until or timezone.now()
    declared = {rule.name: rule for rule in registry.rules()}
    with transaction.atomic():
        _draw_near(declared, now)
        due = list(
            Schedule.objects.select_for_update(skip_locked=True).filter(next_at__lte=now, name__in=declared)
        )
        for row in due:
            _queue(row.name)
            row.last_at, row.next_at = now, declared[row.name].after(now)
            row.save(update_fields=["last_at", "next_at"])
    return len(due)


def _draw_near(declared: dict[str, registry.Rule], now: datetime) -> None:
    """A clock that ran ahead and was set back left moments too far away: begin again from now."""
    for row in Schedule.objects.filter(next_at__gt=now, name__in=declared):
        next_at = declared[row.name].after(now)
        if row.next_at > next_at:
            Schedule.objects.filter(name=row.name, next_at=row.next_at).update(next_at=next_at)


def _queue(name: str) -> None:
    if not Job.objects.filter(name=name).exclude(state=JobState.DEAD).exists():
        task = registry.task(name)
        queue.add(name=name, queue=task.queue, args={}, outside=task.outside)
