"""The days that differ from the weekday rule, the years that are completely known, and who changed what."""

import uuid

from django.db import models
from django.db.models import Q


class Day(models.Model):
    """A named day: a holiday, or a weekend day that is worked. All other days follow the weekday rule."""

    on = models.DateField(primary_key=True)
    working = models.BooleanField()
    name = models.CharField(max_length=100)
    edited_by = models.CharField(max_length=100, blank=True, db_default="")
    edited_at = models.DateTimeField(null=True, blank=True)


class Year(models.Model):
    """A year whose holidays and make-up days are all entered (the State Council publishes them each November)."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    confirmed_by = models.CharField(max_length=100, blank=True, db_default="")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2100), name="calendar_year_in_range")
        ]


class Edit(models.Model):
    """One change by an editor; rows are only added."""

    on = models.DateField(null=True)
    year = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=20)  # "working", "free" or "confirmed"
    reason = models.CharField(max_length=100)
    edited_by = models.CharField(max_length=100)
    edited_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["year", "-edited_at"], name="calendar_edit_year")]


class Stamp(models.Model):
    """One row, new at each change: processes compare it to know whether their copy is stale."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="calendar_stamp_single")]
