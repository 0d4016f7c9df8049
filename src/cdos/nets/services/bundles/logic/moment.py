"""The present moment, in one place, so that a test can let an hour pass."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()
