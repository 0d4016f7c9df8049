"""Appointments and numbers of a person, for that person; what for goes when they close their account."""

from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.identity.contracts import Self

from ..contracts import AppointmentState
from ..models import Appointment, Slot, Ticket


def of(asked: Self) -> dict[str, object]:
    if asked.party_id is None:
        return {}
    names = ("slot__centre__name", "slot__at", "slot__mode", "what", "state", "booked_at")
    taken = ("centre__name", "day", "letter", "number", "what", "state", "taken_at", "called_at", "done_at")
    with fence.everything():
        appointments = Appointment.objects.filter(party_id=asked.party_id).order_by("pk")
        tickets = Ticket.objects.filter(party_id=asked.party_id).order_by("pk")
        return {"appointments": list(appointments.values(*names)), "numbers": list(tickets.values(*taken))}


def forget(asked: Self) -> None:
    if asked.party_id is None:
        return
    with fence.everything():
        own = Appointment.objects.filter(party_id=asked.party_id)
        for row in own.filter(state=AppointmentState.BOOKED.value, slot__at__gt=timezone.now()):
            row.state = AppointmentState.CANCELLED.value
            row.save(update_fields=["state"])
            Slot.objects.filter(pk=row.slot_id).update(booked=max(0, row.slot.booked - 1))
        own.update(what="", room="")
        Ticket.objects.filter(party_id=asked.party_id).update(party_id=None, what="")
