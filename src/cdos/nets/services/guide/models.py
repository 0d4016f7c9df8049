"""Other providers' services with how they answer, what a twin city offers, and how often services are looked at."""

from django.db import models
from django.db.models import Q


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


class Looked(models.Model):
    """How often a service was opened on a day; nobody is written down."""

    day = models.DateField()
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "kind", "code"], name="guide_looked_once")]
