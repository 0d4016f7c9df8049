"""Tables of identity. Clear documents, phones and mails are read through `logic/vault.py` only."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cdos.base.identity.contracts import Assurance, DocumentKind, PartyKind, Relation
from cdos.base.identity.sign_in_models import DeviceSession, Factor, PasswordState, RecoveryCode

__all__ = ["DeviceSession", "Factor", "PasswordState", "RecoveryCode"]


class Party(models.Model):
    """A person or an enterprise. One table, since a matter's subject may be either."""

    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in PartyKind])
    name = models.CharField(max_length=200)
    document_kind = models.CharField(
        max_length=20, blank=True, default="", choices=[(kind.value, kind.value) for kind in DocumentKind]
    )
    # Sealed: see `logic/vault.py`. The clear columns are those of earlier releases, and empty.
    document_number = models.CharField(max_length=200, blank=True, default="", db_default="")
    phone = models.CharField(max_length=200, blank=True, default="", db_default="")
    mail = models.CharField(max_length=254, blank=True, default="", db_default="")
    document_sealed = models.BinaryField(null=True)
    document_blind = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    phone_blind = models.BinaryField(null=True)
    mail_sealed = models.BinaryField(null=True)
    mail_blind = models.BinaryField(null=True)
    community = models.CharField(max_length=12, blank=True, default="")
    born_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document_number", "document_kind"],
                condition=~Q(document_number=""),
                name="identity_party_document_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="identity_party_named"),
            models.CheckConstraint(condition=Q(kind__in=list(PartyKind)), name="identity_party_kind"),
            models.UniqueConstraint(
                fields=["document_blind", "document_kind"],
                condition=Q(document_blind__isnull=False),
                name="identity_party_blind_document_once",
            ),
            models.CheckConstraint(
                condition=Q(document_number="", document_blind__isnull=True, document_kind="")
                | (
                    (~Q(document_number="") | Q(document_blind__isnull=False))
                    & Q(document_kind__in=list(DocumentKind))
                ),
                name="identity_party_document_kind_told",
            ),
            models.CheckConstraint(
                condition=Q(document_blind__isnull=True, document_sealed__isnull=True)
                | Q(document_blind__isnull=False, document_sealed__isnull=False),
                name="identity_party_sealed_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["phone_blind"], condition=Q(phone_blind__isnull=False), name="identity_party_phone"
            ),
        ]


class Account(models.Model):
    """A sign-in. Failed attempts are counted in `Throttle`, so that nobody can lock another person out."""

    login = models.CharField(max_length=150, unique=True)
    password = models.CharField(max_length=200, blank=True, default="")
    name = models.CharField(max_length=200)
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts")
    assurance = models.SmallIntegerField(default=Assurance.ANONYMOUS)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(db_default=True, default=True)
    language = models.CharField(max_length=12, blank=True, default="")
    # Raised to end every session of the account at once.
    epoch = models.IntegerField(default=0, db_default=0)
    demo_role = models.CharField(max_length=100, blank=True, default="", db_default="")
    demo_what = models.CharField(max_length=300, blank=True, default="", db_default="")
    last_seen_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # by its owner
    erased_at = models.DateTimeField(null=True, blank=True)  # the person of a closed account is known no more
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(login=""), name="identity_account_login"),
            models.CheckConstraint(
                condition=Q(assurance__in=[level.value for level in Assurance]),
                name="identity_account_assurance",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=~Q(demo_role=""), name="identity_account_demo"),
            models.Index(
                fields=["id"],
                condition=Q(closed_at__isnull=False, erased_at=None),
                name="identity_account_closed",
            ),
        ]


class Mandate(models.Model):
    """A right to act for another party, for a time."""

    holder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandates")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="represented_by")
    relation = models.CharField(
        max_length=12, choices=[(relation.value, relation.value) for relation in Relation]
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)  # the last day
    confirmed_by = models.CharField(max_length=200, blank=True, default="", db_default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "party", "relation", "valid_from"], name="identity_mandate_once"
            ),
            models.CheckConstraint(condition=~Q(holder=models.F("party")), name="identity_mandate_another"),
            models.CheckConstraint(
                condition=Q(relation__in=[Relation.CHILD, Relation.PARENT, Relation.AGENT]),
                name="identity_mandate_relation",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="identity_mandate_dates",
            ),
        ]


class PhoneCode(models.Model):
    """A code sent to a phone; only its keyed hash is kept."""

    phone = models.CharField(max_length=200)
    purpose = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    address = models.CharField(max_length=64, blank=True, default="")
    attempts = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["phone", "-created_at"], name="identity_code_phone"),
            models.Index(fields=["address", "-created_at"], name="identity_code_address"),
        ]


class Throttle(models.Model):
    """Failed sign-ins of a pair of login and address, of an address, of a login: one row each."""

    key = models.CharField(max_length=80, primary_key=True)
    failed = models.IntegerField(default=0)
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True)


class ExternalIdentity(models.Model):
    """Who an outside sign-in provider says somebody is."""

    provider = models.CharField(max_length=40)
    subject = models.CharField(max_length=255)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="external_identities")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "subject"], name="identity_external_once")]


class ApiToken(models.Model):
    """A bearer token; only the SHA-256 of its 256 random bits is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=200, default="read")
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())


class SignInCode(models.Model):
    """A code given to another system that recognises our sign-in: used once, within two minutes; named by its digest."""

    name = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    data = models.JSONField()
    expires_at = models.DateTimeField()


class DemoProviderRecord(models.Model):
    """What the demonstration sign-in provider must remember across web workers: its key and the codes it gave."""

    name = models.CharField(max_length=120, primary_key=True)
    data = models.JSONField()
    expires_at = models.DateTimeField(null=True, blank=True)
