"""A town says yes at once, taps too often, has wrong accounts and changes its mind, while batches go to the bank and come back.

Whatever the order: the pool is paid + reserved + free, the books balance, and nobody has a benefit twice.
"""

import random
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cdos.base.jobs import api as jobs
from cdos.base.rules.contracts import All, Leaf, Op
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import NewRow
from cdos.nets.services.payouts import api as payouts
from cdos.nets.services.payouts.contracts import PayoutRefused
from cdos.nets.services.payouts.logic import sending
from cdos.nets.services.payouts.models import DemoOrder

from .. import api, tasks
from ..contracts import About, BenefitRefused, EntitlementState, Risk
from ..logic import paying
from ..models import Entitlement
from .conftest import CIVIL, CLERK, LAW, LEAD, Town, payee, programme, today, tomorrow

FEN, MONEY = 20_000, 12  # money for twelve of about thirty
TAILS = ("67", "67", "67", "01", "03", "06", "07", "08", "09", "10")
TURNS = 40
MANY = All((Leaf("age", "age", Op.GE, 50, LAW), Leaf("hukou", "hukou", Op.EQ, "sz", LAW)))


class Crowd:
    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.seed = town, seed
        self.offers = {
            town.parties.index(row.party_id): row.number
            for row in Entitlement.objects.filter(state="offered")
        }
        self.faults: list[BaseException] = []
        self.done: Counter[str] = Counter()

    def work(self, number: int) -> None:
        chance = random.Random(f"{self.seed}-{number}")
        verbs = (
            self.tap, self.tap, self.tap, self.mend, self.decline, self.batch, self.bank, self.statement,
            self.straight, self.changed,
        )  # fmt: skip
        try:
            for _turn in range(TURNS):
                verb = chance.choice(verbs)
                try:
                    verb(chance)
                    self.done[verb.__name__] += 1
                except (BenefitRefused, PayoutRefused):
                    self.done["refused"] += 1
        except BaseException as fault:  # shown by the test, which runs in another thread
            self.faults.append(fault)
        finally:
            connection.close()

    def someone(self, chance: random.Random) -> tuple[int, str]:
        at = chance.choice(sorted(self.offers))
        return at, self.offers[at]

    def tap(self, chance: random.Random) -> None:
        at, number = self.someone(chance)
        if chance.random() < 0.5:
            api.confirm(actor=self.town.actor(at), number=number, payee=payee(chance.choice(TAILS)))
        else:
            api.claim(actor=self.town.actor(at), code="elders", payee=payee(chance.choice(TAILS)))

    def mend(self, chance: random.Random) -> None:
        at, number = self.someone(chance)
        api.change_account(actor=self.town.actor(at), number=number, payee=payee(chance.choice(TAILS)))

    def decline(self, chance: random.Random) -> None:
        at, number = self.someone(chance)
        api.decline(actor=self.town.actor(at), number=number)

    def batch(self, chance: random.Random) -> None:
        made = payouts.make_batch(actor=CLERK, most=chance.randrange(1, 8))
        payouts.approve_batch(actor=LEAD, batch_id=made.id)

    def bank(self, _chance: random.Random) -> None:
        jobs.drain()
        sending.follow(older=timedelta(0))

    def straight(self, _chance: random.Random) -> None:
        tasks.pay_straight()

    def changed(self, chance: random.Random) -> None:
        """A life event: hukou lost or come back, and everything looked at again."""
        party = self.town.parties[self.someone(chance)[0]]
        value = chance.choice(("sz", "sz", "other"))
        registers.load([NewRow("household", party, {"hukou": value}, timezone.now())])
        api.recheck(party_id=party)

    def statement(self, chance: random.Random) -> None:
        payouts.reconcile(day=chance.choice((today(), tomorrow())))
        paying.again()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_at_once_the_pool_holds_and_nobody_is_paid_twice(
    units: None, town: Town, seed: int
) -> None:
    payouts.open_pool(code="elders", title="高龄津贴资金", unit=CIVIL, year=2026, fen=FEN * MONEY)
    account = {"bank_name": "中国工商银行", "bank_account": "6222020000001234567"}
    registers.load(NewRow("social_security", party, account, timezone.now()) for party in town.parties[:60])
    api.load([programme("elders", MANY, risk=Risk.DIRECT)])
    api.match_night(about=About.PERSON)
    crowd = Crowd(town, seed)
    assert len(crowd.offers) > MONEY
    threads = [threading.Thread(target=crowd.work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not crowd.faults, crowd.faults
    pool = payouts.pool("elders")
    assert pool.total_fen == FEN * MONEY
    assert min(pool.free_fen, pool.reserved_fen, pool.paid_fen) >= 0
    assert payouts.check().wrong == ()
    kept = Counter(order.key.partition("#")[0] for order in DemoOrder.objects.filter(state="paid"))
    assert not [key for key, times in kept.items() if times > 1], "the bank's own books: nobody has it twice"
    for row in Entitlement.objects.exclude(state=EntitlementState.OFFERED):
        held = payouts.payout(paying.key(row))
        state = paying.HEARD[held.state] if held is not None else None
        assert state is None or row.state == state.value, (row.state, held)
        assert (held is not None) or row.state in ("confirmed", "declined", "expired", "cancelled")
    assert crowd.done["tap"] > 20
    assert crowd.done["batch"] > 2
