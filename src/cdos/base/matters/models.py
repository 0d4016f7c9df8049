"""Tables of matters. The engine writes them by `logic`; constraints here hold whoever writes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cdos.base.matters.contracts import ClockState, Erasing, LinkKind, Phase, RequestKind, Urgency, Visibility

OPEN = Q(closed_at__isnull=True)
# Only open matters are due (a constraint). One condition, since the planner would multiply two as if independent.
DUE = Q(due_at__isnull=False)
AREAS = (("district", 6), ("street", 9), ("community", 12))


def _listed(column: str) -> list[models.Index]:
    """The indexes of a list by one column: newest first, open ones by state, open ones by due time."""
    return [
        models.Index(column, F("filed_at").desc(), F("id").desc(), name=f"matters_{column}_filed"),
        models.Index(
            column,
            "state",
            F("filed_at").desc(),
            F("id").desc(),
            name=f"matters_{column}_open",
            condition=OPEN,
        ),
        models.Index(
            column,
            "due_at",
            "id",
            name=f"matters_{column}_due",
            condition=DUE,
        ),
    ]


class Matter(models.Model):
    """One matter. `department` is the code of the unit that holds it; subject and accounts are ids of identity."""

    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=40)
    phase = models.CharField(max_length=10)
    urgency = models.CharField(max_length=10, default=Urgency.ORDINARY.value)
    source = models.CharField(max_length=20)
    subject_id = models.BigIntegerField(null=True)
    filed_by = models.BigIntegerField(null=True)
    district = models.CharField(max_length=6, blank=True, default="")
    street = models.CharField(max_length=9, blank=True, default="")
    community = models.CharField(max_length=12, blank=True, default="")
    department = models.CharField(max_length=60, blank=True, default="")
    holder_account = models.BigIntegerField(null=True)
    address = models.CharField(max_length=300, blank=True, default="")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    filed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    near_at = models.DateTimeField(null=True)
    due_clock = models.CharField(max_length=40, blank=True, default="")
    version = models.IntegerField(default=1)
    history = models.BooleanField(default=False)
    key_hash = models.CharField(max_length=64, blank=True, default="")
    key_salt = models.CharField(max_length=32, blank=True, default="")
    idempotency = models.CharField(max_length=64, null=True)  # hash of who, channel and key
    payload_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        indexes = [
            *(index for column, _ in AREAS for index in _listed(column)),
            *_listed("department"),
            models.Index(F("filed_at").desc(), F("id").desc(), name="matters_filed"),
            models.Index("state", F("filed_at").desc(), F("id").desc(), name="matters_open", condition=OPEN),
            models.Index(fields=["due_at", "id"], name="matters_due", condition=DUE),
            models.Index(fields=["kind", "state", "due_at", "id"], name="matters_queue", condition=DUE),
            models.Index(
                "subject_id",
                F("filed_at").desc(),
                F("id").desc(),
                name="matters_subject",
                condition=Q(subject_id__isnull=False),
            ),
            models.Index(
                "holder_account",
                F("filed_at").desc(),
                F("id").desc(),
                name="matters_person",
                condition=OPEN & Q(holder_account__isnull=False),
            ),
            models.Index(
                fields=["holder_account", "due_at", "id"],
                name="matters_person_due",
                condition=DUE & Q(holder_account__isnull=False),
            ),
            models.Index(
                "filed_by",
                F("filed_at").desc(),
                F("id").desc(),
                name="matters_filed_by",
                condition=Q(filed_by__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["idempotency"], name="matters_idempotency_once"),
            models.CheckConstraint(condition=Q(phase__in=[p.value for p in Phase]), name="matters_phase"),
            models.CheckConstraint(
                condition=Q(urgency__in=[u.value for u in Urgency]), name="matters_urgency"
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(number=""), name="matters_titled"),
            models.CheckConstraint(
                condition=Q(phase=Phase.DONE.value, closed_at__isnull=False)
                | (~Q(phase=Phase.DONE.value) & Q(closed_at__isnull=True)),
                name="matters_closed_when_done",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True, due_clock="") | (Q(due_at__isnull=False) & ~Q(due_clock="")),
                name="matters_due_names_its_clock",
            ),
            models.CheckConstraint(condition=OPEN | ~DUE, name="matters_due_while_open"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="matters_place_on_earth",
            ),
        ]


class MatterClock(models.Model):
    """A clock of a matter; its due time is the fold of term, extensions and pauses, never edited by hand."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, db_index=False, related_name="+")
    name = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default=ClockState.RUNNING.value)
    started_at = models.DateTimeField()
    amount = models.IntegerField()
    unit = models.CharField(max_length=20)
    extra = models.IntegerField(default=0)  # granted extensions
    extra_unit = models.CharField(max_length=20, blank=True, default="")
    due_at = models.DateTimeField()
    near_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True)
    near_told = models.BooleanField(default=False)
    overdue_told = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["matter", "id"], name="matters_clock_matter"),
            models.Index(
                fields=["near_at"], name="matters_clock_near", condition=Q(state="running", near_told=False)
            ),
            models.Index(
                fields=["due_at"],
                name="matters_clock_overdue",
                condition=Q(state="running", overdue_told=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "name"],
                name="matters_clock_active_once",
                condition=Q(state__in=["running", "paused"]),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ClockState]), name="matters_clock_state"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, extra__gte=0), name="matters_clock_term"),
            models.CheckConstraint(
                condition=Q(state__in=["met", "missed", "cancelled"], stopped_at__isnull=False)
                | Q(state__in=["running", "paused"], stopped_at__isnull=True),
                name="matters_clock_stopped",
            ),
        ]


class Request(models.Model):
    """A wish to pause or extend a clock; decided once."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    clock = models.CharField(max_length=40)
    reason = models.TextField()
    amount = models.IntegerField(null=True)
    unit = models.CharField(max_length=20, blank=True, default="")
    until = models.DateTimeField(null=True)
    for_subject = models.BooleanField(default=False)
    asked_by = models.BigIntegerField(null=True)
    asked_name = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_name = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "clock", "kind"],
                name="matters_request_open_once",
                condition=Q(granted__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in RequestKind]), name="matters_request_kind"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="matters_request_has_reason"),
            models.CheckConstraint(
                condition=~Q(kind="extension") | Q(amount__gt=0), name="matters_request_extension_amount"
            ),
            models.CheckConstraint(
                condition=Q(granted__isnull=True, decided_at__isnull=True)
                | Q(granted__isnull=False, decided_at__isnull=False),
                name="matters_request_decided",
            ),
        ]


class ClockPause(models.Model):
    """Time that a clock stood still, and why."""

    clock = models.ForeignKey(MatterClock, on_delete=models.CASCADE, related_name="pauses")
    request = models.ForeignKey(
        Request, on_delete=models.CASCADE, null=True, db_index=False, related_name="+"
    )
    paused_from = models.DateTimeField()
    paused_until = models.DateTimeField(null=True)
    resume_at = models.DateTimeField(null=True)  # ends by itself then
    for_subject = models.BooleanField(default=False)  # ends when the subject answers
    reason = models.TextField()

    class Meta:
        indexes = [
            models.Index(
                fields=["resume_at"],
                name="matters_pause_resume",
                condition=Q(paused_until__isnull=True, resume_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], name="matters_pause_open_once", condition=Q(paused_until__isnull=True)
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="matters_pause_has_reason"),
            models.CheckConstraint(
                condition=Q(paused_until__isnull=True) | Q(paused_until__gte=F("paused_from")),
                name="matters_pause_forward",
            ),
        ]


class Entry(models.Model):
    """One line of a timeline; only `undone` ever changes."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, db_index=False, related_name="+")
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=100, blank=True, default="")
    actor_unit = models.CharField(max_length=60, blank=True, default="")
    move = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, default="")
    visibility = models.CharField(max_length=10, default=Visibility.SUBJECT.value)
    from_state = models.CharField(max_length=40, blank=True, default="")
    to_state = models.CharField(max_length=40, blank=True, default="")
    data = models.JSONField(default=dict)
    files = ArrayField(models.CharField(max_length=64), default=list)
    version = models.IntegerField(default=1)  # of the matter after it
    undo_until = models.DateTimeField(null=True)
    before = models.JSONField(null=True)  # what undoing restores
    undone = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["matter", "id"], name="matters_entry_matter")]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=[v.value for v in Visibility]), name="matters_entry_visibility"
            ),
            models.CheckConstraint(
                condition=Q(undo_until__isnull=True) | Q(before__isnull=False),
                name="matters_entry_undo_has_before",
            ),
        ]


class MatterLink(models.Model):
    """`source` is a child of, a duplicate of, or related to `target`."""

    source = models.ForeignKey(Matter, on_delete=models.CASCADE, db_index=False, related_name="+")
    target = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="matters_link_once"),
            models.UniqueConstraint(fields=["source"], name="matters_one_parent", condition=Q(kind="parent")),
            models.UniqueConstraint(
                fields=["source"], name="matters_one_original", condition=Q(kind="duplicate")
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="matters_link_to_another"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in LinkKind]), name="matters_link_kind"
            ),
        ]


class CoHandling(models.Model):
    """A unit that helps the holder with a matter."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, db_index=False, related_name="+")
    unit = models.CharField(max_length=60)
    since = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["unit", "matter"], name="matters_co_unit")]
        constraints = [models.UniqueConstraint(fields=["matter", "unit"], name="matters_co_once")]


class Subscription(models.Model):
    """A party that wants to hear of the outcome of somebody's matter."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, db_index=False, related_name="+")
    party_id = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "party_id"], name="matters_subscribed_once")]
        indexes = [models.Index(fields=["party_id"], name="matters_subscriber")]


class Retention(models.Model):
    """A rule of retention; the city's own, none is given."""

    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=40, blank=True, default="")
    days = models.PositiveIntegerField()
    what = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "state", "what"], name="matters_retention_once"),
            models.CheckConstraint(
                condition=Q(what__in=[what.value for what in Erasing]), name="matters_retention_what"
            ),
        ]


class Erasure(models.Model):
    """That a matter's person, and perhaps its words, were taken away."""

    matter = models.OneToOneField(Matter, on_delete=models.CASCADE, primary_key=True, related_name="+")
    what = models.CharField(max_length=10)
    at = models.DateTimeField()
