"""What the ledger keeps of appointments: who booked, and which of the staff saw who comes."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Fact, Kind
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from ..contracts import Appointment as Shown
from ..models import Appointment

BOOKED, CANCELLED, ROOM = "appointment.booked", "appointment.cancelled", "appointment.room"
SEEN, HALL = "appointment.seen", "hall.switched"


def register() -> None:
    ledger.register_acts(
        Kind.CHANGE,
        {
            BOOKED: _("Booked an appointment"),
            CANCELLED: _("Cancelled an appointment"),
            ROOM: _("Opened a video room"),
            HALL: _("Opened or closed a hall"),
        },
    )
    ledger.register_acts(Kind.LOOK, {SEEN: _("Saw who has an appointment")})


def did(actor: Actor, row: Appointment, act: str) -> None:
    details = organisation.standing(actor) if actor.is_staff else {}
    ledger.record(
        act=act, by=actor.account_id, about=row.party_id, object=f"appointment:{row.pk}", details=details
    )


def seen(actor: Actor, rows: list[Shown]) -> None:
    """Names on a list of the day."""
    details = organisation.standing(actor)
    ledger.record_many(
        Fact(SEEN, actor.account_id, one.party_id, f"appointment:{one.id}", details)
        for one in rows
        if one.party_id is not None
    )


def switched(actor: Actor, centre: str, open_: bool) -> None:
    details = {**organisation.standing(actor), "purpose": "open" if open_ else "close"}
    ledger.record(act=HALL, by=actor.account_id, object=f"centre:{centre}", details=details)
