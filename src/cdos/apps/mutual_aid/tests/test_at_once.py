"""Taps, looks, corrections and the bank at the same moment: each settlement counts once, nobody is paid twice, the pool is whole."""

import random
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from cdos.apps.mutual_aid import api
from cdos.apps.mutual_aid.contracts import MutualRefused
from cdos.apps.mutual_aid.models import Claim, Grant
from cdos.apps.mutual_aid.tests import conftest as made
from cdos.apps.mutual_aid.tests.conftest import TODAY, claims, settled
from cdos.apps.mutual_aid.tests.test_mutual_aid import OWED, pool_is_whole
from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.organisation.contracts import Actor
from cdos.nets.services.payouts import api as payouts
from cdos.nets.services.payouts.contracts import PayoutRefused
from cdos.nets.services.payouts.models import DemoOrder


def at_once(works: list[Callable[[], object]]) -> list[BaseException]:
    """Each on a line of its own to the database; what went wrong unexpectedly."""
    gate, wrong = threading.Barrier(len(works)), list[BaseException]()

    def run(work: Callable[[], object]) -> None:
        try:
            gate.wait()
            work()
        except (MutualRefused, PayoutRefused, LookupError):
            pass
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return wrong


@pytest.fixture
def worker(transactional_db: None) -> Actor:
    made.build()
    return made.joined(made.person())


@pytest.mark.django_db(transaction=True)
def test_many_looks_and_many_taps_pay_once(worker: Actor) -> None:
    settled()
    api.allow(actor=worker)
    settled(settlement="J2", left_on=TODAY - timedelta(days=2), admitted_on=TODAY - timedelta(days=3))
    assert not at_once([lambda: api.look(actor=worker)] * 4)
    ids = [one.id for one in claims(worker)]
    assert len(ids) == 2
    assert not at_once([lambda one=one: api.confirm(actor=worker, claim_id=one) for one in ids * 3])
    with fence.everything():
        assert Grant.objects.count() == 2
    assert payouts.pool("mutual-aid").reserved_fen == sum(one.fen for one in claims(worker)) > OWED
    assert pool_is_whole()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_whatever_comes_in_whatever_order_what_is_paid_is_what_is_owed(worker: Actor, seed: int) -> None:
    draw, version = random.Random(seed), iter(range(2, 1000))
    settled()
    api.allow(actor=worker)
    maker, approver = made.clerk(), made.clerk(role=made.Role.LEAD)

    def correct() -> None:
        settled(version=next(version), own_fen=draw.randrange(60_000, 900_000))
        api.look(actor=worker)

    def pays() -> None:
        batch = payouts.make_batch(actor=maker, pool="mutual-aid")
        payouts.approve_batch(actor=approver, batch_id=batch.id)

    def tap() -> None:
        for one in api.mine(actor=worker).ready:
            api.confirm(actor=worker, claim_id=one.id)

    for _turn in range(6):
        assert not at_once([draw.choice([correct, tap, tap, pays]) for _thread in range(3)])
        jobs.drain(raising=False)
        assert pool_is_whole()
    tap()
    for _end in range(3):
        at_once([pays])
        jobs.drain(raising=False)
    with fence.everything():
        claim = Claim.objects.get()
        live = Grant.objects.exclude(state="cancelled")
        assert sum(one.fen - one.back_fen for one in live) == claim.fen
        orders = DemoOrder.objects.filter(state="paid").values_list("key", "fen")
        assert sum(fen for _key, fen in orders) == sum(one.fen for one in live)
    assert pool_is_whole()
