"""Reminders before the day to repay, and what follows when it has passed."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.fence import api as fence
from cdos.base.identity import api as identity
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused
from cdos.base.notices import api as notices
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.services.payments.api import in_words

from ..models import Visit

MOVES = {"due": "overdue", "grace": "default"}


def near(number: str, clock: str) -> None:
    """By app and SMS, once a clock."""
    with fence.everything():
        visit = Visit.objects.get(number=number)
    left = visit.credit_fen - visit.repaid_fen
    if left <= 0 or clock not in MOVES:
        return
    with override(identity.contact(visit.party_id).language or settings.LANGUAGE_CODE):
        body = _("Please repay %(sum)s for your treatment on credit (%(number)s) in the coming days.")
        if clock == "grace":
            body = _(
                "Please repay %(sum)s for your treatment on credit (%(number)s) now: else it is a default."
            )
        notices.tell(
            party_id=visit.party_id,
            title=_("Please repay"),
            body=body % {"sum": in_words(left), "number": number},
            link=reverse("credit_care:visit", args=[number]),
            channels=(notices.Channel.APP, notices.Channel.SMS),
            key=f"care-near:{number}:{clock}",
        )


def ran_out(number: str, clock: str) -> None:
    """A visit that was repaid meanwhile has left the state; nothing happens then."""
    if clock not in MOVES:
        return
    try:
        with override(settings.LANGUAGE_CODE):
            matters.act(actor=SYSTEM, number=number, move=MOVES[clock])
    except MoveRefused as late:
        if late.code != "state":
            raise
