"""Tables of rulings: each is a matter; views of its panel; the precedents that rulings leave."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .contracts import Cause


class Ruling(models.Model):
    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    appeal_id = models.BigIntegerField()
    appeal = models.CharField(max_length=40)  # its number
    cause = models.CharField(max_length=12)
    units = ArrayField(models.CharField(max_length=60), default=list)
    meanwhile = models.CharField(max_length=60, blank=True, default="")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    unit = models.CharField(max_length=60, blank=True, default="")
    grounds = models.TextField(blank=True, default="")
    decided_by = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["appeal_id"], name="rulings_appeal")]
        constraints = [
            models.UniqueConstraint(
                fields=["appeal_id"], name="rulings_one_open", condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(condition=Q(cause__in=[c.value for c in Cause]), name="rulings_cause"),
            models.CheckConstraint(
                condition=Q(unit="") | (Q(ended_at__isnull=False) & ~Q(grounds="")), name="rulings_grounds"
            ),
        ]


class PanelView(models.Model):
    """One view a unit of the panel, the last it gave; a supervisor's own has no unit."""

    ruling = models.ForeignKey(Ruling, on_delete=models.CASCADE, related_name="views")
    unit = models.CharField(max_length=60, blank=True, default="")
    account_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=100)
    whose = models.CharField(max_length=60)
    grounds = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ruling", "unit", "account_id"], name="rulings_view_once")
        ]


class PrecedentRow(models.Model):
    """No personal data: duty, area, unit and grounds. Never changed but to be withdrawn, and its uses counted."""

    number = models.CharField(max_length=32)  # of the ruling
    appeal = models.CharField(max_length=40, blank=True, default="")
    ruled_on = models.DateField()
    item = models.CharField(max_length=20, blank=True, default="")
    item_name = models.CharField(max_length=120, blank=True, default="")
    wording = models.CharField(max_length=60, blank=True, default="")
    area = models.CharField(max_length=12)
    unit = models.CharField(max_length=60)
    grounds = models.TextField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    made_by = models.CharField(max_length=100, blank=True, default="")
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.CharField(max_length=100, blank=True, default="")
    why_withdrawn = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(item="") | ~Q(wording=""), name="rulings_precedent_of_what"),
            models.CheckConstraint(condition=~Q(grounds=""), name="rulings_precedent_grounds"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="rulings_precedent_forward",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(why_withdrawn=""),
                name="rulings_precedent_why_withdrawn",
            ),
        ]
