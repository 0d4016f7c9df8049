"""Notices, and what the demonstration adapters sent."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cdos.base.notices.contracts import Channel

UNREAD = Q(in_app=True, read_at__isnull=True)


class Notice(models.Model):
    party_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    title = models.TextField()
    body = models.TextField()
    link = models.TextField(default="", blank=True)
    key = models.TextField(default="", blank=True)
    in_app = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(party_id__isnull=False, account_id__isnull=True)
                | Q(party_id__isnull=True, account_id__isnull=False),
                name="notices_notice_one_recipient",
            ),
            models.UniqueConstraint(
                fields=["key", "party_id", "account_id"],
                condition=~Q(key=""),
                name="notices_notice_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                fields=["party_id", "-id"], condition=Q(party_id__isnull=False), name="notices_of_party"
            ),
            models.Index(
                fields=["account_id", "-id"], condition=Q(account_id__isnull=False), name="notices_of_account"
            ),
            models.Index(fields=["party_id"], condition=UNREAD, name="notices_unread_of_party"),
            models.Index(fields=["account_id"], condition=UNREAD, name="notices_unread_of_account"),
        ]


class Sent(models.Model):
    """A message that a demonstration adapter would have sent; the address is kept masked only."""

    channel = models.CharField(max_length=8, choices=[(channel.value, channel.value) for channel in Channel])
    key = models.TextField(unique=True)
    to_masked = models.TextField()
    title = models.TextField()
    body = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["-at"], name="notices_sent_newest")]
