"""The only door to centres. Keyword-only; CentreRefused, NotAllowed and LookupError as said at each verb."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.organisation import api as organisation
from cdos.base.organisation.api import acted, changing
from cdos.base.organisation.contracts import Action, Actor

from .contracts import Appointment, Centre, Desk, Mode, Place, PlaceRow, Screen, Slot, Ticket
from .logic import booking, directory, queueing, serving, times
from .logic.directory import at_point, good_kind, metres

__all__ = ["at_point", "good_kind", "metres"]
KEEP = timedelta(days=30)  # how long a number knows whose it was


def centre(code: str) -> Centre:
    """LookupError."""
    return directory.shown(directory.needed(code))


def centres_for(*, area: str) -> list[Centre]:
    """Those that serve who lives in an area, the nearest level first."""
    return directory.of_area(area)


def places(
    *, kind: str = "", words: str = "", here: tuple[float, float] | None = None, limit: int = 30
) -> tuple[list[Place], int]:
    """The life map: places of a kind, nearest to `here` (longitude, latitude) first, and how many in all."""
    return directory.places(kind=kind, words=words, here=here, limit=limit)


def load(rows: Iterable[tuple[Centre, int, int]]) -> int:
    """Centres with how many appointments a half hour they take at counters and by video."""
    return directory.load(rows)


def load_facilities(rows: Iterable[PlaceRow]) -> int:
    return directory.load_facilities(rows)


# Appointments


def days() -> list[date]:
    """Days that can be booked."""
    return times.days(timezone.now())


def slots(*, centre: str, on: date, mode: Mode = Mode.COUNTER) -> list[Slot]:
    """Half hours of a day with the places left. LookupError."""
    with fence.everything():
        return booking.slots(directory.needed(centre), on, mode, timezone.now())


def at(on: date, half_hour: str) -> datetime:
    """The moment that a slot's words mean. ValueError."""
    return times.moment(on, datetime.strptime(half_hour, "%H:%M").time())


def book(
    *, actor: Actor, centre: str, at: datetime, mode: Mode = Mode.COUNTER, item: str = "", what: str = ""
) -> Appointment:
    """For the party acted for. LookupError, CentreRefused."""
    with transaction.atomic(), fence.everything():
        row = booking.book(actor, directory.needed(centre), at=at, mode=mode, item=item, what=what)
        return booking.shown(row)


@acted
def appointment(*, actor: Actor, appointment_id: int) -> Appointment:
    """LookupError for another's."""
    return booking.shown(booking.own_row(actor, appointment_id))


@acted
def appointments(*, actor: Actor) -> list[Appointment]:
    """Of the party acted for; what comes first, then what has been."""
    return booking.of_party(actor.party_id) if actor.party_id else []


@changing
def cancel(*, actor: Actor, appointment_id: int) -> None:
    """LookupError, CentreRefused."""
    booking.cancel(actor, booking.own_row(actor, appointment_id, locked=True))


@changing
def arrive(*, actor: Actor, appointment_id: int) -> Ticket:
    """Says on the phone that one is there; the number it becomes. LookupError, CentreRefused."""
    return queueing.shown(queueing.arrive(actor, booking.own_row(actor, appointment_id, locked=True)))


def may_arrive(one: Appointment) -> bool:
    """Whether it is near enough in time."""
    now = timezone.now()
    return (
        one.state == "booked"
        and one.mode == Mode.COUNTER.value
        and one.at - booking.EARLY <= now <= one.at + booking.LATE
    )


def may_cancel(one: Appointment) -> bool:
    return one.state == "booked" and one.at > timezone.now()


def miss(*, now: datetime) -> int:
    """Appointments nobody came to; how many."""
    with transaction.atomic(), fence.everything():
        return booking.miss(now)


def remind(*, now: datetime) -> int:
    with transaction.atomic(), fence.everything():
        return booking.remind(now)


# Queue numbers


def take(*, actor: Actor, centre: str, what: str = "") -> Ticket:
    """A number now; the one that waits already for who took one. LookupError, CentreRefused."""
    with transaction.atomic(), fence.everything():
        return queueing.shown(queueing.take(actor, directory.needed(centre), what=what))


def ticket(key: str) -> Ticket:
    """Whoever has the key sees it. LookupError."""
    with fence.everything():
        return queueing.shown(queueing.of_key(key))


def come_back(key: str) -> Ticket:
    """Once, within half an hour after it was called in vain. LookupError, CentreRefused."""
    with transaction.atomic(), fence.everything():
        row = queueing.of_key(key, locked=True)
        queueing.come_back(row)
        return queueing.shown(row)


def leave(key: str) -> None:
    """Gives a waiting number back. LookupError, CentreRefused."""
    with transaction.atomic(), fence.everything():
        queueing.leave(queueing.of_key(key, locked=True))


def screen(code: str) -> Screen:
    """What hangs on the wall: no names. LookupError."""
    with fence.everything():
        return queueing.screen(directory.needed(code))


# What staff do


def may_serve(*, actor: Actor) -> bool:
    return serving.may_serve(actor)


def own_centres(*, actor: Actor) -> list[Centre]:
    """Halls that the actor's units serve."""
    return directory.of_units(organisation.units_of(actor, Action.HANDLE))


def desk(*, actor: Actor, centre: str) -> Desk:
    """LookupError, NotAllowed. That names were seen is recorded."""
    with transaction.atomic(), fence.everything():
        return serving.desk(actor, serving.own(actor, centre))


def switch(*, actor: Actor, centre: str, open: bool) -> None:
    """Open or close a hall for the rest of today. LookupError, NotAllowed."""
    with transaction.atomic(), fence.everything():
        serving.switch(actor, serving.own(actor, centre), open_=open)


def call_next(*, actor: Actor, centre: str, window: str) -> Ticket | None:
    """None: nobody waits. LookupError, NotAllowed, CentreRefused."""
    with transaction.atomic(), fence.everything():
        found = queueing.call_next(serving.own(actor, centre), window)
        return queueing.shown(found, []) if found else None


def call_again(*, actor: Actor, ticket_id: int) -> None:
    with transaction.atomic(), fence.everything():
        queueing.again(serving.ticket(actor, ticket_id))


def served(*, actor: Actor, ticket_id: int) -> None:
    with transaction.atomic(), fence.everything():
        queueing.served(serving.ticket(actor, ticket_id))


def gone(*, actor: Actor, ticket_id: int) -> None:
    """Not there, after a second call."""
    with transaction.atomic(), fence.everything():
        queueing.gone(serving.ticket(actor, ticket_id))


def give_number(*, actor: Actor, centre: str, what: str = "") -> Ticket:
    """For somebody who stands there without a phone. LookupError, NotAllowed, CentreRefused."""
    with transaction.atomic(), fence.everything():
        nobody = Actor(account_id=actor.account_id, name=actor.name)
        return queueing.shown(queueing.take(nobody, serving.own(actor, centre), what=what))


def came(*, actor: Actor, appointment_id: int) -> Ticket:
    """Somebody with an appointment stands there. LookupError, NotAllowed, CentreRefused."""
    with transaction.atomic(), fence.everything():
        row = serving.appointment(actor, appointment_id)
        return queueing.shown(queueing.arrive(Actor(party_id=row.party_id), row))


def open_room(*, actor: Actor, appointment_id: int, room: str) -> None:
    """The address of the video room; the person is told. LookupError, NotAllowed, CentreRefused."""
    with transaction.atomic(), fence.everything():
        booking.open_room(actor, serving.appointment(actor, appointment_id), room)


def finish_video(*, actor: Actor, appointment_id: int) -> None:
    """The video call took place. LookupError, NotAllowed."""
    with transaction.atomic(), fence.everything():
        booking.came(serving.appointment(actor, appointment_id))


def forget(*, before: date) -> int:
    """Numbers of before that day lose whose they were; how many."""
    with transaction.atomic(), fence.everything():
        return queueing.forget(before)
