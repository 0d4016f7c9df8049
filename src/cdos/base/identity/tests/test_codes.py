"""Codes to phones, asked for by many at once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from cdos.base.identity import api, models
from cdos.base.identity.contracts import IdentityRefused
from cdos.base.identity.logic import codes
from cdos.base.identity.logic.people import VERIFY

ASKERS = 8


def at_once(ask: Callable[[int], object]) -> list[str]:
    """Why each that was refused was refused."""
    refused, gate = [], threading.Barrier(ASKERS)

    def one(number: int) -> None:
        try:
            gate.wait()
            ask(number)
        except IdentityRefused as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(ASKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_for_one_phone_one_gets_a_code() -> None:
    refused = at_once(lambda _number: api.send_code(phone="13900000002", purpose=VERIFY))
    assert refused == ["wait"] * (ASKERS - 1)
    assert models.PhoneCode.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_phones_at_once_one_network_gets_no_more_codes_than_it_may(monkeypatch) -> None:
    monkeypatch.setattr(codes, "AN_HOUR_PER_ADDRESS", 2)
    refused = at_once(
        lambda number: api.send_code(phone=f"1390000010{number}", purpose=VERIFY, address="203.0.113.5")
    )
    assert refused == ["too-many"] * (ASKERS - 2)
