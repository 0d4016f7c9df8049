"""What only an application knows, and drafts. Answers are sealed: they hold numbers of documents, incomes, families."""

from django.db import models
from django.db.models import Q


class Application(models.Model):
    """One-to-one with its matter, whose state, holder, clocks and timeline are not repeated."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    number = models.CharField(max_length=40, unique=True)
    item = models.CharField(max_length=60)
    item_version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    party_id = models.BigIntegerField()
    unit = models.CharField(max_length=60)
    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=100)
    parent = models.CharField(max_length=40, blank=True, default="")
    sealed = models.BinaryField(null=True)  # answers and the channel's proof, as JSON
    sources = models.JSONField(default=dict)  # field -> where its value is from, in words
    materials = models.JSONField(default=list)
    legal_days = models.FloatField(default=0)
    legal_unit = models.CharField(max_length=20, default="working_days")
    promised_days = models.FloatField(default=0)
    promised_unit = models.CharField(max_length=20, default="working_days")
    fee_fen = models.PositiveBigIntegerField(default=0)
    receipt_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10, blank=True, default="")
    at_once = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    clauses = models.JSONField(default=list)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)  # account; none: the rule
    objection_until = models.DateField(null=True)
    licence = models.CharField(max_length=120, blank=True, default="")
    document = models.CharField(max_length=60, blank=True, default="")
    asked = models.TextField(blank=True, default="")  # what is to be supplemented
    asked_in = models.CharField(max_length=20, blank=True, default="")
    grade = models.PositiveSmallIntegerField(null=True)
    grade_reasons = models.JSONField(default=list)
    grade_text = models.TextField(blank=True, default="")
    graded_at = models.DateTimeField(null=True)
    follow_up = models.CharField(max_length=40, blank=True, default="")
    followed_up = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["party_id", "-matter"], name="applications_of_party"),
            models.Index(fields=["parent"], name="applications_of_parent", condition=~Q(parent="")),
            models.Index(
                fields=["unit", "graded_at"], name="applications_graded", condition=Q(grade__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["", "granted", "refused"]), name="applications_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused") | (~Q(reason="") & Q(objection_until__isnull=False)),
                name="applications_refusal_has_reason_and_term",
            ),
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | Q(grade__range=(1, 5)), name="applications_grade"
            ),
        ]


class Draft(models.Model):
    """What somebody began; one for each item, person and account. Kept for 30 days after the last word."""

    account_id = models.BigIntegerField()
    party_id = models.BigIntegerField()
    item = models.CharField(max_length=60, blank=True, default="")
    bundle = models.CharField(max_length=60, blank=True, default="")
    channel = models.CharField(max_length=20, default="online")
    key = models.CharField(max_length=40)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "party_id", "item", "bundle"], name="applications_one_draft"
            ),
            models.CheckConstraint(
                condition=~Q(item="") | ~Q(bundle=""), name="applications_draft_of_something"
            ),
        ]
