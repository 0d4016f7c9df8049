"""What identity cleans up by night."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from cdos.base.identity.logic import codes, throttle
from cdos.base.jobs import api as jobs


@jobs.schedule("identity.forget", daily="03:20")
def forget() -> None:
    """Codes after two days, attempts after twelve hours, sessions once they are over."""
    codes.forget_old()
    throttle.forget_old(now=timezone.now())
    Session.objects.filter(expire_date__lt=timezone.now() - timedelta(hours=1)).delete()
