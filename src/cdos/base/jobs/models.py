"""Tables of durable work. Rows are deleted when done, so the tables stay as small as the backlog."""

from django.db import models
from django.db.models.functions import Now


class OutboxEvent(models.Model):
    """An event not yet delivered; written by the transaction that caused it."""

    topic = models.TextField()
    payload = models.JSONField()
    at = models.DateTimeField(db_default=Now())
    request_id = models.TextField(default="", db_default="")  # of the request that caused it, for the logs

    class Meta:
        db_table = "jobs_outbox"


class JobState(models.TextChoices):
    READY = "ready"
    RUNNING = "running"  # leased by a worker for an outside call
    DEAD = "dead"


class Job(models.Model):
    """A task to run once, at `run_at` or soon after."""

    name = models.TextField()
    queue = models.TextField(default="default")
    args = models.JSONField()
    state = models.TextField(choices=JobState.choices, default=JobState.READY)
    outside = models.BooleanField(default=False)
    effect_key = models.TextField(default="", blank=True)
    run_at = models.DateTimeField(db_default=Now())
    attempts = models.SmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    leased_by = models.TextField(default="", blank=True)
    error = models.TextField(default="", blank=True)
    created_at = models.DateTimeField(db_default=Now())
    request_id = models.TextField(default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["effect_key"], condition=~models.Q(effect_key=""), name="jobs_job_effect_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(lease_until__isnull=False),
                name="jobs_job_running_has_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["outside", "run_at", "id"], condition=models.Q(state="ready"), name="jobs_job_ready"
            ),
            models.Index(fields=["lease_until"], condition=models.Q(state="running"), name="jobs_job_leased"),
            models.Index(fields=["id"], condition=models.Q(state="dead"), name="jobs_job_dead"),
        ]


class Effect(models.Model):
    """That an effect was begun, and that it was done: the memory that makes it happen once."""

    key = models.TextField(primary_key=True)
    started_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["done_at"], name="jobs_effect_done")]


class Schedule(models.Model):
    """When a scheduled task is due next; locking the row makes it fire once across all workers."""

    name = models.TextField(primary_key=True)
    rule = models.TextField()
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
