"""Tables of learned versions, of what the city chose, of clerks' corrections, and of the managed words."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class ModelVersion(models.Model):
    """A trained classifier; its file lies in `models/appeals` of the data folder under its version."""

    version = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=10)
    level = models.CharField(max_length=10)
    rows = models.IntegerField()
    corrections = models.IntegerField(default=0)
    labels = models.IntegerField()
    figures = models.JSONField(default=dict)
    bands = models.JSONField(default=list)
    source = models.CharField(max_length=10)
    why = models.CharField(max_length=300, blank=True, default="")
    trained_at = models.DateTimeField()
    by_name = models.CharField(max_length=100, blank=True, default="")
    account_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["service", "kept", "refused"]), name="understanding_state"
            ),
            models.UniqueConstraint(
                fields=["state"], name="understanding_one_serves", condition=Q(state="service")
            ),
        ]


class Choice(models.Model):
    """What the city chose, who and when; the last row counts."""

    automatic_from = models.FloatField(null=True)
    second_below = models.FloatField(default=0.6)
    at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=100)
    account_id = models.BigIntegerField(null=True)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(automatic_from__isnull=True) | Q(automatic_from__range=(0.5, 1)),
                name="understanding_automatic_range",
            ),
            models.CheckConstraint(
                condition=Q(second_below__range=(0, 1)), name="understanding_second_range"
            ),
        ]


class Cursor(models.Model):
    """One row: up to which appeal the city has looked for what it may dispatch by itself."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    filed_at = models.DateTimeField(null=True)
    matter_id = models.BigIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="understanding_one_cursor")]


class Correction(models.Model):
    """A person named another duty item than was proposed; the text stays with the appeal alone."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    proposed = models.CharField(max_length=20, blank=True, default="")
    chosen = models.CharField(max_length=20)
    confidence = models.FloatField(default=0)
    model = models.CharField(max_length=16, blank=True, default="")
    how = models.CharField(max_length=10)
    account_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="understanding_corrected")]


class Tag(models.Model):
    """A tag of the managed list; `words` propose it."""

    name = models.CharField(max_length=40, unique=True)
    words = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    active = models.BooleanField(default=True)


class MatterTag(models.Model):
    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")
    account_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "tag"], name="understanding_tag_once")]


class FileText(models.Model):
    """The words that a program read in a file of a matter; a resident's words, erased with the matter's."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64)
    engine = models.CharField(max_length=20)
    text = models.TextField(blank=True, default="")
    why_not = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "token"], name="understanding_read_once")]


class DangerWord(models.Model):
    word = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12)
    active = models.BooleanField(default=True)
