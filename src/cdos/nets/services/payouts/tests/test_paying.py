"""Batches and the bank: two people, one payment each, whatever the bank does or does not say."""

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.organisation.contracts import Actor
from cdos.nets.services.payouts import api, tasks
from cdos.nets.services.payouts.adapters import registry
from cdos.nets.services.payouts.adapters.demo import DemoBank
from cdos.nets.services.payouts.contracts import (
    Answer,
    BatchState,
    Failure,
    Mismatch,
    Order,
    PayoutRefused,
    PayoutState,
    Said,
)
from cdos.nets.services.payouts.logic import sending
from cdos.nets.services.payouts.models import Batch, DemoOrder, Difference, Try
from cdos.nets.services.payouts.tests import paying
from cdos.nets.services.payouts.tests.paying import (
    CHECKER,
    MAKER,
    differences,
    follow,
    found,
    pay,
    reserve,
    sound,
    sums,
)

pytestmark = pytest.mark.django_db
PAID, FAILED, SENT, RETURNED = PayoutState.PAID, PayoutState.FAILED, PayoutState.SENT, PayoutState.RETURNED


@pytest.fixture(autouse=True)
def pool() -> None:
    paying.open_pool()


def test_a_batch_is_made_by_one_and_approved_by_another() -> None:
    reserve("benefit:0")
    made = api.make_batch(actor=MAKER)
    assert (made.count, made.fen, made.state, found(0).state) == (
        1,
        300,
        BatchState.MADE,
        PayoutState.BATCHED,
    )
    with pytest.raises(PayoutRefused):
        api.approve_batch(actor=MAKER, batch_id=made.id)
    with pytest.raises(PayoutRefused):
        api.cancel(key="benefit:0", reason="too late")
    jobs.drain()
    assert not DemoOrder.objects.exists()
    api.approve_batch(actor=CHECKER, batch_id=made.id)
    jobs.drain()
    done = api.batch(actor=CHECKER, batch_id=made.id)
    assert (done.state, done.paid, done.paid_fen, done.failed) == (BatchState.DONE, 1, 300, 0)
    assert (found(0).state, sums()) == (PAID, (99_700, 0, 300))
    with pytest.raises(PayoutRefused):
        api.approve_batch(actor=CHECKER, batch_id=made.id)
    assert sound()


def test_the_database_too_wants_two_pairs_of_eyes() -> None:
    reserve("benefit:0")
    made = api.make_batch(actor=MAKER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=made.id).update(approved_account=MAKER.account_id)


def test_a_refused_batch_gives_its_payouts_to_the_next() -> None:
    reserve("benefit:0")
    made = api.make_batch(actor=MAKER)
    with pytest.raises(PayoutRefused):
        api.refuse_batch(actor=CHECKER, batch_id=made.id, reason=" ")
    refused = api.refuse_batch(actor=CHECKER, batch_id=made.id, reason="名单有误")
    assert (refused.state, refused.reason, found(0).state) == (
        BatchState.REFUSED,
        "名单有误",
        PayoutState.APPROVED,
    )
    assert paying.batch().count == 1
    with pytest.raises(PayoutRefused):
        api.make_batch(actor=MAKER)


def test_who_has_no_post_for_it_decides_nothing() -> None:
    reserve("benefit:0")
    nobody = Actor(account_id=3, name="路人")
    with pytest.raises(PayoutRefused):
        api.make_batch(actor=nobody)
    made = api.make_batch(actor=MAKER)
    for verb in (api.approve_batch, lambda **named: api.refuse_batch(reason="x", **named)):
        with pytest.raises(PayoutRefused):
            verb(actor=nobody, batch_id=made.id)
    with pytest.raises(LookupError):
        api.batch(actor=nobody, batch_id=made.id)
    assert (api.batches(actor=nobody), api.pools(actor=nobody), api.figures(actor=nobody)) == ([], [], [])


@pytest.mark.parametrize(
    ("tail", "why"),
    [
        ("01", Failure.NO_ACCOUNT),
        ("02", Failure.NAME_MISMATCH),
        ("03", Failure.CLOSED),
        ("04", Failure.FROZEN),
        ("05", Failure.LIMIT),
    ],
)
def test_what_the_bank_refuses_stays_reserved_until_there_is_another_account(tail: str, why: Failure) -> None:
    (failed,) = pay(tail)
    assert (failed.state, failed.failure, sums()) == (FAILED, why, (99_700, 300, 0))
    with pytest.raises(PayoutRefused):
        api.approve(key="benefit:0")  # the same account would fail again
    assert api.give_account(key="benefit:0", payee=paying.payee()).state is PayoutState.APPROVED
    paying.batch()
    jobs.drain()
    assert (found(0).state, found(0).tries, sums()) == (PAID, 2, (99_700, 0, 300))
    assert sound()


def test_a_fault_of_the_bank_is_sent_again_as_it_is() -> None:
    (failed,) = pay("06")
    assert (failed.state, failed.failure) == (FAILED, Failure.BANK)
    assert [(one.failure, one.count) for one in api.causes(actor=MAKER)] == [(Failure.BANK, 1)]
    assert (api.send_again(actor=MAKER), api.send_again(actor=MAKER)) == (1, 0)
    paying.batch()
    jobs.drain()
    assert (found(0).state, found(0).tries) == (PAID, 2)


def test_a_bank_that_took_it_and_did_not_answer_is_asked_and_not_told_twice() -> None:
    (silent, behind) = pay("07", "99")
    assert (silent.state, behind.state) == (SENT, SENT)
    assert follow() == 2  # the second was in the same message, after the first: it was never heard
    assert (found(0).state, found(1).state, DemoOrder.objects.count()) == (PAID, PAID, 2)
    assert (Batch.objects.get().state, sums()) == (BatchState.DONE, (99_400, 0, 600))


def test_a_bank_that_did_not_hear_is_told_again_under_the_same_key() -> None:
    (deaf,) = pay("08")
    assert deaf.state is SENT
    follow()
    assert (found(0).state, found(0).tries, Try.objects.count()) == (PAID, 1, 1)


def test_a_bank_at_work_is_asked_until_it_is_done() -> None:
    (slow,) = pay("09")
    assert slow.state is SENT
    follow()
    assert (found(0).state, Batch.objects.get().state) == (SENT, BatchState.SENT)
    follow()
    assert (found(0).state, Batch.objects.get().state) == (PAID, BatchState.DONE)
    assert follow() == 0


def test_only_silent_orders_are_asked_after() -> None:
    pay("09")
    assert sending.follow() == 0  # too young
    Try.objects.update(sent_at=timezone.now() - sending.ASK_AFTER * 2)
    tasks.watch()
    jobs.drain()
    assert DemoOrder.objects.get().asked == 1


def test_the_rest_of_a_batch_is_handed_over_once_the_bank_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "CHUNK", 2)
    pay("99", "07", "99", "99", "99")
    assert [found(number).state for number in range(5)] == [SENT] * 2 + [PayoutState.BATCHED] * 3
    follow()
    assert {found(number).state for number in range(5)} == {PAID}
    assert DemoOrder.objects.filter(state="paid").count() == 5


class Forgetful(DemoBank):
    """Pays whatever it is sent, and while it is at it does not know the key yet."""

    name = "forgetful"

    def __init__(self) -> None:
        self.paid: list[str] = []

    def ask(self, key: str) -> Answer:
        return Answer(key, Said.PAID if key in self.paid else Said.UNKNOWN, 300)

    def send(self, orders: Sequence[Order]) -> list[Answer]:
        if self.busy():
            watcher = threading.Thread(target=self.watch)
            watcher.start()
            watcher.join()
        self.paid += [order.key for order in orders]
        return [Answer(order.key, Said.PAID, 300) for order in orders]

    def busy(self) -> bool:
        return threading.current_thread() is threading.main_thread()

    def watch(self) -> None:
        follow()
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_while_a_batch_is_being_handed_over_nobody_asks_after_it() -> None:
    bank = Forgetful()
    registry.add(bank)
    with override_settings(PAYOUTS=bank.name):
        assert pay("99")[0].state is PAID
    assert bank.paid == ["benefit:0#1"]
    assert (follow(), sound()) == (0, True)


def test_an_answer_heard_twice_pays_once() -> None:
    pay("99")
    for _time in range(2):
        api.hear(bank="demo", answer=Answer("benefit:0#1", Said.PAID, 300))
    api.hear(bank="demo", answer=Answer("benefit:0#1", Said.FAILED, 300, Failure.CLOSED))
    assert (found(0).state, sums()) == (PAID, (99_700, 0, 300))
    with pytest.raises(LookupError):
        api.hear(bank="demo", answer=Answer("nobody:0#1", Said.PAID, 300))


def test_an_answer_with_another_sum_is_not_taken() -> None:
    (slow,) = pay("09")
    api.hear(bank="demo", answer=Answer("benefit:0#1", Said.PAID, 301))
    assert (found(0).state, differences()) == (slow.state, [(Mismatch.AMOUNT, "benefit:0#1", 300, 301)])


def test_a_bank_that_has_another_sum_is_a_difference_once_and_asked_rarely() -> None:
    pay("09")
    DemoOrder.objects.update(state="paid", fen=301)
    assert (follow(), follow()) == (1, 0)
    Try.objects.update(ask_after=timezone.now() - timedelta(hours=1))
    Difference.objects.update(day=timezone.localdate() - timedelta(days=1))
    assert (follow(), follow(), differences()) == (1, 0, [(Mismatch.AMOUNT, "benefit:0#1", 300, 301)])
    DemoOrder.objects.update(fen=300)  # the bank mended it
    Try.objects.update(ask_after=timezone.now())
    assert (follow(), found(0).state) == (1, PAID)


def test_what_was_refused_and_is_paid_after_all_is_not_sent_again() -> None:
    pay("01")
    api.give_account(key="benefit:0", payee=paying.payee())
    api.hear(bank="demo", answer=Answer("benefit:0#1", Said.PAID, 300))
    assert (found(0).state, differences()) == (PAID, [(Mismatch.LATE, "benefit:0#1", 300, 300)])
    with pytest.raises(PayoutRefused):
        api.make_batch(actor=MAKER)
    assert sound()


def test_a_second_payment_is_noted_and_no_pool_pays_for_it() -> None:
    pay("01")
    api.give_account(key="benefit:0", payee=paying.payee())
    paying.batch()
    jobs.drain()
    api.hear(bank="demo", answer=Answer("benefit:0#1", Said.PAID, 300))
    assert (sums(), differences()) == ((99_700, 0, 300), [(Mismatch.TWICE, "benefit:0#1", 300, 300)])
    assert sound()


def test_a_payment_of_what_was_dropped_is_strange() -> None:
    pay("01")
    api.cancel(key="benefit:0", reason="已去世")
    api.hear(bank="demo", answer=Answer("benefit:0#1", Said.PAID, 300))
    assert (found(0).state, sums()) == (PayoutState.CANCELLED, (100_000, 0, 0))
    assert differences() == [(Mismatch.STRANGE, "benefit:0#1", 300, 300)]


def test_money_asked_back_comes_in_parts_and_each_receipt_counts_once() -> None:
    pay("99")
    with pytest.raises(PayoutRefused):
        api.ask_back(key="benefit:0", fen=301, reason="多发", actor=CHECKER)
    asked = api.ask_back(key="benefit:0", fen=200, reason="多发", actor=CHECKER)
    assert (asked.state, asked.recover_fen) == (PayoutState.RECOVERING, 200)
    for _time in range(2):
        api.got_back(key="benefit:0", fen=150, receipt="R1")
    with pytest.raises(PayoutRefused):
        api.got_back(key="benefit:0", fen=51, receipt="R2")
    with pytest.raises(PayoutRefused):
        api.got_back(key="benefit:0", fen=149, receipt="R1")
    done = api.got_back(key="benefit:0", fen=50, receipt="R2")
    assert (done.state, done.recovered_fen, sums()) == (PayoutState.RECOVERED, 200, (99_900, 0, 100))
    assert sound()


def test_none_of_it_needs_to_see_more_than_it_says() -> None:
    """As in the city: a transaction that says nothing sees nothing, so every step says what it needs."""
    with fence.within(fence.NOTHING):
        pay("99", "07", "10")
        assert follow() == 3
        tasks.watch()
        assert api.reconcile(day=timezone.localdate() + timedelta(days=1)) == []
        assert {number: found(number).state for number in range(3)} == {0: PAID, 1: PAID, 2: RETURNED}
        assert api.check().wrong == ()
    assert sums() == (99_100, 300, 600)
