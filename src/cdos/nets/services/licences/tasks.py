"""What happens by itself: licences run out, and holders are told a month before."""

import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from cdos.base.jobs import api as jobs

from . import api

log = structlog.get_logger()


@jobs.schedule("licences.expire", daily="00:10")
def expire() -> None:
    """Those whose last day was yesterday."""
    with override(settings.LANGUAGE_CODE):
        if ended := api.expire(today=timezone.localdate()):
            log.info("licences.expired", ended=ended)


@jobs.schedule("licences.remind", daily="09:30")
def remind() -> None:
    with override(settings.LANGUAGE_CODE):
        if told := api.remind(today=timezone.localdate()):
            log.info("licences.reminded", told=told)
