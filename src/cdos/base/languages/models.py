"""Translations of what the city wrote, readings of the catalogues, and what readers reported. No person's data."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Translation(models.Model):
    """A title or text of the city in another language; a cache where a machine made it, a record where a person did."""

    digest = models.CharField(max_length=64)  # SHA-256 of the original, in hex
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    original = models.TextField()
    text = models.TextField()
    made_by = models.CharField(max_length=60)  # the adapter
    made_at = models.DateTimeField(db_default=Now())
    read_by = models.CharField(max_length=100, blank=True, default="")
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "source", "target"], name="languages_translation_once"),
            models.CheckConstraint(
                condition=Q(read_by="", read_at__isnull=True) | (~Q(read_by="") & Q(read_at__isnull=False)),
                name="languages_translation_read_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["target", "id"], condition=Q(read_by=""), name="languages_unread"),
        ]


class Reading(models.Model):
    """A person has read a machine's translation of a message: it was right, or `strings` are better."""

    locale = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)  # of context and msgid
    context = models.TextField(blank=True, default="")
    msgid = models.TextField()
    plural = models.TextField(blank=True, default="")
    of = models.CharField(
        max_length=64
    )  # digest of the translation that was read: another one is unread again
    strings = models.JSONField()
    by = models.CharField(max_length=100)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locale", "digest"], name="languages_reading_once")]


class Report(models.Model):
    """Somebody found a mistake in a translation. Masked when it is taken; nobody is named."""

    language = models.CharField(max_length=12)
    page = models.CharField(max_length=80, blank=True, default="")
    quote = models.TextField()
    better = models.TextField(blank=True, default="")
    at = models.DateTimeField(db_default=Now())
    settled_by = models.CharField(max_length=100, blank=True, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["language", "-id"],
                condition=Q(settled_at__isnull=True),
                name="languages_reports_open",
            )
        ]
