"""What happens by itself: reminders, missed appointments, numbers that are forgotten."""

import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from cdos.base.jobs import api as jobs

from . import api

log = structlog.get_logger()


@jobs.schedule("centres.remind", every_s=600)
def remind() -> None:
    with override(settings.LANGUAGE_CODE):
        if told := api.remind(now=timezone.now()):
            log.info("centres.reminded", told=told)


@jobs.schedule("centres.miss", every_s=600)
def miss() -> None:
    with override(settings.LANGUAGE_CODE):
        if missed := api.miss(now=timezone.now()):
            log.info("centres.missed", missed=missed)


@jobs.schedule("centres.forget", daily="03:40")
def forget() -> None:
    """A month later nobody needs to know who waited."""
    api.forget(before=timezone.localdate() - api.KEEP)
