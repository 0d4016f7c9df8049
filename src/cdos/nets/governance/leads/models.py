"""Tables of leads and of the sources that bring them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Source(models.Model):
    """A sensor system or a feed. Its token is signed and not stored; a higher `serial` ends the earlier tokens."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    channel = models.CharField(max_length=10)
    unit = models.CharField(max_length=60, blank=True, default="")
    item = models.CharField(max_length=20, blank=True, default="")
    active = models.BooleanField(default=True)
    serial = models.PositiveIntegerField(default=1)
    per_minute = models.PositiveIntegerField(default=60)
    window_at = models.DateTimeField(null=True)
    window_count = models.PositiveIntegerField(default=0)
    feed_url = models.CharField(max_length=500, blank=True, default="")
    fetched_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="leads_source_named"),
            models.CheckConstraint(condition=Q(channel__in=["sensor", "web"]), name="leads_source_channel"),
            models.CheckConstraint(condition=Q(per_minute__gt=0), name="leads_source_rate"),
        ]


class Lead(models.Model):
    """What only a lead has. Place, unit and state repeat the matter's, so that neighbours and figures read one table."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    channel = models.CharField(max_length=10)
    source = models.CharField(max_length=40, blank=True, default="")
    external_id = models.CharField(max_length=200, blank=True, default="")
    device = models.CharField(max_length=120, blank=True, default="")
    link = models.CharField(max_length=500, blank=True, default="")
    files = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    item = models.CharField(max_length=20, blank=True, default="")
    unit = models.CharField(max_length=60, blank=True, default="")
    district = models.CharField(max_length=6, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    reported_at = models.DateTimeField()
    reported_by = models.BigIntegerField(null=True)
    state = models.CharField(max_length=20)
    valid = models.BooleanField(null=True)  # None: nobody has judged it yet
    joined_to = models.CharField(max_length=40, blank=True, default="")
    repeats = models.PositiveIntegerField(default=0)
    last_repeat_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    evidence = models.TextField(blank=True, default="")
    complaint = models.CharField(
        max_length=40, blank=True, default=""
    )  # an appeal about the same before it was solved
    complaint_after = models.CharField(max_length=40, blank=True, default="")  # within four weeks after
    looked_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-reported_at"], name="leads_reported"),
            models.Index(fields=["lon", "lat"], name="leads_place", condition=Q(lon__isnull=False)),
            models.Index(
                fields=["solved_at"],
                name="leads_to_look_back",
                condition=Q(solved_at__isnull=False, looked_back_at__isnull=True),
            ),
            models.Index(
                fields=["reported_by", "-reported_at"],
                name="leads_own",
                condition=Q(reported_by__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], name="leads_once_a_source", condition=~Q(external_id="")
            ),
            models.UniqueConstraint(
                fields=["source", "device"],
                name="leads_one_open_a_device",
                condition=~Q(device="") & Q(state__in=["reported", "handling"]),
            ),
        ]


class Alarm(models.Model):
    """An alarm that was the same as an open lead: its id, so that sending it again counts once."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="leads_alarm_once"),
        ]
