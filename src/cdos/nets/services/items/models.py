"""The catalogue: entries of the standard catalogue, items, and every version of each."""

from django.db import models
from django.db.models import F, Func, Q

STATES = ("draft", "waiting", "live", "ended")
APPROVER = Func(F("approver_id"), function="to_jsonb", output_field=models.JSONField())


class Standard(models.Model):
    """基本目录."""

    code = models.CharField(max_length=12, primary_key=True)
    title = models.CharField(max_length=200)
    elements = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{12}$"), name="items_standard_code"),
            models.CheckConstraint(condition=~Q(title=""), name="items_standard_title"),
        ]


class Item(models.Model):
    """实施清单: what all versions of an item share."""

    code = models.CharField(max_length=80, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="items_code_plain"
            )
        ]


class Version(models.Model):
    """One version; `elements` holds the contract's fields, the columns beside it what lists and days are asked by."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    department = models.CharField(max_length=60)
    area = models.CharField(max_length=12)
    variant_of = models.CharField(max_length=80, blank=True, default="")
    standard = models.CharField(max_length=12, blank=True, default="")
    instant = models.BooleanField(default=False)
    combinable = models.BooleanField(default=False)
    sought = models.TextField(default="")  # code, title, words, topics, folded for search
    elements = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    effective_from = models.DateField(null=True)
    effective_until = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    author = models.CharField(max_length=100)
    hands = models.JSONField(default=list)  # account ids of all who changed it: none of them approves it
    submitted_by = models.CharField(max_length=100, blank=True, default="")
    approver = models.CharField(max_length=100, blank=True, default="")
    approver_id = models.BigIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True, default="")
    returned = models.CharField(max_length=500, blank=True, default="")
    written_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-written_at"], name="items_version_state"),
            models.Index(fields=["standard"], name="items_version_standard"),
            models.Index(fields=["-written_at"], name="items_version_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="items_version_once"),
            models.UniqueConstraint(
                fields=["item"], name="items_one_open_version", condition=Q(state__in=["draft", "waiting"])
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="items_state_known"),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True) | Q(effective_until__gte=F("effective_from")),
                name="items_days_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(effective_from__isnull=False), name="items_live_has_a_day"
            ),
            # Four eyes: who had a hand in a version is not the one who approves it.
            models.CheckConstraint(
                condition=Q(approver_id__isnull=True) | ~Q(hands__contains=APPROVER),
                name="items_four_eyes",
            ),
        ]
