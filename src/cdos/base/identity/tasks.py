"""What identity cleans up by night."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from cdos.base.identity.logic import codes, devices, throttle
from cdos.base.jobs import api as jobs


@jobs.schedule("identity.forget", daily="03:20")
def forget() -> None:
    """Codes after two days, attempts after twelve hours, sessions once they are over, what is known of them after 90 days."""
    codes.forget_old()
    devices.forget_old()
    throttle.forget_old(now=timezone.now())
    Session.objects.filter(expire_date__lt=timezone.now() - timedelta(hours=1)).delete()
