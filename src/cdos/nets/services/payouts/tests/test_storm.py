"""Everybody at once, in random order: no pool is overdrawn, nobody is paid twice, and all books say the same."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cdos.base.jobs import api as jobs
from cdos.nets.services.payouts import api
from cdos.nets.services.payouts.contracts import (
    Answer,
    Failure,
    PayoutRefused,
    PayoutState,
    PoolExhausted,
    Said,
)
from cdos.nets.services.payouts.models import DemoOrder, Difference, Payout, Try
from cdos.nets.services.payouts.tests import paying
from cdos.nets.services.payouts.tests.paying import CHECKER, MAKER

PUT_IN, KEYS, FEN = 3000, 40, 300  # money for a quarter of those who ask
# "14" says refused and pays: such a second payment is found on the statement, and is for a person.
TAILS = ("99", "99", "99", "01", "06", "07", "08", "09", "10", "14", "16", "17", "18")
THREADS, TURNS = 4, 50


class Storm:
    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.faults: list[BaseException] = []
        self.asked: Counter[str] = Counter()

    def work(self, number: int) -> None:
        chance = random.Random(f"{self.seed}-{number}")
        verbs = (
            self.reserve,
            self.reserve,
            self.batch,
            self.bank,
            self.repeat,
            self.mend,
            self.drop,
            self.back,
        )
        try:
            for _turn in range(TURNS):
                self.one(chance.choice((*verbs, self.statement, self.settle)), chance)
        except BaseException as fault:  # shown by the test, which runs in another thread
            self.faults.append(fault)
        finally:
            connection.close()

    def one(self, verb: Callable[[random.Random], None], chance: random.Random) -> None:
        try:
            verb(chance)
            self.asked[verb.__name__] += 1
        except PoolExhausted:
            self.asked["exhausted"] += 1
        except (PayoutRefused, LookupError):
            self.asked["refused"] += 1

    def reserve(self, chance: random.Random) -> None:
        number = chance.randrange(KEYS)
        paying.reserve(key(number), TAILS[number % len(TAILS)], FEN)

    def batch(self, chance: random.Random) -> None:
        made = api.make_batch(actor=MAKER, most=chance.randrange(1, 12))
        if chance.random() < 0.2:
            api.refuse_batch(actor=CHECKER, batch_id=made.id, reason="名单有误")
        else:
            api.approve_batch(actor=CHECKER, batch_id=made.id)

    def bank(self, chance: random.Random) -> None:
        jobs.drain()
        paying.follow()

    def repeat(self, chance: random.Random) -> None:
        """An answer of the bank once more, true as it is."""
        order = f"{key(chance.randrange(KEYS))}#1"
        row = DemoOrder.objects.filter(key=order).first()
        if row and row.state in {"paid", "failed"}:
            said, why = (Said.PAID, None) if row.state == "paid" else (Said.FAILED, Failure(row.failure))
            api.hear(bank="demo", answer=Answer(order, said, row.fen, why))

    def mend(self, chance: random.Random) -> None:
        api.send_again(actor=MAKER)
        api.give_account(key=key(chance.randrange(KEYS)), payee=paying.payee("88"))

    def drop(self, chance: random.Random) -> None:
        api.cancel(key=key(chance.randrange(KEYS)), reason="放弃")

    def back(self, chance: random.Random) -> None:
        number, part = chance.randrange(KEYS), chance.choice((50, 100))
        if chance.random() < 0.5:
            api.ask_back(key=key(number), fen=100, reason="多发", actor=CHECKER)
        api.got_back(key=key(number), fen=part, receipt=f"R{chance.randrange(4)}")

    def statement(self, chance: random.Random) -> None:
        api.reconcile(day=timezone.localdate() + timedelta(days=chance.randrange(2)))

    def settle(self, chance: random.Random) -> None:
        found = api.differences(actor=CHECKER, open_only=True)
        if found:
            api.settle_difference(actor=CHECKER, difference_id=chance.choice(found).id, note="已核实")


def key(number: int) -> str:
    return f"benefit:{number}"


def calm() -> None:
    """What is approved goes out, what is at the bank comes to its end; a wrong sum does by the next day's statement."""
    for _round in range(20):
        for batch in api.batches(actor=MAKER):
            if batch.state == "made":
                api.approve_batch(actor=CHECKER, batch_id=batch.id)
        jobs.drain()
        paying.follow()
        for ahead in range(2):
            api.reconcile(day=timezone.localdate() + timedelta(days=ahead))
        if (
            not Try.objects.filter(state="open").exists()
            and not Payout.objects.filter(state="approved").exists()
        ):
            return
        try:
            paying.batch()
        except PayoutRefused:
            continue
    raise AssertionError("it does not come to rest")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_at_once_pools_and_books_agree_and_nobody_is_paid_twice(seed: int) -> None:
    paying.open_pool(PUT_IN)
    storm = Storm(seed)
    threads = [threading.Thread(target=storm.work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not storm.faults, "\n".join(map(str, storm.faults))
    in_order()
    calm()
    api.reconcile(day=timezone.localdate())
    in_order()
    lies_are_found()
    assert all(storm.asked[what] for what in ("exhausted", "batch", "bank", "statement", "settle")), (
        storm.asked
    )
    assert Payout.objects.filter(state=PayoutState.PAID).exists()


def in_order() -> None:
    pool = api.pool(paying.POOL)
    assert pool.total_fen == PUT_IN
    assert min(pool.free_fen, pool.reserved_fen, pool.paid_fen) >= 0
    assert paying.sound()
    for row in Payout.objects.all():
        if DemoOrder.objects.filter(key__startswith=f"{row.key}#", tail="14").exists():
            continue
        bank = DemoOrder.objects.filter(key__startswith=f"{row.key}#", state="paid").count()
        assert bank <= 1, f"{row.key} was paid {bank} times"
        if row.state in {"paid", "recovering", "recovered"}:
            assert (
                bank == 1
                or DemoOrder.objects.filter(key__startswith=f"{row.key}#", state="returned").exists()
            )
        elif row.state == "cancelled":
            assert bank == 0


def lies_are_found() -> None:
    """What the bank paid in secret counts once; each payment more is a difference."""
    for told in DemoOrder.objects.filter(tail="14"):
        order = Try.objects.get(key=told.key)
        assert order.state in {"paid", "double"}, told.key
        if order.state == "double":
            assert Difference.objects.filter(key=told.key, kind__in=["twice", "strange"]).exists(), told.key
