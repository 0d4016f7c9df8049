"""Queue numbers (排队叫号): taken, called, served; gone when nobody comes, and once back within half an hour."""

import secrets
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Avg, F
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.organisation.contracts import Actor

from ..contracts import AppointmentState, CentreRefused, Screen, TicketState
from ..contracts import Ticket as Shown
from ..models import Appointment, Centre, Hall, Ticket
from . import booking, directory, telling, times

WALK_IN, APPOINTED = "A", "Y"
WAITING, CALLED = TicketState.WAITING.value, TicketState.CALLED.value
USUAL_MINUTES = 8.0
BACK_WITHIN = timedelta(minutes=30)
BEHIND = 3  # who comes back stands behind so many
FORETOLD = 3  # who has so many before them is told
CALLS = 2  # before somebody counts as gone
ON_SCREEN = 6
_NEXT = """
    INSERT INTO centres_line (centre_id, day, letter, last) VALUES (%s, %s, %s, 1)
    ON CONFLICT (centre_id, day, letter) DO UPDATE SET last = centres_line.last + 1 RETURNING last
"""


def today() -> date:
    return timezone.localdate()


def is_open(centre: Centre, now: datetime) -> bool:
    by_hand = Hall.objects.filter(centre=centre, day=today()).values_list("open", flat=True).first()
    return times.open_by_hours(now) if by_hand is None else by_hand


def queue(centre: Centre) -> list[Ticket]:
    """Who waits, in the order in which they are called."""
    rows = Ticket.objects.filter(centre=centre, day=today(), state=WAITING)
    return list(rows.select_related("centre").order_by("turn_at", "pk"))


def take(actor: Actor, centre: Centre, *, what: str = "", appointment: Appointment | None = None) -> Ticket:
    """A number, and one only while it waits. Who has an appointment is called at its time."""
    now = timezone.now()
    if appointment is None and not is_open(centre, now):
        raise CentreRefused(
            _("%(centre)s gives no numbers now. Opening hours: %(hours)s.")
            % {"centre": centre.name, "hours": centre.opens}
        )
    held = _held(centre, actor.party_id)
    if held is not None and appointment is None:
        return held
    if held is not None and held.state == WAITING:
        leave(held)  # the appointment's number takes its place
    letter = APPOINTED if appointment else WALK_IN
    ((number,),) = statements.run(_NEXT, [centre.pk, today(), letter])
    row = Ticket(
        centre=centre,
        day=today(),
        letter=letter,
        number=number,
        key=secrets.token_urlsafe(16),
        party_id=actor.party_id,
        appointment=appointment,
        what=what.strip()[:120] or (appointment.what if appointment else ""),
        turn_at=appointment.slot.at if appointment else now,
        taken_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # a second press of the button was quicker
        return _held(centre, actor.party_id) or row
    return row


def _held(centre: Centre, party_id: int | None) -> Ticket | None:
    """The number with which somebody waits, or is called, already."""
    if party_id is None:
        return None
    rows = Ticket.objects.filter(centre=centre, day=today(), party_id=party_id)
    return rows.filter(state__in=[WAITING, CALLED]).select_related("centre").first()


def arrive(actor: Actor, row: Appointment) -> Ticket:
    """Who comes to an appointment gets a number that is called at its time, also a little late."""
    now, at = timezone.now(), row.slot.at
    if row.state != AppointmentState.BOOKED.value:
        raise CentreRefused(_("This appointment is not open any more."))
    if now < at - booking.EARLY:
        raise CentreRefused(_("You can say that you are here from an hour before your appointment."))
    booking.came(row)
    return take(actor, row.slot.centre, appointment=row)


def of_key(key: str, *, locked: bool = False) -> Ticket:
    """LookupError."""
    rows = Ticket.objects.select_for_update(of=("self",)) if locked else Ticket.objects.all()
    row = rows.select_related("centre").filter(key=key).first()
    if row is None:
        raise LookupError(key)
    return row


def label(row: Ticket) -> str:
    return f"{row.letter}{row.number:03d}"


def shown(row: Ticket, waiting: list[Ticket] | None = None, *, pace: float | None = None) -> Shown:
    line = queue(row.centre) if waiting is None and row.state == WAITING else waiting or []
    ahead = next((place for place, one in enumerate(line) if one.pk == row.pk), 0)
    each = pace if pace is not None else minutes_each(row.centre)
    back = row.state == TicketState.GONE.value and not row.returned and row.done_at is not None
    return Shown(
        id=row.pk,
        centre=row.centre_id,
        number=label(row),
        ahead=ahead,
        taken_at=row.taken_at,
        state=row.state,
        key=row.key,
        window=row.window,
        calls=row.calls,
        minutes=round(ahead * each),
        may_return=back and timezone.now() < (row.done_at or row.taken_at) + BACK_WITHIN,
        centre_name=row.centre.name,
        what=row.what,
        appointed=row.letter == APPOINTED,
    )


def minutes_each(centre: Centre) -> float:
    """Minutes until the next one is called, by today's pace of all windows together."""
    return person_minutes(centre) / max(1, _windows(centre))


def person_minutes(centre: Centre) -> float:
    done = Ticket.objects.filter(centre=centre, day=today(), state=TicketState.SERVED.value)
    found = done.aggregate(each=Avg(F("done_at") - F("called_at")))["each"]
    return max(0.5, found.total_seconds() / 60) if found else USUAL_MINUTES


def _windows(centre: Centre) -> int:
    """Windows that have called somebody within the last half hour."""
    since = timezone.now() - timedelta(minutes=30)
    rows = Ticket.objects.filter(centre=centre, day=today(), called_at__gte=since)
    return rows.values("window").distinct().count()


def call_next(centre: Centre, window: str) -> Ticket | None:
    """Who has waited longest; of two windows that call at once, each gets another one. None: nobody waits.

    An appointment is called from five minutes before its time, ahead of whoever came without one.
    """
    if not window.strip():
        raise CentreRefused(_("Please say which window you are at."))
    rows = Ticket.objects.select_for_update(of=("self",), skip_locked=True).select_related("centre")
    waiting = rows.filter(centre=centre, day=today(), state=WAITING)
    due = timezone.now() + timedelta(minutes=5)
    row = waiting.filter(letter=APPOINTED, turn_at__lte=due).order_by("turn_at", "pk").first()
    row = row or waiting.filter(turn_at__lte=due).order_by("turn_at", "pk").first()
    row = row or waiting.order_by("turn_at", "pk").first()
    if row is None:
        return None
    _call(row, window.strip()[:20])
    _foretell(centre)
    return row


def _call(row: Ticket, window: str) -> None:
    row.state, row.window, row.called_at, row.calls = CALLED, window, timezone.now(), row.calls + 1
    row.save(update_fields=["state", "window", "called_at", "calls"])
    telling.called(row, label(row))


def _foretell(centre: Centre) -> None:
    line = queue(centre)
    if len(line) > FORETOLD:
        telling.foretold(line[FORETOLD], label(line[FORETOLD]), FORETOLD)


def again(row: Ticket) -> None:
    if row.state != CALLED:
        raise CentreRefused(_("This number is not called now."))
    _call(row, row.window)


def served(row: Ticket) -> None:
    _finish(row, TicketState.SERVED)


def gone(row: Ticket) -> None:
    """Not there after a second call."""
    if row.state == CALLED and row.calls < CALLS:
        raise CentreRefused(_("Please call once more before you pass on to the next."))
    _finish(row, TicketState.GONE)
    telling.gone(row, label(row))


def _finish(row: Ticket, state: TicketState) -> None:
    if row.state != CALLED:
        raise CentreRefused(_("This number is not called now."))
    row.state, row.done_at = state.value, timezone.now()
    row.save(update_fields=["state", "done_at"])


def come_back(row: Ticket) -> None:
    """Once, within half an hour: behind three others, not at the end."""
    if not shown(row, []).may_return:
        raise CentreRefused(_("This number has passed. Please take a new one."))
    line = queue(row.centre)
    before = line[min(BEHIND, len(line)) - 1].turn_at if line else timezone.now()
    row.state, row.returned, row.calls, row.window = WAITING, True, 0, ""
    row.turn_at = before + timedelta(microseconds=1)
    row.save(update_fields=["state", "returned", "calls", "window", "turn_at"])


def leave(row: Ticket) -> None:
    """Gives the number back while it waits."""
    if row.state != WAITING:
        raise CentreRefused(_("This number is not waiting any more."))
    row.state, row.done_at, row.returned = TicketState.GONE.value, timezone.now(), True
    row.save(update_fields=["state", "done_at", "returned"])


def screen(centre: Centre) -> Screen:
    line = queue(centre)
    rows = Ticket.objects.filter(centre=centre, day=today(), called_at__isnull=False).exclude(state=WAITING)
    latest = rows.select_related("centre").order_by("-called_at")[:ON_SCREEN]
    each = minutes_each(centre)
    return Screen(
        centre=directory.shown(centre),
        called=tuple(shown(row, [], pace=each) for row in latest),
        waiting=len(line),
        open=is_open(centre, timezone.now()),
        minutes=round(len(line) * each),
    )


def forget(before: date) -> int:
    old = Ticket.objects.filter(day__lt=before, party_id__isnull=False)
    return old.update(party_id=None, what="")
