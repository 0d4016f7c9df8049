"""Forms in their versions. They hold no personal data."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class FormRow(models.Model):
    """One version of a form. A live one never changes; one version of a form at most is being worked on."""

    code = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.JSONField()  # as `logic/wire.py` writes it
    state = models.CharField(max_length=10)
    author_id = models.BigIntegerField(null=True)
    author = models.CharField(max_length=200, blank=True, default="")
    written_by = ArrayField(
        models.BigIntegerField(), default=list, blank=True
    )  # accounts; none of them approves
    approver_id = models.BigIntegerField(null=True)
    approver = models.CharField(max_length=200, blank=True, default="")
    effective_from = models.DateField(null=True)
    effective_until = models.DateField(null=True)  # the last day
    written_at = models.DateTimeField()
    changes = models.PositiveIntegerField(default=0)  # counted up with each change of a draft
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="forms_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state__in=["draft", "waiting"]), name="forms_one_in_work"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "waiting", "live", "ended"]), name="forms_state_known"
            ),
            models.CheckConstraint(
                condition=Q(approver_id__isnull=True) | ~Q(approver_id=F("author_id")), name="forms_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "waiting"]) | Q(effective_from__isnull=False),
                name="forms_live_from_a_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "code"], name="forms_by_state")]
