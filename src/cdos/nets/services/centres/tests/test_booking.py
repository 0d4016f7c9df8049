"""Appointments: never overbooked, cancelled in time, reminded, missed, and who misses three waits."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cdos.base.matters.contracts import NotAllowed
from cdos.base.notices import api as notices
from cdos.base.organisation.api import acting
from cdos.nets.services.centres import api
from cdos.nets.services.centres.contracts import Appointment as Shown
from cdos.nets.services.centres.contracts import CentreRefused, Mode
from cdos.nets.services.centres.models import Appointment, Slot

from .conftest import HALL, Town

pytestmark = pytest.mark.django_db


def moments(count: int = 1) -> list[datetime]:
    """Half hours at least a day away."""
    day = api.days()[2]
    return [api.at(day, one.at) for one in api.slots(centre=HALL, on=day)[:count]]


def booked(town: Town, at: datetime, number: int = 0, **more: object) -> Shown:
    return api.book(actor=town.residents[number], centre=HALL, at=at, what="咨询", **more)  # type: ignore[arg-type]


def test_a_half_hour_takes_so_many_and_no_more(town: Town) -> None:
    (at,) = moments()
    for number in range(3):
        booked(town, at, number)
    day = timezone.localtime(at).date()
    assert api.slots(centre=HALL, on=day)[0].left == 0
    with pytest.raises(CentreRefused):
        booked(town, at, 3)
    with pytest.raises(IntegrityError), transaction.atomic():  # the database refuses it, too
        Slot.objects.filter(at=at).update(booked=4)


def test_what_was_cancelled_is_free_for_somebody_else(town: Town) -> None:
    (at,) = moments()
    first = booked(town, at)
    booked(town, at, 1)
    booked(town, at, 2)
    with pytest.raises(LookupError):
        api.cancel(actor=town.residents[3], appointment_id=first.id)
    api.cancel(actor=town.one, appointment_id=first.id)
    with pytest.raises(CentreRefused):
        api.cancel(actor=town.one, appointment_id=first.id)
    assert booked(town, at, 3).state == "booked"
    assert Slot.objects.get(at=at).booked == 3


def test_one_person_books_a_time_once_and_three_in_all(town: Town) -> None:
    times = moments(4)
    booked(town, times[0])
    with pytest.raises(CentreRefused):
        booked(town, times[0])
    booked(town, times[1])
    booked(town, times[2])
    with pytest.raises(CentreRefused):
        booked(town, times[3])


def test_a_time_that_is_not_offered_is_refused(town: Town) -> None:
    (at,) = moments()
    for wrong in (at + timedelta(minutes=7), at - timedelta(days=30), at + timedelta(days=60)):
        with pytest.raises(CentreRefused):
            booked(town, wrong)


def test_the_database_shows_an_appointment_to_its_person_only(town: Town) -> None:
    made = booked(town, moments()[0])
    with acting(town.one):
        assert Appointment.objects.filter(pk=made.id).exists()
    for other in (town.residents[1], town.stranger):
        with acting(other):
            assert not Appointment.objects.filter(pk=made.id).exists()


def test_people_are_reminded_a_day_and_an_hour_before_once_each(town: Town) -> None:
    made = booked(town, moments()[0])
    assert town.one.party_id
    assert api.remind(now=made.at - timedelta(hours=30)) == 0
    Appointment.objects.filter(pk=made.id).update(booked_at=made.at - timedelta(days=2))
    assert api.remind(now=made.at - timedelta(hours=23)) == 1
    assert api.remind(now=made.at - timedelta(hours=22)) == 0
    assert api.remind(now=made.at - timedelta(minutes=50)) == 1
    assert api.remind(now=made.at - timedelta(minutes=40)) == 0
    assert len(notices.notices(party_id=town.one.party_id)) == 3  # the booking itself, and two


def test_who_misses_three_books_again_after_thirty_days(town: Town) -> None:
    times = moments(4)
    for at in times[:3]:
        booked(town, at)
    assert api.miss(now=times[2] + timedelta(minutes=20)) == 2  # half an hour's grace
    assert api.miss(now=times[2] + timedelta(minutes=40)) == 1
    with pytest.raises(CentreRefused, match=f"{timezone.localtime(times[2] + timedelta(days=30)):%Y-%m-%d}"):
        booked(town, times[3])
    assert booked(town, times[3], 1).state == "booked"  # others may


def test_a_video_appointment_gets_its_room_from_who_serves(town: Town) -> None:
    (at,) = moments()
    with pytest.raises(CentreRefused):
        api.book(actor=town.one, centre="city-hall", at=at, mode=Mode.VIDEO)
    made = booked(town, at, mode=Mode.VIDEO)
    with pytest.raises(NotAllowed):
        api.open_room(actor=town.stranger, appointment_id=made.id, room="https://meet.example/a")
    with pytest.raises(CentreRefused):
        api.open_room(actor=town.clerk, appointment_id=made.id, room="javascript:alert(1)")
    api.open_room(actor=town.clerk, appointment_id=made.id, room="https://meet.example/a")
    assert api.appointment(actor=town.one, appointment_id=made.id).room == "https://meet.example/a"


def test_nobody_misses_a_video_appointment_for_which_no_room_was_opened(town: Town) -> None:
    first, second = moments(2)
    made, other = booked(town, first, mode=Mode.VIDEO), booked(town, second, mode=Mode.VIDEO)
    api.open_room(actor=town.clerk, appointment_id=other.id, room="https://meet.example/a")
    assert api.miss(now=second + timedelta(hours=1)) == 0
    assert api.appointment(actor=town.one, appointment_id=made.id).state == "cancelled"
    assert api.appointment(actor=town.one, appointment_id=other.id).state == "came"
