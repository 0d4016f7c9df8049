"""Tables of similar-case groups."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q


class Case(models.Model):
    """A group. `data` is the engine's; the figures are those of `refreshed_at`."""

    name = models.CharField(max_length=120, blank=True, default="")
    place = models.CharField(max_length=80, blank=True, default="")
    problem = models.CharField(max_length=80, blank=True, default="")
    named_size = models.IntegerField(default=0)  # members when it was named
    data = models.BinaryField(default=b"")
    size = models.IntegerField(default=1)
    into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    heat = models.FloatField(default=0)
    people = models.IntegerField(default=0)
    growth = models.FloatField(default=1)
    severity = models.FloatField(default=1)
    week = models.IntegerField(default=0)
    weekly = models.FloatField(default=0)
    trend = ArrayField(models.IntegerField(), default=list, blank=True)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    areas = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    units = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    kept = models.BooleanField(default=False)  # a campaign or a risk stands on it
    dirty = models.BooleanField(default=True)
    refreshed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(F("heat").desc(), F("id").desc(), name="cases_hot", condition=Q(people__gt=1)),
            models.Index(fields=["id"], name="cases_dirty", condition=Q(dirty=True)),
            models.Index(fields=["last_at"], name="cases_last"),
            GinIndex(fields=["areas"], name="cases_areas", condition=Q(people__gt=1)),
            GinIndex(fields=["units"], name="cases_units", condition=Q(people__gt=1)),
        ]


class Member(models.Model):
    """An appeal in its group, once; `who` tells people apart and is empty where nobody is known."""

    matter_id = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False, related_name="members")
    filed_at = models.DateTimeField()
    who = models.CharField(max_length=40, blank=True, default="")
    votes = models.IntegerField(default=0)
    dangerous = models.BooleanField(default=False)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    district = models.CharField(max_length=6, blank=True, default="")
    street = models.CharField(max_length=9, blank=True, default="")
    community = models.CharField(max_length=12, blank=True, default="")
    unit = models.CharField(max_length=60, blank=True, default="")
    withdrawn = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-filed_at"], name="cases_member_case"),
            models.Index(fields=["-filed_at"], name="cases_member_filed"),
        ]


class Waiting(models.Model):
    """An appeal that was filed and is not in a group yet."""

    matter_id = models.BigIntegerField(primary_key=True)


class Key(models.Model):
    """A rare word, a place or a piece of the map by which a group is found."""

    pk = models.CompositePrimaryKey("case_id", "key")
    case_id = models.BigIntegerField()
    key = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(F("key"), F("at").desc(), F("case_id"), name="cases_key_latest")]


class Text(models.Model):
    """A band of the signature of a text, by which nearly the same text is found."""

    pk = models.CompositePrimaryKey("band", "case_id")
    band = models.BigIntegerField()
    case_id = models.BigIntegerField(db_index=True)


class Yardstick(models.Model):
    """What was known of the words of the city's messages; the latest is used."""

    made_at = models.DateTimeField(auto_now_add=True)
    messages = models.IntegerField()
    data = models.BinaryField()


class Progress(models.Model):
    """One row: how far back appeals were taken that came without an event."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField(null=True)
    number = models.BigIntegerField(default=0)
    done = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="cases_progress_single")]


class Campaign(models.Model):
    """What only a campaign knows beside its matter."""

    matter_id = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    aim = models.TextField(blank=True, default="")
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)  # all measures done: from then on the effect counts
    closed_at = models.DateTimeField(null=True)
    judged = models.TextField(blank=True, default="")
    effect = models.JSONField(default=dict, blank=True)  # as it stood when it was closed


class Measure(models.Model):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="measures")
    text = models.CharField(max_length=500)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="cases_measure_said")]
