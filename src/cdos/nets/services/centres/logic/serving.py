"""What staff of a hall do: whose hall it is, opening it, the desk of the day."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from ..contracts import Desk, TicketState
from ..models import Appointment, Centre, Hall, Ticket
from . import booking, directory, queueing, recording


def may_serve(actor: Actor) -> bool:
    """Whether some hall is served by the actor's units."""
    units = organisation.units_of(actor, Action.HANDLE)
    return bool(units) and Centre.objects.filter(unit__in=units).exists()


def own(actor: Actor, code: str) -> Centre:
    """LookupError; NotAllowed for who does not handle for the unit that serves there."""
    centre = directory.needed(code)
    if not (actor.system or centre.unit in organisation.units_of(actor, Action.HANDLE)):
        raise NotAllowed("no_hall", _("Only who serves in this hall does this."))
    return centre


def ticket(actor: Actor, ticket_id: int) -> Ticket:
    row = Ticket.objects.select_for_update(of=("self",)).select_related("centre").filter(pk=ticket_id).first()
    if row is None:
        raise LookupError(ticket_id)
    own(actor, row.centre_id)
    return row


def appointment(actor: Actor, appointment_id: int) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("slot__centre", "ticket")
    row = rows.filter(pk=appointment_id).first()
    if row is None:
        raise LookupError(appointment_id)
    own(actor, row.slot.centre_id)
    return row


def switch(actor: Actor, centre: Centre, *, open_: bool) -> None:
    """For today only: longer in the evening, or closed early."""
    Hall.objects.update_or_create(
        centre=centre, day=queueing.today(), defaults={"open": open_, "by_name": actor.name}
    )
    recording.switched(actor, centre.code, open_)


def desk(actor: Actor, centre: Centre) -> Desk:
    line, each = queueing.queue(centre), queueing.minutes_each(centre)
    today = Ticket.objects.filter(centre=centre, day=queueing.today()).select_related("centre")
    appointments = booking.of_day(centre, queueing.today())
    recording.seen(actor, appointments)

    def of_state(state: TicketState) -> list[Ticket]:
        return list(today.filter(state=state.value).order_by("-called_at", "-pk")[:12])

    return Desk(
        centre=directory.shown(centre),
        open=queueing.is_open(centre, timezone.now()),
        by_hand=Hall.objects.filter(centre=centre, day=queueing.today()).exists(),
        waiting=tuple(queueing.shown(row, line, pace=each) for row in line),
        called=tuple(queueing.shown(row, [], pace=each) for row in of_state(TicketState.CALLED)),
        gone=tuple(queueing.shown(row, [], pace=each) for row in of_state(TicketState.GONE)),
        appointments=tuple(appointments),
        served=today.filter(state=TicketState.SERVED.value).count(),
        minutes=round(queueing.person_minutes(centre), 1),
    )
