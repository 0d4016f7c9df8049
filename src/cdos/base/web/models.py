from django.db import models


class Draft(models.Model):
    """A form as somebody left it; belongs to an account, or to the secret in a visitor's cookie."""

    form = models.CharField(max_length=60)
    account_id = models.BigIntegerField(null=True)
    visitor = models.CharField(max_length=64, blank=True)  # SHA-256 of the cookie's secret, in hex
    fields = models.JSONField(default=dict, db_default={})  # of earlier releases, and empty
    sealed = models.BinaryField(null=True)  # the fields as JSON: people type numbers and phones here
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="draft_has_one_owner",
                condition=models.Q(account_id__isnull=False, visitor="")
                | (models.Q(account_id__isnull=True) & ~models.Q(visitor="")),
            ),
            models.UniqueConstraint(
                name="draft_once_an_account",
                fields=["account_id", "form"],
                condition=models.Q(account_id__isnull=False),
            ),
            models.UniqueConstraint(
                name="draft_once_a_visitor",
                fields=["visitor", "form"],
                condition=models.Q(account_id__isnull=True),
            ),
        ]
        indexes = [models.Index(name="draft_by_age", fields=["saved_at"])]
