"""The daily look whether the coming year is known."""

from django.db import transaction
from django.utils import timezone

from cdos.base.calendar import api
from cdos.base.jobs import api as jobs


@jobs.schedule("calendar.check_years", daily="07:30")
def check_years() -> None:
    """Announces "calendar.missing_year" with `years` each day until they are entered; portals tell who may enter them."""
    missing = api.missing_years(timezone.localdate())
    if missing:
        with transaction.atomic():
            jobs.announce("calendar.missing_year", years=missing)
