"""Housekeeping of the queue itself."""

from datetime import timedelta

from django.utils import timezone

from cdos.base.jobs.api import schedule
from cdos.base.jobs.models import Effect

REMEMBER_DAYS = 180


@schedule("jobs.forget_effects", daily="03:40", queue="night")
def forget_effects() -> None:
    """Forget effects done long ago; nothing repeats a key after half a year."""
    Effect.objects.filter(done_at__lt=timezone.now() - timedelta(days=REMEMBER_DAYS)).delete()
