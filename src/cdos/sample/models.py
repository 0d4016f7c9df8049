"""Whether the sample city is in the database."""

from django.db import models
from django.db.models import Q


class SampleLoad(models.Model):
    """One row, written in the transaction of the load itself: it is there if and only if the city is."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    scale = models.FloatField()
    seed = models.IntegerField()
    finished_at = models.DateTimeField()
    report = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="sample_load_single")]
