"""Queue numbers: in order, appointments at their time, gone and back once, and how many are ahead."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cdos.base.matters.contracts import NotAllowed
from cdos.base.notices import api as notices
from cdos.nets.services.centres import api
from cdos.nets.services.centres.contracts import CentreRefused
from cdos.nets.services.centres.models import Appointment, Slot, Ticket

from .conftest import DATA, HALL, Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(town: Town) -> Town:
    api.switch(actor=town.clerk, centre=HALL, open=True)
    return town


def called(town: Town) -> str:
    found = api.call_next(actor=town.clerk, centre=HALL, window="3 号窗")
    return found.number if found else ""


def test_numbers_are_called_in_their_order_and_each_knows_how_many_are_ahead(hall: Town) -> None:
    numbers = [api.take(actor=one, centre=HALL) for one in hall.residents]
    assert [one.number for one in numbers] == ["A001", "A002", "A003", "A004"]
    assert [api.ticket(one.key).ahead for one in numbers] == [0, 1, 2, 3]
    assert called(hall) == "A001"
    assert [api.ticket(one.key).ahead for one in numbers[1:]] == [0, 1, 2]
    assert api.ticket(numbers[0].key).window == "3 号窗"
    assert api.ticket(numbers[3].key).minutes > 0


def test_a_second_press_gives_no_second_number(hall: Town) -> None:
    first = api.take(actor=hall.one, centre=HALL)
    assert api.take(actor=hall.one, centre=HALL).number == first.number


def test_a_closed_hall_gives_no_number(hall: Town) -> None:
    api.switch(actor=hall.clerk, centre=HALL, open=False)
    with pytest.raises(CentreRefused):
        api.take(actor=hall.one, centre=HALL)
    assert not api.screen(HALL).open


def test_who_is_called_and_who_comes_soon_are_told(hall: Town) -> None:
    for _other in range(4):
        api.give_number(actor=hall.clerk, centre=HALL)
    api.take(actor=hall.one, centre=HALL)
    assert hall.one.party_id
    called(hall)
    assert "A005" in notices.notices(party_id=hall.one.party_id)[0].title  # three before
    for _other in range(4):
        called(hall)
    assert "3 号窗" in notices.notices(party_id=hall.one.party_id)[0].title


def test_gone_after_a_second_call_and_back_once_behind_three(hall: Town) -> None:
    first = api.take(actor=hall.one, centre=HALL)
    for _other in range(5):
        api.give_number(actor=hall.clerk, centre=HALL)
    called(hall)
    with pytest.raises(CentreRefused):
        api.gone(actor=hall.clerk, ticket_id=first.id)
    api.call_again(actor=hall.clerk, ticket_id=first.id)
    api.gone(actor=hall.clerk, ticket_id=first.id)
    assert api.ticket(first.key).may_return
    assert api.come_back(first.key).ahead == 3
    assert [called(hall) for _n in range(4)] == ["A002", "A003", "A004", "A001"]
    api.call_again(actor=hall.clerk, ticket_id=first.id)
    api.gone(actor=hall.clerk, ticket_id=first.id)
    with pytest.raises(CentreRefused):
        api.come_back(first.key)


def test_after_half_an_hour_nobody_comes_back(hall: Town) -> None:
    first = api.take(actor=hall.one, centre=HALL)
    called(hall)
    api.call_again(actor=hall.clerk, ticket_id=first.id)
    api.gone(actor=hall.clerk, ticket_id=first.id)
    Ticket.objects.filter(pk=first.id).update(done_at=timezone.now() - timedelta(minutes=31))
    with pytest.raises(CentreRefused):
        api.come_back(first.key)


def test_who_has_an_appointment_is_called_at_its_time_before_the_others(hall: Town) -> None:
    for one in hall.residents[1:]:
        api.take(actor=one, centre=HALL)
    slot = Slot.objects.create(
        centre_id=HALL, at=timezone.now() + timedelta(minutes=2), mode="counter", capacity=3, booked=1
    )
    row = Appointment.objects.create(slot=slot, party_id=hall.one.party_id or 0, what="咨询")
    number = api.arrive(actor=hall.one, appointment_id=row.pk)
    assert number.number == "Y001"
    assert called(hall) == "Y001"
    assert called(hall) == "A001"
    row.refresh_from_db()
    assert row.state == "came"


def test_nobody_arrives_hours_before(hall: Town) -> None:
    slot = Slot.objects.create(
        centre_id=HALL, at=timezone.now() + timedelta(hours=3), mode="counter", capacity=3, booked=1
    )
    row = Appointment.objects.create(slot=slot, party_id=hall.one.party_id or 0)
    with pytest.raises(CentreRefused):
        api.arrive(actor=hall.one, appointment_id=row.pk)


def test_only_who_serves_in_the_hall_calls(hall: Town) -> None:
    number = api.take(actor=hall.one, centre=HALL)
    for other in (hall.stranger, hall.admin, hall.one):
        with pytest.raises(NotAllowed):
            api.call_next(actor=other, centre=HALL, window="1")
        with pytest.raises(NotAllowed):
            api.desk(actor=other, centre=HALL)
        with pytest.raises(NotAllowed):
            api.served(actor=other, ticket_id=number.id)
    assert api.own_centres(actor=hall.clerk)[0].unit == DATA
    assert not api.may_serve(actor=hall.stranger)


def test_the_screen_shows_numbers_and_windows_and_no_names(hall: Town) -> None:
    api.take(actor=hall.one, centre=HALL, what="办证")
    called(hall)
    found = api.screen(HALL)
    assert [(one.number, one.window) for one in found.called] == [("A001", "3 号窗")]
    assert "居民" not in repr(found)


def test_a_month_later_nobody_knows_whose_number_it_was(hall: Town) -> None:
    made = api.take(actor=hall.one, centre=HALL)
    assert api.forget(before=timezone.localdate()) == 0
    Ticket.objects.filter(pk=made.id).update(day=timezone.localdate() - timedelta(days=31))
    assert api.forget(before=timezone.localdate() - api.KEEP) == 1


def test_the_life_map_shows_the_nearest_first(town: Town) -> None:
    found, count = api.places(here=(114.19, 22.55))
    assert [one.name for one in found] == ["样例市政务服务中心", "西区政务服务中心"]
    assert count == 2
    assert 1_000 < (found[0].metres or 0) < 1_100
    assert [one.name for one in api.places(words="甲路")[0]] == ["西区政务服务中心"]
    assert [one.name for one in api.centres_for(area="440391")] == ["西区政务服务中心", "样例市政务服务中心"]
