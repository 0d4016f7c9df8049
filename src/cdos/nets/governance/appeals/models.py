"""Tables of appeals, the duty list, dispatches, ratings and imports."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class DutyList(models.Model):
    """A version of the duty list; the live one with the latest `effective_on` not after today is used."""

    version = models.IntegerField(unique=True)
    state = models.CharField(max_length=10, default="draft")
    effective_on = models.DateField()
    source_name = models.CharField(max_length=200, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=100, blank=True, default="")
    base_version = models.IntegerField(default=0, db_default=0)  # of which this is a changed copy; 0: of none
    note = models.CharField(max_length=300, blank=True, default="", db_default="")
    changed_at = models.DateTimeField(null=True)  # of a draft, the last edit

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "live", "retired"]), name="appeals_list_state"
            ),
        ]


class DutyItem(models.Model):
    list = models.ForeignKey(DutyList, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(max_length=20)
    class_name = models.CharField(max_length=60)
    group = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=30)
    level = models.CharField(max_length=10)
    urgency = models.CharField(max_length=10, default="ordinary")
    handling_amount = models.PositiveIntegerField()
    handling_unit = models.CharField(max_length=20)
    keywords = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    legal_basis = models.TextField(blank=True, default="")
    help = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="appeals_item_code_once"),
            models.CheckConstraint(condition=Q(handling_amount__gt=0), name="appeals_item_term_positive"),
        ]


class DutyReplay(models.Model):
    """Appeals of the past dispatched once more by a draft, beside the list in force: who would get what."""

    list = models.ForeignKey(DutyList, on_delete=models.CASCADE, related_name="replays")
    against = models.IntegerField()
    state = models.CharField(max_length=10, default="waiting")
    since = models.DateField()
    until = models.DateField()
    done = models.IntegerField(default=0)
    rows = models.IntegerField(default=0)  # looked at
    of_rows = models.IntegerField(default=0)  # there are in the time
    result = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    by_name = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed"]), name="appeals_replay_state"
            ),
        ]


class Appeal(models.Model):
    """The part of a matter that only appeals have.

    Place, unit, state and times repeat the matter's, so that statistics, the neighbourhood and Open311 read one table.
    """

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    source = models.CharField(max_length=12)
    origin = models.CharField(max_length=200, blank=True, default="")
    category = models.CharField(max_length=120, blank=True, default="")
    item_code = models.CharField(max_length=20, blank=True, default="")
    item_by = models.CharField(max_length=12, blank=True, default="")
    item_confidence = models.FloatField(default=0)
    item_reason = models.CharField(max_length=300, blank=True, default="")
    list_version = models.IntegerField(default=0)
    anonymous = models.BooleanField(default=False)
    public = models.BooleanField(default=False)
    contact_allowed = models.BooleanField(default=True)
    # Sealed: see `logic/contacts.py`. The clear columns are those of earlier releases, and empty.
    contact_sealed = models.BinaryField(null=True)
    contact_blind = models.BinaryField(null=True)
    contact_name = models.CharField(max_length=100, blank=True, default="", db_default="")
    contact_phone = models.CharField(max_length=40, blank=True, default="", db_default="")
    contact_mail = models.CharField(max_length=200, blank=True, default="", db_default="")
    state = models.CharField(max_length=20, default="received")
    unit = models.CharField(max_length=60, blank=True, default="")
    district = models.CharField(max_length=6, blank=True, default="")
    street = models.CharField(max_length=9, blank=True, default="")
    community = models.CharField(max_length=12, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    cell = models.IntegerField(null=True)
    outside = models.BooleanField(default=False)
    files = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    history = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, blank=True, default="")
    reply = models.TextField(blank=True, default="")
    evidence = models.TextField(blank=True, default="")
    filed_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)  # the first time
    assigned_at = models.DateTimeField(null=True)  # the last time
    contacted_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    dispatch_on_time = models.BooleanField(null=True)
    contact_on_time = models.BooleanField(null=True)
    handling_on_time = models.BooleanField(null=True)
    redo_count = models.PositiveSmallIntegerField(default=0)
    merged_into = models.CharField(max_length=40, blank=True, default="")
    return_count = models.PositiveSmallIntegerField(default=0)
    followers = models.PositiveIntegerField(default=0)
    votes_for = models.PositiveIntegerField(default=0)
    votes_against = models.PositiveIntegerField(default=0)
    satisfied = models.BooleanField(null=True)
    speed = models.PositiveSmallIntegerField(null=True)
    effect = models.PositiveSmallIntegerField(null=True)
    experience = models.PositiveSmallIntegerField(null=True)
    reply_quality = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-filed_at"], name="appeals_filed"),
            models.Index(fields=["district", "-filed_at"], name="appeals_district_filed"),
            models.Index(fields=["unit", "-filed_at"], name="appeals_unit_filed"),
            models.Index(
                fields=["replied_at"], name="appeals_replied", condition=Q(replied_at__isnull=False)
            ),
            models.Index(fields=["updated_at"], name="appeals_updated", condition=Q(public=True)),
            models.Index(
                fields=["cell", "-filed_at"], name="appeals_cell_filed", condition=Q(cell__isnull=False)
            ),
            models.Index(fields=["merged_into"], name="appeals_merged_into", condition=~Q(merged_into="")),
            models.Index(
                fields=["contact_blind"], name="appeals_contact", condition=Q(contact_blind__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["origin"], name="appeals_origin_once", condition=~Q(origin="")),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "solved", "explained", "not_possible"]), name="appeals_outcome"
            ),
            # Solved is stated by the unit and confirmed by the person: neither may stand without an answer.
            models.CheckConstraint(
                condition=Q(solved_at__isnull=True) | Q(replied_at__isnull=False),
                name="appeals_solved_was_replied",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(replied_at__isnull=False),
                name="appeals_confirmed_was_replied",
            ),
        ]


class PictureHash(models.Model):
    """What a picture looks like in 64 bits (a difference hash), so that the same one is known again; no picture is kept here."""

    token = models.CharField(max_length=64, primary_key=True)
    bits = models.BigIntegerField(null=True)  # None: no picture could be read


class DispatchRecord(models.Model):
    """One dispatch with the rule, the reason and the version of the list that led to it; never changed."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="dispatches")
    at = models.DateTimeField()
    actor_name = models.CharField(max_length=100)
    account_id = models.BigIntegerField(null=True)
    item_code = models.CharField(max_length=20, blank=True, default="")
    item_name = models.CharField(max_length=120, blank=True, default="")
    area = models.CharField(max_length=12, blank=True, default="")
    unit = models.CharField(max_length=60)
    proposed_unit = models.CharField(max_length=60, blank=True, default="")
    rule = models.CharField(max_length=20)
    reason = models.TextField()
    confidence = models.FloatField(default=0)
    list_version = models.IntegerField(default=0)
    automatic = models.BooleanField(default=False)


class RatingRecord(models.Model):
    """Every rating a person gave, one a round of answers."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    satisfied = models.BooleanField()
    speed = models.PositiveSmallIntegerField()
    effect = models.PositiveSmallIntegerField()
    experience = models.PositiveSmallIntegerField()
    reply_quality = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appeal", "round"], name="appeals_rating_once_a_round"),
            models.CheckConstraint(
                condition=Q(
                    speed__range=(1, 5),
                    effect__range=(1, 5),
                    experience__range=(1, 5),
                    reply_quality__range=(1, 5),
                ),
                name="appeals_rating_range",
            ),
        ]


class ImportBatch(models.Model):
    """A file that was imported."""

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    actor_name = models.CharField(max_length=100, blank=True, default="")
    rows = models.IntegerField(default=0)
    imported = models.IntegerField(default=0)
    already_there = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    errors = models.JSONField(default=list)


class ImportRow(models.Model):
    """Which row became which appeal; `identity` is the row's own id, else the file's hash and the row's number."""

    identity = models.CharField(max_length=120, primary_key=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="+")
    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="+")
    line = models.IntegerField()
