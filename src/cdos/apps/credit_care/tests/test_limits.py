"""Nobody owes more than the limit, whatever runs at the same time, and the books always agree with themselves."""

import random
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from cdos.apps.credit_care import api
from cdos.apps.credit_care.contracts import ENDED, BankAway, CareRefused, VisitState
from cdos.apps.credit_care.logic import bank
from cdos.apps.credit_care.models import Agreement, DemoOrder, Transfer, Visit
from cdos.apps.credit_care.tests import conftest as made
from cdos.apps.credit_care.tests.conftest import Clinic, visit, wish
from cdos.apps.credit_care.tests.test_visits import clean, sums
from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused
from cdos.base.organisation.contracts import SYSTEM, Actor

LIMIT = 500_000


def at_once(works: list[Callable[[], None]]) -> list[BaseException]:
    """Each on a line of its own to the database, released at the same moment; what went wrong unexpectedly."""
    gate, wrong = threading.Barrier(len(works)), list[BaseException]()

    def run(work: Callable[[], None]) -> None:
        try:
            gate.wait()
            work()
        except (CareRefused, BankAway, MoveRefused):
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


def pump() -> None:
    """Until the bank has answered everything."""
    for _round in range(20):
        with fence.everything():
            keys = list(Transfer.objects.filter(state="asked").values_list("key", flat=True))
        for key in keys:
            try:
                bank.carry_out(key)
            except BankAway:
                continue


def check(actor: Actor) -> None:
    assert clean()
    with fence.everything():
        for agreement in Agreement.objects.all():
            code = f"care/{agreement.party_id}-{agreement.pk}/owed"
            assert 0 <= -sums().get(code, 0) <= agreement.limit_fen == LIMIT
        for row in Visit.objects.all():
            got = Transfer.objects.filter(visit=row, way="advance", state="paid")
            asked = DemoOrder.objects.filter(key__startswith=f"{row.number}:advance", state="paid")
            assert sorted(got.values_list("fen", flat=True)) == sorted(asked.values_list("fen", flat=True))
            assert 0 <= row.repaid_fen <= row.credit_fen <= max(row.own_fen, 0)


@pytest.fixture
def patient_for_good(transactional_db: None) -> Actor:
    made.build()
    actor = made.person("陈一", "44030419910314720")
    made.know(actor)
    return made.signed(actor)


@pytest.mark.django_db(transaction=True)
def test_bills_of_five_hospitals_at_the_same_moment_stay_within_the_limit(patient_for_good: Actor) -> None:
    clinic = Clinic()
    stays = [f"Z{n}" for n in range(5)]
    numbers = [clinic.opens(api.code(actor=patient_for_good).text, stay) for stay in stays]
    assert not at_once([lambda stay=stay: clinic.settles(stay, total=180_000) and None for stay in stays])
    with fence.everything():
        keys = list(Transfer.objects.values_list("key", flat=True))
    assert not at_once([lambda key=key: bank.carry_out(key) for key in keys])
    check(patient_for_good)
    found = [visit(patient_for_good, number) for number in numbers]
    assert sum(one.credit_fen for one in found) == LIMIT
    assert sum(one.counter_fen for one in found) == 5 * 180_000 - LIMIT


@pytest.mark.django_db(transaction=True)
def test_the_same_bill_and_the_same_answer_at_the_same_moment_count_once(patient_for_good: Actor) -> None:
    clinic = Clinic()
    number = clinic.opens(api.code(actor=patient_for_good).text)
    assert not at_once([lambda: clinic.settles(total=70_000) and None] * 4)
    with fence.everything():
        (key,) = Transfer.objects.values_list("key", flat=True)
    assert not at_once([lambda: bank.carry_out(key)] * 4)
    assert not at_once([lambda: api.repay(actor=patient_for_good, number=number, fen=70_000) and None] * 4)
    pump()
    assert visit(patient_for_good, number).state is VisitState.REPAID
    check(patient_for_good)


@pytest.mark.django_db(transaction=True)
def test_a_visit_told_and_an_agreement_signed_twice_at_the_same_moment_is_one(transactional_db: None) -> None:
    made.build()
    patient, clinic, numbers = made.person("陈一", "44030419910314720"), Clinic(), list[str]()
    made.know(patient)
    api.allow(actor=patient)
    assert not at_once([lambda: api.sign(actor=patient) and None] * 4)
    assert Agreement.objects.filter(ended_at=None).count() == 1
    code = api.code(actor=patient).text
    assert not at_once([lambda: numbers.append(clinic.opens(code))] * 4)
    assert len(numbers) == 4  # the desk of the hospital reads the number, whichever call it waits for
    assert len(set(numbers)) == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(4))
def test_whatever_hospitals_banks_and_persons_do_in_whatever_order(
    patient_for_good: Actor, seed: int
) -> None:
    draw = random.Random(seed)
    clinic, actor = Clinic(), patient_for_good
    stays: dict[str, str] = {}

    def settle() -> None:
        stay = draw.choice(list(stays))
        clinic.settles(stay, total=draw.randrange(0, 300_000), version=draw.randrange(1, 6))

    def some(verb: Callable[[str], object]) -> Callable[[], None]:
        return lambda: verb(draw.choice(list(stays.values()))) and None

    moves: list[Callable[[], None]] = [
        settle,
        settle,
        lambda: clinic.cancels(draw.choice(list(stays))) and None,
        some(lambda number: api.repay(actor=actor, number=number, fen=draw.randrange(1, 200_000))),
        some(lambda number: wish(number, draw.choice(("away", "deaf", "refuse")))),
        some(lambda number: matters.act(actor=SYSTEM, number=number, move="overdue")),
        some(lambda number: matters.act(actor=SYSTEM, number=number, move="default")),
        some(lambda number: matters.act(actor=SYSTEM, number=number, move="claim")),
        pump,
    ]
    for turn in range(12):
        if turn < 5:
            try:
                stays[f"Z{turn}"] = clinic.opens(api.code(actor=actor).text, f"Z{turn}")
            except CareRefused:
                if not stays:
                    raise
        assert not at_once([draw.choice(moves) for _thread in range(4)])
        if turn % 3 == 2:
            pump()
            check(actor)
    pump()
    check(actor)
    assert any(one.state in ENDED or one.credit_fen for one in api.mine(actor=actor).visits)
