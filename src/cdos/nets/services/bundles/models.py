"""Versions of bundles, bundles under way, what is handed to which department, and the demonstration's systems."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from .contracts import BundleState, DeliveryState


class Version(models.Model):
    """One version of a bundle; `body` as in the data files. A live version never changes."""

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=BundleState.DRAFT.value)
    title = models.CharField(max_length=100)
    body = models.JSONField()
    author = models.CharField(max_length=100)
    author_id = models.BigIntegerField(null=True)  # of the last save
    hands = models.JSONField(default=list, db_default=[])  # accounts of all who had a hand in it
    approver = models.CharField(max_length=100, blank=True, default="")
    approver_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    effective_from = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")  # why it was sent back

    class Meta:
        indexes = [models.Index(fields=["state", "code"], name="bundles_version_state")]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="bundles_version_once"),
            models.UniqueConstraint(
                fields=["code"], name="bundles_one_open", condition=Q(state__in=["draft", "waiting"])
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in BundleState]), name="bundles_version_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(effective_from__isnull=False), name="bundles_live_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(approver_id__isnull=True)
                | Q(author_id__isnull=True)
                | ~Q(approver_id=F("author_id")),
                name="bundles_four_eyes",
            ),
        ]


class Run(models.Model):
    """A bundle under way: what the person gave once, kept until its parts have it. State and clocks are the matter's."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    number = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=0)
    party_id = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)
    sealed = models.BinaryField(null=True)  # answers and files; none once every department has its part
    consents = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="bundles_run_has_code")]


class Delivery(models.Model):
    """What one department is handed of a bundle (办件投递), and how it went: sending is not delivering."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="deliveries")
    number = models.CharField(max_length=40)  # the bundle's, for a department that sees its own part only
    item = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    department = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    wave = models.PositiveSmallIntegerField()
    after = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    fen = models.PositiveIntegerField(default=0)
    days = models.FloatField(default=0)
    state = models.CharField(max_length=10, default=DeliveryState.WAITING.value)
    application = models.CharField(max_length=40, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")  # why it was stopped or refused
    ready_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_at"], name="bundles_delivery_state"),
            models.Index(fields=["application"], name="bundles_delivery_child", condition=~Q(application="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "item"], name="bundles_delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DeliveryState]), name="bundles_delivery_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["delivered", "done"]) | ~Q(application=""),
                name="bundles_delivered_has_number",
            ),
        ]


class Outage(models.Model):
    """The demonstration's switch: this department's system does not answer until then."""

    department = models.CharField(max_length=60, primary_key=True)
    until = models.DateTimeField()
    by = models.CharField(max_length=100)


class Received(models.Model):
    """What stands in for a department's own system: each key is taken in once, whatever is sent twice."""

    department = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    item = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["department", "key"], name="bundles_received_once")]
