"""Other providers' services with how they answer, what a twin city offers, and how often services are looked at."""

from django.db import models
from django.db.models import F, Q

from .contracts import ZoneState


class Link(models.Model):
    code = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    provider = models.CharField(max_length=120)
    url = models.CharField(max_length=500)
    summary = models.CharField(max_length=300, blank=True, default="")
    words = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    audience = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    health = models.CharField(max_length=10, default="unknown")
    failures = models.PositiveIntegerField(default=0)  # one after the other
    failure = models.CharField(max_length=200, blank=True, default="")
    checked_at = models.DateTimeField(null=True)
    away_since = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(provider="") & Q(url__regex=r"^https?://"),
                name="guide_link_named",
            ),
            models.CheckConstraint(
                condition=Q(health__in=["unknown", "up", "away"]), name="guide_link_health"
            ),
        ]


class TwinState(models.Model):
    """What the twin city listed when it was asked last."""

    zone = models.CharField(max_length=60, primary_key=True)
    services = models.JSONField(default=list)
    seen_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True, default="")


class ZoneVersion(models.Model):
    """One version of a zone as staff wrote it; a second person puts it in force. The newest live one is shown."""

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=ZoneState.WAITING.value)
    body = models.JSONField()
    author = models.CharField(max_length=100)
    author_id = models.BigIntegerField()
    approver = models.CharField(max_length=100, blank=True, default="")
    approver_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="guide_zone_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state=ZoneState.WAITING.value), name="guide_zone_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "live", "returned"]), name="guide_zone_state"
            ),
            models.CheckConstraint(
                condition=Q(approver_id=None) | ~Q(approver_id=F("author_id")), name="guide_zone_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(approver_id__isnull=False), name="guide_zone_approved"
            ),
        ]


class Looked(models.Model):
    """How often a service was opened on a day; nobody is written down."""

    day = models.DateField()
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "kind", "code"], name="guide_looked_once")]
