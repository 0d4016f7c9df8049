"""The tables of the knowledge base."""

from django.db import models
from django.db.models import F, Q


class Entry(models.Model):
    code = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    question = models.CharField(max_length=300)
    answer = models.TextField()
    sources = models.JSONField(default=list)  # [{"title", "url"}]
    keywords = models.CharField(max_length=300, blank=True, default="")
    audience = models.CharField(max_length=12, default="everyone")
    category = models.CharField(max_length=60, blank=True, default="")
    owner_unit = models.CharField(max_length=60, blank=True, default="")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    state = models.CharField(max_length=10, default="proposed")
    origin = models.CharField(max_length=40, blank=True, default="")
    proposed_by = models.CharField(max_length=100, blank=True, default="")
    reviewed_by = models.CharField(max_length=100, blank=True, default="")
    reviewed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()
    helped = models.PositiveIntegerField(default=0)
    not_helped = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["state", "-updated_at"], name="knowledge_state")]
        constraints = [
            models.UniqueConstraint(fields=["code", "language"], name="knowledge_once_a_language"),
            models.UniqueConstraint(fields=["origin"], name="knowledge_origin_once", condition=~Q(origin="")),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "live", "retired"]), name="knowledge_state_known"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["everyone", "enterprise"]), name="knowledge_audience_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="knowledge_days_in_order",
            ),
            # In force only with somebody who answers for it and somewhere it stands written.
            models.CheckConstraint(
                condition=~Q(state="live") | (~Q(owner_unit="") & ~Q(sources=[])),
                name="knowledge_live_is_sourced",
            ),
        ]


class AskedDay(models.Model):
    """How often was asked on a day, at which portal, and what came of it; no question is kept."""

    day = models.DateField()
    portal = models.CharField(max_length=20)
    asked = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "portal"], name="knowledge_day_once")]
