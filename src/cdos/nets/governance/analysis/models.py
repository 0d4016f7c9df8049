"""Tables of analysis reports."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Report(models.Model):
    """Of one week and one area; `areas` is the area itself, none for the whole city, for the fence."""

    area = models.CharField(max_length=12, blank=True, default="")
    areas = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    title = models.CharField(max_length=120)
    first = models.DateField()
    last = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "first"], name="analysis_once_a_week"),
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="analysis_week"),
        ]


class Sentence(models.Model):
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sentences")
    place = models.IntegerField()
    section = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    text = models.TextField()
    drafted = models.TextField(blank=True, default="")
    evidence = models.JSONField(null=True)
    picture = models.BooleanField(default=False)
    left_out = models.BooleanField(default=False)
    changed_by = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="analysis_sentence_said")]
