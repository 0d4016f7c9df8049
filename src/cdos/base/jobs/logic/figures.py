"""What an operator asks of the queue, and the one thing done by hand: trying a dead job again."""

from collections import Counter

from django.db.models import Count, Min
from django.utils import timezone

from cdos.base.jobs.contracts import DeadJob, QueueFigures
from cdos.base.jobs.models import Job, JobState, OutboxEvent


def figures() -> QueueFigures:
    now = timezone.now()
    events = OutboxEvent.objects.aggregate(n=Count("id"), oldest=Min("at"))
    ready = Job.objects.filter(state=JobState.READY, run_at__lte=now)
    oldest = [at for at in (events["oldest"], ready.aggregate(at=Min("run_at"))["at"]) if at is not None]
    by_name = Counter(dict(Job.objects.values_list("name").annotate(n=Count("id")).order_by()))
    return QueueFigures(
        ready=events["n"] + ready.count(),
        running=Job.objects.filter(state=JobState.RUNNING).count(),
        dead=Job.objects.filter(state=JobState.DEAD).count(),
        oldest_s=max(0.0, (now - min(oldest)).total_seconds()) if oldest else 0.0,
        by_name=dict(by_name),
    )


def dead(*, limit: int) -> list[DeadJob]:
    rows = Job.objects.filter(state=JobState.DEAD).order_by("-id")[:limit]
    return [DeadJob(row.id, row.name, row.args, row.attempts, row.error, row.created_at) for row in rows]


def retry(*, job_id: int) -> bool:
    changed = Job.objects.filter(id=job_id, state=JobState.DEAD).update(
        state=JobState.READY, attempts=0, run_at=timezone.now()
    )
    return changed == 1
