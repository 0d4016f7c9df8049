"""Appointments (预约): booked, cancelled, kept or missed. Who misses three within ninety days waits thirty."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.organisation.contracts import Actor
from cdos.nets.services.items import api as items

from ..contracts import Appointment, AppointmentState, CentreRefused, Mode, Slot
from ..models import Appointment as Row
from ..models import Centre
from ..models import Slot as SlotRow
from . import directory, recording, telling, times

BOOKED = AppointmentState.BOOKED.value
MOST_OPEN = 3
MISSES, MISSED_WITHIN, WAITS = 3, timedelta(days=90), timedelta(days=30)
LATE = timedelta(minutes=30)  # after this it is missed
EARLY = timedelta(minutes=60)  # who comes so long before gets a number


def shown(row: Row, *, name: str = "") -> Appointment:
    slot = row.slot
    ticket = getattr(row, "ticket", None)
    return Appointment(
        id=row.pk,
        centre=slot.centre_id,
        item=row.item,
        at=slot.at,
        state=row.state,
        mode=slot.mode,
        what=row.what,
        centre_name=slot.centre.name,
        room=row.room,
        party_id=row.party_id,
        name=name,
        ticket=ticket.key if ticket else "",
    )


def slots(centre: Centre, on: date, mode: Mode, now: datetime) -> list[Slot]:
    """Half hours that can still be chosen, full ones too."""
    capacity = _capacity(centre, mode)
    wanted = times.bookable(on, now)
    taken = {
        row.at: row.capacity - row.booked
        for row in SlotRow.objects.filter(centre=centre, mode=mode.value, at__in=wanted)
    }
    return [
        Slot(centre.code, on, f"{timezone.localtime(at):%H:%M}", taken.get(at, capacity)) for at in wanted
    ]


def _capacity(centre: Centre, mode: Mode) -> int:
    return centre.video_capacity if mode is Mode.VIDEO else centre.capacity


def blocked_until(party_id: int, now: datetime) -> datetime | None:
    """None: may book."""
    missed = Row.objects.filter(
        party_id=party_id, state=AppointmentState.MISSED.value, slot__at__gte=now - MISSED_WITHIN
    ).order_by("-slot__at")
    times_ = list(missed.values_list("slot__at", flat=True)[:MISSES])
    if len(times_) < MISSES:
        return None
    until = times_[0] + WAITS
    return until if until > now else None


def book(actor: Actor, centre: Centre, *, at: datetime, mode: Mode, item: str, what: str) -> Row:
    """CentreRefused in words that say what to do. The slot's own constraint holds when many book at once."""
    if actor.party_id is None:
        raise CentreRefused(_("Please sign in as who comes to the centre."))
    now = timezone.now()
    capacity = _capacity(centre, mode)
    if not capacity:
        raise directory.refuse_video(centre)
    if at not in times.bookable(timezone.localtime(at).date(), now):
        raise CentreRefused(_("Please choose one of the times shown."))
    if until := blocked_until(actor.party_id, now):
        raise CentreRefused(
            _(
                "You did not come to three appointments, so you can book again from %(day)s. Until then please take a number at the centre."
            )
            % {"day": f"{timezone.localtime(until):%Y-%m-%d}"}
        )
    _check_open(actor.party_id, at)
    row = Row(party_id=actor.party_id, account_id=actor.account_id, item=item, what=_what(item, what))
    with transaction.atomic():
        row.slot = _take_place(centre, at, mode, capacity)
        row.save()
    recording.did(actor, row, recording.BOOKED)
    telling.booked(shown(row))
    return row


def _check_open(party_id: int, at: datetime) -> None:
    held = list(Row.objects.filter(party_id=party_id, state=BOOKED).values_list("slot__at", flat=True))
    if at in held:
        raise CentreRefused(_("You have an appointment at this time already."))
    if len(held) >= MOST_OPEN:
        raise CentreRefused(
            _("You have three appointments already; cancel one you do not need before you book another.")
        )


def _take_place(centre: Centre, at: datetime, mode: Mode, capacity: int) -> SlotRow:
    SlotRow.objects.bulk_create(
        [SlotRow(centre=centre, at=at, mode=mode.value, capacity=capacity)], ignore_conflicts=True
    )
    wanted = SlotRow.objects.filter(centre=centre, at=at, mode=mode.value)
    if not wanted.filter(booked__lt=F("capacity")).update(booked=F("booked") + 1):
        raise CentreRefused(_("Somebody has just taken the last place at this time. Please choose another."))
    return wanted.select_related("centre").get()


def _what(item: str, what: str) -> str:
    found = items.item(item) if item else None
    return (found.title if found else what.strip())[:120]


def own_row(actor: Actor, appointment_id: int, *, locked: bool = False) -> Row:
    """LookupError for another's."""
    rows = Row.objects.select_for_update(of=("self",)) if locked else Row.objects.all()
    row = rows.select_related("slot__centre", "ticket").filter(pk=appointment_id).first()
    if row is None or actor.party_id is None or row.party_id != actor.party_id:
        raise LookupError(appointment_id)
    return row


def cancel(actor: Actor, row: Row) -> None:
    """Until it begins; the place is free for somebody else at once."""
    if row.state != BOOKED or row.slot.at <= timezone.now():
        raise CentreRefused(_("This appointment cannot be cancelled any more."))
    _settle(row, AppointmentState.CANCELLED)
    SlotRow.objects.filter(pk=row.slot_id).update(booked=F("booked") - 1)
    recording.did(actor, row, recording.CANCELLED)


def came(row: Row) -> None:
    _settle(row, AppointmentState.CAME)


def _settle(row: Row, state: AppointmentState) -> None:
    row.state, row.settled_at = state.value, timezone.now()
    row.save(update_fields=["state", "settled_at"])


def of_party(party_id: int) -> list[Appointment]:
    """What comes first, then what has been."""
    rows = Row.objects.filter(party_id=party_id).select_related("slot__centre", "ticket")
    open_ = [shown(row) for row in rows.filter(state=BOOKED).order_by("slot__at")]
    past = [shown(row) for row in rows.exclude(state=BOOKED).order_by("-slot__at")[:20]]
    return open_ + past


def of_day(centre: Centre, on: date) -> list[Appointment]:
    """With the names of who comes, for who receives them."""
    start = times.moment(on, datetime.min.time())
    rows = (
        Row.objects.filter(slot__centre=centre, slot__at__gte=start, slot__at__lt=start + timedelta(days=1))
        .exclude(state=AppointmentState.CANCELLED.value)
        .select_related("slot__centre", "ticket")
        .order_by("slot__at", "pk")
    )
    known = identity.parties([row.party_id for row in rows])
    return [shown(row, name=known[row.party_id].name if row.party_id in known else "") for row in rows]


def open_room(actor: Actor, row: Row, room: str) -> None:
    """The address of the video call; the person is told at once."""
    if row.slot.mode != Mode.VIDEO.value or row.state != BOOKED:
        raise CentreRefused(_("This is no video appointment that waits."))
    if not room.startswith("https://") or len(room) > 300 or " " in room:
        raise CentreRefused(_("Please paste the address of the video room; it begins with https://."))
    row.room = room
    row.save(update_fields=["room"])
    recording.did(actor, row, recording.ROOM)
    telling.room(shown(row))


def miss(now: datetime) -> int:
    """Those nobody came to; how many. By video it is the office that opens the room: a person does not miss its silence."""
    due = Row.objects.select_for_update(of=("self",), skip_locked=True).select_related("slot__centre")
    over = due.filter(state=BOOKED, slot__at__lt=now - LATE)
    for row in over.filter(slot__mode=Mode.VIDEO.value)[:1000]:
        _by_video(row)
    rows = list(over.exclude(slot__mode=Mode.VIDEO.value)[:1000])
    for row in rows:
        _settle(row, AppointmentState.MISSED)
        telling.missed(shown(row), blocked_until(row.party_id, now))
    return len(rows)


def _by_video(row: Row) -> None:
    if row.room:
        came(row)
        return
    _settle(row, AppointmentState.CANCELLED)
    telling.not_opened(shown(row))


def remind(now: datetime) -> int:
    """A day before, and an hour before; once each."""
    rows = Row.objects.filter(state=BOOKED, slot__at__gt=now, slot__at__lte=now + timedelta(hours=24))
    told = 0
    for row in rows.select_related("slot__centre", "ticket"):
        soon = row.slot.at <= now + timedelta(hours=1)
        if soon or row.booked_at <= row.slot.at - timedelta(hours=24):
            told += telling.reminded(shown(row), soon=soon)
    return told
