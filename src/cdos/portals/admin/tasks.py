"""What administrators and editors are told without asking."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.base.notices import api as notices
from cdos.base.notices.contracts import Telling
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action


@jobs.subscribe("calendar.missing_year")
def tell_of_missing_years(event: Event) -> None:
    """Once a week, whoever may enter the days of the year."""
    week = f"{timezone.localdate():%G-%V}"
    editors = organisation.holders(action=Action.EDIT_CALENDAR, areas=None)
    for year in event.payload["years"]:
        with override(settings.LANGUAGE_CODE):
            title = _("Working days")
            body = _(
                "The holidays of %(missed)s are not entered yet. Enter them as soon as they are published."
            ) % {"missed": year}
        key, link = f"calendar:{year}:{week}", f"/staff/calendar/{year}/"
        notices.tell_many(
            [Telling(title=title, body=body, account_id=one, link=link, key=key) for one in editors]
        )


@jobs.subscribe("ledger.altered")
def tell_of_altered_ledger(event: Event) -> None:
    """Once a day, whoever may read the ledger."""
    with override(settings.LANGUAGE_CODE):
        title = _("The ledger is not as it was recorded")
        body = (
            _("The nightly check found %(findings)d things wrong; the page of the ledger names them.")
            % event.payload
        )
    key = f"ledger:{timezone.localdate()}"
    readers = organisation.holders(action=Action.READ_LEDGER, areas=None)
    notices.tell_many(
        [Telling(title=title, body=body, account_id=one, link="/admin/ledger/", key=key) for one in readers]
    )
