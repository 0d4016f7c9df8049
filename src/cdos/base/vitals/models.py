"""The last time that something which must happen again and again did happen."""

from django.db import models
from django.db.models.functions import Now


class Mark(models.Model):
    name = models.TextField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    facts = models.JSONField(default=dict)
