"""对账: what the bank's statements say otherwise, taken once however often they are read."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.utils import timezone

from cdos.base.jobs import api as jobs
from cdos.nets.services.payouts import api, tasks
from cdos.nets.services.payouts.adapters.demo import DemoBank
from cdos.nets.services.payouts.contracts import (
    BankAway,
    Failure,
    Mismatch,
    PayoutRefused,
    PayoutState,
    StatementLine,
)
from cdos.nets.services.payouts.logic import reconciling
from cdos.nets.services.payouts.models import DemoOrder, Statement, Try
from cdos.nets.services.payouts.tests import paying
from cdos.nets.services.payouts.tests.paying import CHECKER, differences, found, pay, sound, sums

pytestmark = pytest.mark.django_db
PAID, FAILED, RETURNED = PayoutState.PAID, PayoutState.FAILED, PayoutState.RETURNED


@pytest.fixture(autouse=True)
def pool() -> None:
    paying.open_pool()


def reconcile(days: int = 0) -> list[tuple[Mismatch, str]]:
    noted = api.reconcile(day=timezone.localdate() + timedelta(days=days))
    return [(one.kind, one.key) for one in noted]


def test_a_statement_that_agrees_finds_nothing() -> None:
    pay("99", "01")
    assert (reconcile(), reconcile()) == ([], [])


@pytest.mark.parametrize(
    ("tail", "kind", "key"),
    [
        ("11", Mismatch.AMOUNT, "benefit:0#1"),
        ("12", Mismatch.TWICE, "benefit:0#1"),
        ("13", Mismatch.STRANGE, "Dbenefit:0#1-x"),
        ("15", Mismatch.MISSING, "benefit:0#1"),
    ],
)
def test_what_the_statement_says_otherwise_is_found_once(tail: str, kind: Mismatch, key: str) -> None:
    pay(tail)
    assert (reconcile(), reconcile()) == ([(kind, key)], [(kind, key)])
    (one,) = api.differences(actor=CHECKER, open_only=True)
    with pytest.raises(PayoutRefused):
        api.settle_difference(actor=CHECKER, difference_id=one.id, note="")
    api.settle_difference(actor=CHECKER, difference_id=one.id, note="银行已更正")
    assert api.differences(actor=CHECKER, open_only=True) == []
    with pytest.raises(PayoutRefused):
        api.settle_difference(actor=CHECKER, difference_id=one.id, note="again")
    assert sound()


def test_what_comes_back_on_a_later_statement_is_held_and_paid_to_another_account() -> None:
    pay("10")
    assert (reconcile(), found(0).state) == ([], PAID)
    assert (reconcile(1), found(0).state) == ([], RETURNED)
    assert (found(0).failure, found(0).paid_at, sums()) == (Failure.RETURNED, None, (99_700, 300, 0))
    assert (reconcile(1), reconcile(0)) == ([], [])
    api.give_account(key="benefit:0", payee=paying.payee())
    paying.batch()
    jobs.drain()
    assert (found(0).state, sums(), sound()) == (PAID, (99_700, 0, 300), True)


def settled_by_hand() -> None:
    (one,) = api.differences(actor=CHECKER, open_only=True)
    api.settle_difference(actor=CHECKER, difference_id=one.id, note="银行答应次日冲正")


@pytest.mark.parametrize("by_hand", [False, True])
def test_the_second_payment_that_is_taken_back_is_not_taken_for_the_first(by_hand: bool) -> None:
    pay("16")
    assert reconcile() == [(Mismatch.TWICE, "benefit:0#1")]
    if by_hand:
        settled_by_hand()
    for _read in range(2):  # the job is tried again when another bank is away
        assert (reconcile(1), found(0).state, sums()) == ([], PAID, (99_700, 0, 300))
    assert reconcile() == [(Mismatch.TWICE, "benefit:0#1")]
    assert api.differences(actor=CHECKER, open_only=True) == []
    with pytest.raises(PayoutRefused):
        api.give_account(key="benefit:0", payee=paying.payee())
    assert sound()


def test_a_day_whose_statement_was_not_read_is_read_before_what_came_back_later() -> None:
    pay("16", "10")
    assert (reconcile(1), found(0).state, found(1).state) == ([], PAID, RETURNED)
    assert reconcile() == [(Mismatch.TWICE, "benefit:0#1")]
    assert (api.differences(actor=CHECKER, open_only=True), sums()) == ([], (99_400, 300, 300))


@pytest.mark.parametrize("by_hand", [False, True])
def test_what_comes_back_after_the_second_was_taken_back_is_the_first(by_hand: bool) -> None:
    pay("16")
    reconcile()
    if by_hand:
        settled_by_hand()
    reconcile(1)
    DemoOrder.objects.update(returned_on=timezone.localdate() + timedelta(days=2))
    assert (reconcile(2), found(0).state) == ([], RETURNED)
    assert (reconcile(1), reconcile(2), found(0).state, sums()) == ([], [], RETURNED, (99_700, 300, 0))


def test_both_coming_back_on_one_statement_are_told_apart() -> None:
    pay("16")
    reconcile()
    DemoOrder.objects.update(returned_on=timezone.localdate() + timedelta(days=1))
    for _read in range(2):
        assert (reconcile(1), found(0).state, sums()) == ([], RETURNED, (99_700, 300, 0))


def test_a_second_payment_on_the_statement_of_another_day_is_found_and_taken_back() -> None:
    pay("99")
    assert (reconcile(), reconcile()) == ([], [])
    tomorrow = timezone.localdate() + timedelta(days=1)
    DemoOrder.objects.update(paid_on=tomorrow)
    assert reconcile(1) == [(Mismatch.TWICE, "benefit:0#1")]
    DemoOrder.objects.update(tail="16")
    assert (reconcile(2), found(0).state) == ([], PAID)
    assert api.differences(actor=CHECKER, open_only=True) == []


def test_an_answer_that_was_lost_is_taken_from_the_statement() -> None:
    pay("07")
    assert reconcile() == [(Mismatch.LATE, "benefit:0#1")]
    assert (found(0).state, api.differences(actor=CHECKER, open_only=True)) == (PAID, [])


def test_a_bank_that_says_refused_and_paid_is_for_a_person_to_look_at() -> None:
    assert pay("14")[0].state is FAILED
    assert reconcile() == [(Mismatch.LATE, "benefit:0#1")]
    assert found(0).state is PAID
    assert len(api.differences(actor=CHECKER, open_only=True)) == 1


def test_what_stands_on_the_statement_of_the_next_day_is_not_missing() -> None:
    pay("15")
    reconcile()
    DemoOrder.objects.update(tail="99", paid_on=timezone.localdate() + timedelta(days=1))
    reconcile(1)
    assert api.differences(actor=CHECKER, open_only=True) == []


def test_the_schedule_compares_yesterday() -> None:
    pay("15")
    Try.objects.update(ended_at=timezone.now() - timedelta(days=1))
    DemoOrder.objects.update(paid_on=timezone.localdate() - timedelta(days=1))
    tasks.reconcile()
    tasks.reconcile()
    jobs.drain()
    assert differences() == [(Mismatch.MISSING, "benefit:0#1", 300, 0)]


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def test_what_came_back_while_nobody_read_statements_is_read_the_next_morning() -> None:
    pay("99")
    Try.objects.update(
        sent_at=timezone.now() - timedelta(days=4), ended_at=timezone.now() - timedelta(days=4)
    )
    DemoOrder.objects.update(paid_on=days_ago(4), state="returned", returned_on=days_ago(2))
    tasks.reconcile()
    jobs.drain()
    assert (found(0).state, sums()) == (RETURNED, (99_700, 300, 0))
    assert {row.day for row in Statement.objects.all()} == {days_ago(days) for days in (1, 2, 3, 4)}


class Shut(DemoBank):
    """The demonstration bank, which has no statement of some days."""

    name = "shut"
    days: tuple[date, ...] = ()
    asked: list[date]

    def statement(self, day: date) -> Sequence[StatementLine]:
        self.asked.append(day)
        if day in self.days:
            raise BankAway("closed")
        return super().statement(day)


def test_a_day_that_the_bank_could_not_give_is_asked_for_again_and_no_other(settings: object) -> None:
    bank = Shut()
    bank.asked, bank.days = [], (days_ago(2),)
    api.add_bank(bank)
    settings.PAYOUTS = bank.name  # type: ignore[attr-defined]
    pay("99")
    Try.objects.update(
        sent_at=timezone.now() - timedelta(days=3), ended_at=timezone.now() - timedelta(days=3)
    )
    DemoOrder.objects.update(paid_on=days_ago(3), state="returned", returned_on=days_ago(2))
    with pytest.raises(BankAway):
        api.reconcile_up_to(day=days_ago(1))
    assert bank.asked == [days_ago(3), days_ago(2), days_ago(1)]
    assert found(0).state is PAID
    bank.asked, bank.days = [], ()
    assert api.reconcile_up_to(day=days_ago(1)) == [days_ago(2)]
    assert (bank.asked, found(0).state) == ([days_ago(2)], RETURNED)
    assert api.reconcile_up_to(day=days_ago(1)) == []


def test_a_day_that_was_read_before_it_ended_is_read_again() -> None:
    reconcile()
    assert not Statement.objects.exists()


def test_what_the_bank_pays_in_parts_is_paid_when_the_parts_make_up_the_sum() -> None:
    pay("17")
    assert (found(0).state, sums()) == (PayoutState.SENT, (99_700, 300, 0))
    assert reconcile() == [(Mismatch.AMOUNT, "benefit:0#1")]
    assert (found(0).state, sums()) == (PayoutState.SENT, (99_700, 300, 0))
    for _read in range(2):
        assert (reconcile(1), found(0).state, sums()) == ([], PAID, (99_700, 0, 300))
    assert reconcile() == [(Mismatch.AMOUNT, "benefit:0#1")]
    assert (api.differences(actor=CHECKER, open_only=True), sums(), sound()) == ([], (99_700, 0, 300), True)


def test_what_the_bank_paid_wrong_and_took_back_may_be_paid_again() -> None:
    pay("18")
    reconcile()
    for _read in range(2):
        assert (reconcile(1), found(0).state, found(0).failure) == ([], FAILED, Failure.BANK)
    assert api.differences(actor=CHECKER, open_only=True) == []
    api.give_account(key="benefit:0", payee=paying.payee())
    paying.batch()
    jobs.drain()
    assert (found(0).state, sums(), sound()) == (PAID, (99_700, 0, 300), True)


def test_a_sum_that_the_bank_corrects_is_no_difference_any_more() -> None:
    pay("11")
    assert reconcile() == [(Mismatch.AMOUNT, "benefit:0#1")]
    order = Try.objects.get()
    line = StatementLine("correction", order.key, -1, timezone.localdate() + timedelta(days=1))
    reconciling._take("demo", line.day, order.key, [line])
    assert (api.differences(actor=CHECKER, open_only=True), found(0).state) == ([], PAID)
    assert sums() == (99_700, 0, 300)
