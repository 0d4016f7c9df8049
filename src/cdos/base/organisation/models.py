"""Areas, units, posts, who holds them and who stands in."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cdos.base.organisation.contracts import AreaLevel, Role, UnitLevel


def _one_of(field: str, values: type[AreaLevel] | type[UnitLevel] | type[Role]) -> Q:
    return Q(**{f"{field}__in": [value.value for value in values]})


class Area(models.Model):
    """A part of the city; codes nest, so a part's code begins with its parent's."""

    code = models.CharField(primary_key=True, max_length=12)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=10)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    lon = models.FloatField()
    lat = models.FloatField()
    boundary = models.JSONField(null=True)  # GeoJSON geometry, WGS 84
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("level", AreaLevel), name="organisation_area_level"),
            models.CheckConstraint(
                condition=Q(level="city", parent=None) | (~Q(level="city") & Q(parent__isnull=False)),
                name="organisation_area_parent",
            ),
        ]


class Unit(models.Model):
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=10)
    function = models.CharField(max_length=20)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", to_field="code", null=True, on_delete=models.PROTECT, related_name="children"
    )
    phone = models.CharField(max_length=30, blank=True, db_default="")
    backstop = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("level", UnitLevel), name="organisation_unit_level"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("code")), name="organisation_unit_not_own_parent"
            ),
        ]


class Post(models.Model):
    """A function of a unit with a role and a reach; several people may hold it."""

    unit = models.ForeignKey(Unit, to_field="code", on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=12)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60, blank=True, db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("role", Role), name="organisation_post_role"),
            models.UniqueConstraint(fields=["unit", "role", "area", "title"], name="organisation_post_once"),
        ]


class Appointment(models.Model):
    """Who holds a post, from a day to a day (both included); no end means until further notice."""

    account_id = models.BigIntegerField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="organisation_appointment_dates",
            ),
            models.UniqueConstraint(
                fields=["account_id", "post", "from_on"], name="organisation_appointment_once"
            ),
        ]


class Deputations(models.QuerySet["Deputation"]):
    def effective(self) -> "Deputations":
        """Those that give power today."""
        today = timezone.localdate()
        answered = self.filter(accepted_at__isnull=False, ended_at=None)
        return answered.filter(from_on__lte=today, until_on__gte=today)


class Deputation(models.Model):
    """A stand-in for an appointment; it gives power only between its days and only once accepted."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="deputations")
    deputy_id = models.BigIntegerField(db_index=True)  # an account
    from_on = models.DateField()
    until_on = models.DateField()
    proposed_by = models.CharField(max_length=100, blank=True, db_default="")
    proposed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = Deputations.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="organisation_deputation_dates"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None), name="organisation_deputation_one_answer"
            ),
        ]


class Emergency(models.Model):
    """One matter opened for one member of staff by breaking the glass; kept for good."""

    account_id = models.BigIntegerField()
    matter_id = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    justified = models.BooleanField(null=True)  # in the eyes of a guardian
    judgement = models.CharField(max_length=500, blank=True, default="")
    judged_by = models.BigIntegerField(null=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["account_id", "until_at"],
                condition=Q(ended_at=None),
                name="organisation_emergency_open",
            ),
            models.Index(fields=["-from_at"], name="organisation_emergency_new"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="organisation_emergency_reason"),
            models.CheckConstraint(
                condition=Q(until_at__gt=F("from_at")), name="organisation_emergency_dates"
            ),
            models.CheckConstraint(
                condition=Q(judged_at=None, justified=None)
                | (Q(judged_at__isnull=False, justified__isnull=False) & ~Q(judged_by=F("account_id"))),
                name="organisation_emergency_judged",
            ),
        ]


class Stamp(models.Model):
    """One row, new at each change of areas or units: processes compare it to know whether their copy is stale."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="organisation_stamp_single")]
