"""Receipts of decisions, what no longer fits them, and documents read by machine. A receipt is never changed: the database refuses it."""

from django.db import models
from django.db.models import Q


class Receipt(models.Model):
    matter = models.CharField(max_length=40)
    matter_id = models.BigIntegerField()
    party_id = models.BigIntegerField(null=True)
    rule = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    truth = models.CharField(max_length=8)
    outcome = models.CharField(max_length=8)
    sampled = models.BooleanField(default=False)
    decided_at = models.DateTimeField()
    sealed = models.BinaryField()  # data used and trace: what people are is stored sealed
    outputs = models.JSONField(default=dict)
    remedies = models.JSONField(default=list)  # [[key, last day]]
    seal = models.CharField(max_length=64)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["matter_id"], name="decisions_receipt_matter"),
            models.Index(fields=["rule", "decided_at"], name="decisions_receipt_rule"),
            models.Index(fields=["party_id"], name="decisions_receipt_party"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["granted", "refused", "ask", "person"]),
                name="decisions_outcome_known",
            ),
            # An unknown value never refuses, nor grants, anybody.
            models.CheckConstraint(
                condition=(~Q(outcome="granted") | Q(truth="yes")) & (~Q(outcome="refused") | Q(truth="no")),
                name="decisions_outcome_follows",
            ),
        ]


class Drift(models.Model):
    receipt = models.ForeignKey(Receipt, models.CASCADE)
    matter_id = models.BigIntegerField()
    seen_at = models.DateTimeField()
    now = models.CharField(max_length=8)
    cause = models.CharField(max_length=64)  # what it stands on: the same is told once
    sealed = models.BinaryField()  # what changed, put in words for the reader
    state = models.CharField(max_length=8, default="open")
    note = models.CharField(max_length=500, blank=True, default="")
    by = models.CharField(max_length=100, blank=True, default="")
    looked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-seen_at"], name="decisions_drift_state")]
        constraints = [
            models.UniqueConstraint(fields=["receipt", "cause"], name="decisions_drift_once"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "stands", "review"]), name="decisions_drift_state_known"
            ),
        ]


class DocumentRead(models.Model):
    token = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    party_id = models.BigIntegerField(null=True)  # whose matter it is
    account_id = models.BigIntegerField(null=True)  # who uploaded it
    fields = models.JSONField(default=list)  # names of the data it was asked for
    engine = models.CharField(max_length=40, blank=True, default="")
    why_not = models.CharField(max_length=300, blank=True, default="")
    sealed = models.BinaryField()  # what was found, and what the person confirmed
    asked_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)  # None: the reader is at it
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "party_id"], name="decisions_read_once"),
        ]
