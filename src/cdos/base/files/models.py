"""Files at rest. The bytes lie in the media folder under the token."""

from django.db import models
from django.db.models.functions import Now

from cdos.base.files.contracts import FileKind


class File(models.Model):
    token = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in FileKind])
    mime = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.IntegerField(default=0)
    height = models.IntegerField(default=0)
    has_thumbnail = models.BooleanField(default=False)
    has_location = models.BooleanField(default=False)  # kept because the person agreed
    uploaded_by = models.BigIntegerField(null=True)  # account
    uploader = models.CharField(
        max_length=64, blank=True, default=""
    )  # a visitor's own mark, kept in the session
    owner_kind = models.CharField(max_length=40, blank=True, default="")
    owner_id = models.BigIntegerField(null=True)
    kept_until = models.DateTimeField(null=True)  # loose, but a draft names it
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="files_file_not_empty"),
            models.CheckConstraint(
                condition=models.Q(owner_kind="", owner_id__isnull=True)
                | (~models.Q(owner_kind="") & models.Q(owner_id__isnull=False)),
                name="files_file_owner_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner_kind", "owner_id"], condition=~models.Q(owner_kind=""), name="files_file_owner"
            ),
            models.Index(fields=["created_at"], condition=models.Q(owner_kind=""), name="files_file_loose"),
            models.Index(fields=["uploader"], condition=models.Q(owner_kind=""), name="files_file_uploader"),
        ]
