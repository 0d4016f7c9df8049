"""Tables of signing in: second factors, recovery codes, where somebody is signed in, how old a password is."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cdos.base.identity.contracts import FactorKind


class Factor(models.Model):
    """A second factor that works: an authenticator app (one an account) or a passkey."""

    account = models.ForeignKey("identity.Account", on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in FactorKind])
    name = models.CharField(max_length=100, blank=True, default="")
    secret = models.CharField(max_length=400, blank=True, default="")  # of an app; sealed
    used_steps = models.JSONField(default=list)  # the time steps whose codes were used, the newest few
    credential = models.CharField(max_length=1400, null=True, unique=True)  # of a passkey, base64url
    public_key = models.BinaryField(default=b"")
    sign_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(kind=FactorKind.APP), name="identity_factor_one_app"
            ),
            models.CheckConstraint(
                condition=(Q(kind=FactorKind.APP) & ~Q(secret="") & Q(credential=None))
                | Q(kind=FactorKind.PASSKEY, secret="", credential__isnull=False),
                name="identity_factor_whole",
            ),
        ]


class RecoveryCode(models.Model):
    """A code for the day the factor is lost; works once. Only the keyed hash of its 79 random bits is kept."""

    account = models.ForeignKey("identity.Account", on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "digest"], name="identity_recovery_code_once")
        ]


class DeviceSession(models.Model):
    """One sign-in of one browser; the session holds its id, and ends when this row says so."""

    account = models.ForeignKey("identity.Account", on_delete=models.CASCADE, related_name="device_sessions")
    device = models.CharField(max_length=100, blank=True, default="")  # "Chrome · Windows"
    address = models.CharField(max_length=64, blank=True, default="")  # a prefix: 203.0.113.0/24
    how = models.CharField(max_length=60, blank=True, default="")  # words of SignedInBy, with +
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["account", "-seen_at"], name="identity_device_account"),
            models.Index(fields=["seen_at"], name="identity_device_seen"),
        ]


class PasswordState(models.Model):
    """When a password was set, and until when an administrator lets its owner set a new one by a code."""

    account = models.OneToOneField(
        "identity.Account", on_delete=models.CASCADE, related_name="password_state"
    )
    set_at = models.DateTimeField()
    reset_until = models.DateTimeField(null=True, blank=True)
