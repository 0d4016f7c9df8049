"""On the real PostgreSQL, many at once: no place given twice, no number given or called twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cdos.base.organisation import api as organisation
from cdos.nets.services.centres import api
from cdos.nets.services.centres.contracts import CentreRefused
from cdos.nets.services.centres.models import Appointment, Slot, Ticket

from .conftest import HALL, Town, build

AT_ONCE = 12


@pytest.fixture
def town(transactional_db: None) -> Iterator[Town]:
    yield build(AT_ONCE)
    organisation.forget()


def at_once(verb: Callable[[int], object]) -> list[object]:
    """Each in a thread and a connection of its own, let go together."""
    gate = Barrier(AT_ONCE)

    def run(number: int) -> object:
        gate.wait()
        try:
            return verb(number)
        except CentreRefused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_twelve_who_want_three_places_get_three(town: Town) -> None:
    day = api.days()[2]
    at = api.at(day, api.slots(centre=HALL, on=day)[0].at)
    found = at_once(lambda n: api.book(actor=town.residents[n], centre=HALL, at=at))
    refused = [one for one in found if isinstance(one, CentreRefused)]
    assert len(refused) == AT_ONCE - 3
    assert Appointment.objects.filter(state="booked").count() == 3
    assert Slot.objects.get(at=at).booked == 3


def test_twelve_numbers_taken_at_once_are_twelve_and_each_is_called_once(town: Town) -> None:
    api.switch(actor=town.clerk, centre=HALL, open=True)
    at_once(lambda n: api.take(actor=town.residents[n], centre=HALL))
    assert sorted(Ticket.objects.values_list("number", flat=True)) == list(range(1, AT_ONCE + 1))
    called = at_once(lambda n: api.call_next(actor=town.clerk, centre=HALL, window=f"{n} 号窗"))
    numbers = [getattr(one, "number", None) for one in called]
    assert len(set(numbers)) == AT_ONCE
    assert None not in numbers


def test_one_person_who_presses_twelve_times_has_one_number(town: Town) -> None:
    api.switch(actor=town.clerk, centre=HALL, open=True)
    at_once(lambda _n: api.take(actor=town.one, centre=HALL))
    assert Ticket.objects.filter(party_id=town.one.party_id, state="waiting").count() == 1
