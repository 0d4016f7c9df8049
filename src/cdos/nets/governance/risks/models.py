"""Tables of sentinels and risks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Sentinel(models.Model):
    """`areas` is the area with those above it, so that who reaches one of them sees the sentinel; none: the whole city."""

    name = models.CharField(max_length=80)
    words = ArrayField(models.CharField(max_length=40))
    area = models.CharField(max_length=12, blank=True, default="")
    areas = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    people = models.PositiveIntegerField()
    days = models.PositiveIntegerField()
    active = models.BooleanField(default=True)
    by = models.CharField(max_length=100, blank=True, default="")
    account_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_people = models.IntegerField(default=0)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(words=[]), name="risks_sentinel_said"),
            models.CheckConstraint(condition=Q(people__gte=1, days__gte=1), name="risks_sentinel_counts"),
        ]


class Risk(models.Model):
    """What only a risk knows beside its matter; evidence as it was when it was raised."""

    matter_id = models.BigIntegerField(primary_key=True)
    origin = models.CharField(max_length=10)
    source = models.CharField(max_length=60)  # "growth:17": one open matter a source
    sentinel = models.ForeignKey(Sentinel, null=True, on_delete=models.SET_NULL, related_name="+")
    case = models.BigIntegerField(null=True)
    reason = models.TextField()
    people = models.IntegerField()
    evidence = models.JSONField(default=list)  # [label, value]
    trend = ArrayField(models.IntegerField(), default=list, blank=True)
    members = ArrayField(models.BigIntegerField(), default=list, blank=True)
    raised_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    over = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(over=False), name="risks_one_open_a_source"
            ),
        ]
        indexes = [models.Index(fields=["source", "-raised_at"], name="risks_source")]
