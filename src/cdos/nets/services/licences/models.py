"""E-licences, what happened to them, each use, and the city's documents with their codes. Names and values are sealed."""

from django.db import models
from django.db.models import F, Q

from .contracts import Act, Again, LicenceState

LIVE = [LicenceState.VALID.value, LicenceState.SUSPENDED.value]


class Type(models.Model):
    """A kind of licence that this city added to those of `data/types.json`, or changed."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=100)
    unit_function = models.CharField(max_length=40)  # of the definer: police, civil …
    ordinal = models.PositiveSmallIntegerField()  # last 3 digits of the type code
    holder = models.CharField(max_length=12)
    valid_months = models.PositiveSmallIntegerField(null=True)
    material = models.CharField(max_length=60, blank=True, default="")
    fields = models.JSONField(default=list)  # [[name, title], …]
    again = models.CharField(max_length=8, default=Again.MANY.value, db_default=Again.MANY.value)
    everybody = models.BooleanField(default=False, db_default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_function", "ordinal"], name="licences_type_code_once"),
            models.CheckConstraint(condition=~Q(name=""), name="licences_type_named"),
            models.CheckConstraint(
                condition=Q(holder__in=["person", "enterprise"]), name="licences_type_holder"
            ),
            models.CheckConstraint(
                condition=Q(ordinal__gt=0, ordinal__lt=1000), name="licences_type_ordinal"
            ),
            models.CheckConstraint(
                condition=Q(again__in=[one.value for one in Again]), name="licences_type_again"
            ),
        ]


class Licence(models.Model):
    """One version of one licence; a change makes the next version, and the row before points to nothing else."""

    identifier = models.CharField(max_length=90, unique=True)
    type = models.CharField(max_length=40)
    serial = models.BigIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    holder_id = models.BigIntegerField()
    sealed = models.BinaryField()  # name, number and values as JSON
    number_blind = models.BinaryField()
    issuer = models.CharField(max_length=60)
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    state = models.CharField(max_length=12, default=LicenceState.VALID.value)
    sole = models.BooleanField(default=False, db_default=False)  # of a type that nobody holds twice
    verify_code = models.CharField(max_length=16, unique=True)
    matter = models.CharField(max_length=40, blank=True, default="")
    reminded_at = models.DateTimeField(null=True)  # that it runs out
    before = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="after")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type", "serial", "version"], name="licences_version_once"),
            models.UniqueConstraint(
                fields=["type", "serial"], condition=Q(state__in=LIVE), name="licences_one_live_version"
            ),
            models.UniqueConstraint(
                fields=["type", "holder_id"], condition=Q(sole=True, state__in=LIVE), name="licences_sole"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in LicenceState]), name="licences_state"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("issued_on")), name="licences_dates"
            ),
        ]
        indexes = [
            models.Index(fields=["holder_id", "state"], name="licences_of_holder"),
            models.Index(fields=["number_blind"], name="licences_number"),
            models.Index(fields=["issuer", "-id"], name="licences_of_issuer"),
            models.Index(fields=["matter"], condition=~Q(matter=""), name="licences_of_matter"),
            models.Index(fields=["valid_until"], condition=Q(state__in=LIVE), name="licences_running_out"),
        ]


class Event(models.Model):
    licence = models.ForeignKey(Licence, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    act = models.CharField(max_length=12, choices=[(act.value, act.value) for act in Act])
    by_account = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200, blank=True, default="")
    unit = models.CharField(max_length=60, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    matter = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["licence", "at"], name="licences_events")]


class Proposal(models.Model):
    """To revoke or withdraw: the database itself refuses one person in both places."""

    licence = models.ForeignKey(Licence, on_delete=models.CASCADE, related_name="proposals")
    act = models.CharField(max_length=12)
    reason = models.CharField(max_length=500)
    basis = models.CharField(max_length=300, blank=True, default="")
    asked_by = models.BigIntegerField()
    asked_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_name = models.CharField(max_length=200, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=[Act.REVOKED.value, Act.WITHDRAWN.value]), name="licences_proposed_act"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="licences_four_eyes"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="licences_proposal_reasoned"),
            models.UniqueConstraint(
                fields=["licence"], condition=Q(granted=None), name="licences_one_open_proposal"
            ),
        ]


class Use(models.Model):
    licence = models.ForeignKey(Licence, on_delete=models.CASCADE, related_name="uses")
    purpose = models.CharField(max_length=120)
    ground = models.CharField(max_length=300)
    by_name = models.CharField(max_length=200)
    by_account = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=60, blank=True, default="")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    looks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(purpose="") & ~Q(ground=""), name="licences_use_reasoned"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("at")), name="licences_use_ends"),
        ]
        indexes = [
            models.Index(fields=["licence", "-at"], name="licences_uses"),
            models.Index(fields=["purpose", "licence"], name="licences_use_purpose"),
        ]


class Paper(models.Model):
    """A PDF that the city gave: its code, and the digest by which it is known again."""

    code = models.CharField(max_length=16, unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    matter = models.CharField(max_length=40, blank=True, default="")
    issuer = models.CharField(max_length=60)
    issued_on = models.DateField()
    holder_id = models.BigIntegerField(null=True)
    token = models.CharField(max_length=40)
    use = models.OneToOneField(Use, null=True, on_delete=models.CASCADE, related_name="paper")
    expires_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["matter"], condition=~Q(matter=""), name="licences_paper_matter"),
            models.Index(fields=["holder_id", "-id"], name="licences_paper_holder"),
        ]
