"""Tables of the ledger. Sealed rows are only added; the verbs are in `logic`, mostly as prepared statements."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Intake(models.Model):
    """Recorded in the transaction of the act itself, moved into the chain by the sealer within about a second."""

    ref = models.BinaryField()  # 16 random bytes: the row's name until it has a place
    at = models.DateTimeField()
    kind = models.CharField(max_length=10)
    act = models.CharField(max_length=80)
    by_account = models.BigIntegerField(null=True)
    about_party = models.BigIntegerField(null=True)
    object = models.CharField(max_length=200)
    digest = models.BinaryField()  # of salt and details; empty when there are none
    mac = models.BinaryField()  # keyed digest of all of the above
    salt = models.BinaryField(null=True)
    details = models.TextField(null=True)


class Entry(models.Model):
    """A row of the chain. `hash` is its leaf in the tree (RFC 6962) and the next row's `prev`.

    A forged row with the same number can lie beside the true one, so that no forger can keep the sealer from writing.
    """

    pk = models.CompositePrimaryKey("seq", "ref")
    seq = models.BigIntegerField()
    ref = models.BinaryField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=10)
    act = models.CharField(max_length=80)
    by_account = models.BigIntegerField(null=True)
    about_party = models.BigIntegerField(null=True)
    object = models.CharField(max_length=200)
    digest = models.BinaryField()
    prev = models.BinaryField()
    hash = models.BinaryField()
    seal = models.BinaryField()  # keyed digest of `hash`: only the sealer's key makes it

    class Meta:
        indexes = [
            models.Index(
                fields=["about_party", "-seq"], condition=Q(about_party__isnull=False), name="ledger_about"
            ),
            models.Index(
                fields=["by_account", "-seq"], condition=Q(by_account__isnull=False), name="ledger_by"
            ),
            models.Index(fields=["object", "-seq"], condition=~Q(object=""), name="ledger_object"),
            models.Index(fields=["act", "-seq"], name="ledger_act"),
        ]


class Detail(models.Model):
    """The clear details of a row and the salt of their digest: what an erasure by law takes away."""

    seq = models.BigIntegerField(primary_key=True)
    about_party = models.BigIntegerField(null=True)
    salt = models.BinaryField()
    details = models.TextField()

    class Meta:
        indexes = [
            models.Index(
                fields=["about_party"], condition=Q(about_party__isnull=False), name="ledger_detail_about"
            )
        ]


class Node(models.Model):
    """The digest of a complete subtree of 2**level leaves, from 256 up; smaller ones are worked out from the rows."""

    pk = models.CompositePrimaryKey("level", "number")
    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hash = models.BinaryField()


class State(models.Model):
    """One row: how far the chain is. `mac` is under the sealer's key."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    log = models.UUIDField(default=uuid.uuid4)
    digest_name = models.CharField(max_length=10)
    size = models.BigIntegerField(default=0)
    last = models.BinaryField()  # hash of the last row
    peaks = models.BinaryField()  # complete subtrees of the right edge, biggest first, 32 bytes each
    mac = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="ledger_state_single")]


class SignedHead(models.Model):
    """Own heads, signed hourly and at every verify and backup; rows are only added."""

    log = models.UUIDField()
    node = models.CharField(max_length=80)
    digest_name = models.CharField(max_length=10)
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    at = models.CharField(max_length=40)  # exactly as signed
    algorithm = models.CharField(max_length=10)
    key_id = models.CharField(max_length=16)
    public_key = models.TextField()
    signature = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["-size"], name="ledger_head_size")]


class HeadCosignature(models.Model):
    """What witnesses said of our heads."""

    head = models.ForeignKey(SignedHead, on_delete=models.CASCADE, related_name="cosignatures")
    node = models.CharField(max_length=80)
    at = models.CharField(max_length=40)
    algorithm = models.CharField(max_length=10)
    key_id = models.CharField(max_length=16)
    public_key = models.TextField()
    signature = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["head", "node"], name="ledger_cosigned_once")]


class Peer(models.Model):
    """Another node whose heads we cosign and who cosigns ours; its key was compared by a person when it was added."""

    node = models.CharField(max_length=80, unique=True)
    url = models.CharField(max_length=300)
    algorithm = models.CharField(max_length=10)
    key_id = models.CharField(max_length=16)
    public_key = models.TextField()
    added_at = models.DateTimeField(default=timezone.now)
    told_size = models.BigIntegerField(default=0)  # of ours, what it has cosigned
    trouble = models.CharField(max_length=300, blank=True, default="")


class SeenHead(models.Model):
    """Heads of other nodes that we have cosigned; the newest is what the next one must follow from."""

    log = models.UUIDField()
    node = models.CharField(max_length=80)
    digest_name = models.CharField(max_length=10)
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    at = models.CharField(max_length=40)
    algorithm = models.CharField(max_length=10)
    key_id = models.CharField(max_length=16)
    public_key = models.TextField()
    signature = models.CharField(max_length=200)
    cosigned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "size"], name="ledger_seen_once")]


class Verification(models.Model):
    """When the whole ledger was last verified, and what was found."""

    at = models.DateTimeField(default=timezone.now)
    ok = models.BooleanField()
    rows = models.BigIntegerField()
    seconds = models.FloatField()
    report = models.JSONField()
