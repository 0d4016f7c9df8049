"""Fees: shared by department, paid once whatever the provider says, given back until the bank answers; every fen is booked."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Filing, Flow, Move, Phase, State
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.services.payments import api, tasks
from cdos.nets.services.payments.adapters import demo
from cdos.nets.services.payments.contracts import Payment, PaymentRefused, PaymentState, ProviderAway, Share
from cdos.nets.services.payments.logic import asking, listeners, refunding
from cdos.nets.services.payments.models import Charge, DemoCharge, Posting, Refund
from cdos.nets.services.payments.models import Payment as Row

pytestmark = pytest.mark.django_db
A, B = "440300-market", "440300-police"
FLOW = Flow(
    kind="paid-thing",
    title="Paid thing",
    states=(State("open", "Open", Phase.WAITING), State("done", "Done", Phase.DONE)),
    moves=(Move("end", "End", ("open",), "done", frozenset({"system"})),),
    tracking_path="/things/{number}",
)


@pytest.fixture
def told() -> Iterator[list[str]]:
    """What listeners heard, in the same transaction."""
    heard: list[str] = []

    def listen(payment: Payment) -> None:
        heard.append(payment.state.value)

    listeners.register(listen)
    yield heard
    listeners.REGISTRY.listeners.remove(listen)


@pytest.fixture
def payment() -> Payment:
    matters.register(FLOW)
    number = matters.file(actor=SYSTEM, filing=Filing(kind=FLOW.kind, title="开办企业")).matter.number
    shares = [Share(A, 700, "刻章"), Share(B, 300, "证照")]
    return api.open(matter=number, shares=shares, title="开办企业")


def attempt(payment: Payment) -> DemoCharge:
    api.begin(reference=payment.reference)
    return DemoCharge.objects.latest("pk")


def call_back(charge: DemoCharge, state: str = "paid", **changes: object) -> Payment:
    charge.state = state
    for name, value in changes.items():
        setattr(charge, name, value)
    charge.save()
    body = demo.message(charge, failure="余额不足" if state == "failed" else "")
    return api.called_back(provider="demo", raw=body, headers={demo.SIGNATURE: demo.signed(body)})


def state_of(payment: Payment) -> PaymentState:
    return api.by_reference(reference=payment.reference).state


def balance() -> dict[str, int]:
    rows = Posting.objects.values("department").annotate(sum=Sum("fen"))
    return {row["department"]: row["sum"] for row in rows}


def test_a_fee_is_one_sum_shared_by_department_and_asked_for_once(payment: Payment) -> None:
    assert payment.fen == 1000
    again = api.open(matter=payment.matter, shares=[Share(A, 5, "x")], title="y")
    assert again.id == payment.id
    call_back(attempt(payment))
    assert balance() == {A: 700, B: 300}


def test_a_call_back_that_comes_twice_counts_once(payment: Payment, told: list[str]) -> None:
    charge = attempt(payment)
    call_back(charge)
    call_back(charge)
    assert (state_of(payment), balance(), told) == (PaymentState.PAID, {A: 700, B: 300}, ["paid"])


def test_a_false_signature_or_another_sum_pays_nothing(payment: Payment) -> None:
    charge = attempt(payment)
    charge.state = "paid"
    body = demo.message(charge)
    with pytest.raises(PaymentRefused):
        api.called_back(provider="demo", raw=body, headers={demo.SIGNATURE: "0" * 64})
    with pytest.raises(PaymentRefused):
        call_back(charge, fen=1)
    assert (state_of(payment), balance()) == (PaymentState.OPEN, {})


def test_a_payment_that_failed_can_be_tried_again(payment: Payment) -> None:
    failed = call_back(attempt(payment), "failed")
    assert (failed.state, failed.failure) == (PaymentState.FAILED, "余额不足")
    call_back(attempt(payment))
    assert state_of(payment) == PaymentState.PAID


def test_a_call_back_that_is_lost_is_asked_for(payment: Payment) -> None:
    charge = attempt(payment)
    DemoCharge.objects.filter(pk=charge.pk).update(state="paid")
    tasks.reconcile()
    assert state_of(payment) == PaymentState.OPEN  # too young to be lost
    Charge.objects.update(began_at=timezone.now() - asking.LOST_AFTER * 2)
    tasks.reconcile()
    assert state_of(payment) == PaymentState.PAID


def test_an_attempt_is_asked_for_until_the_bank_says_how_it_ended(payment: Payment) -> None:
    charge = attempt(payment)
    Charge.objects.update(began_at=timezone.now() - timedelta(days=60))
    tasks.reconcile()
    seen = Charge.objects.get()
    assert seen.state == "open"
    assert seen.ask_at is not None
    assert timedelta(days=2) < seen.ask_at - timezone.now() < timedelta(days=3)  # the older, the more seldom
    DemoCharge.objects.filter(pk=charge.pk).update(state="paid")
    tasks.reconcile()
    assert state_of(payment) == PaymentState.OPEN
    Charge.objects.update(ask_at=timezone.now())
    tasks.reconcile()
    assert state_of(payment) == PaymentState.PAID


def test_staff_see_what_the_bank_leaves_open(payment: Payment) -> None:
    attempt(payment)
    assert api.unheard(actor=SYSTEM) == []  # it may still be under way
    Charge.objects.update(began_at=timezone.now() - timedelta(days=3))
    tasks.reconcile()
    (one,) = api.unheard(actor=SYSTEM)
    assert (one.matter, one.fen) == (payment.matter, 1000)
    assert one.asked_at is not None
    call_back(DemoCharge.objects.get())
    assert api.unheard(actor=SYSTEM) == []


def test_who_pays_twice_gets_one_back(payment: Payment) -> None:
    first, second = attempt(payment), attempt(payment)
    call_back(first)
    call_back(second)
    jobs.drain()
    second.refresh_from_db()
    first.refresh_from_db()
    assert (sum(second.refunds.values()), first.refunds) == (1000, {})
    assert (state_of(payment), balance()) == (PaymentState.PAID, {A: 700, B: 300})


def test_money_that_comes_after_it_was_dropped_goes_back(payment: Payment) -> None:
    charge = attempt(payment)
    assert api.refund(payment_id=payment.id, reason="撤回").state == PaymentState.CANCELLED
    call_back(charge)
    jobs.drain()
    charge.refresh_from_db()
    assert (sum(charge.refunds.values()), balance()) == (1000, {})


def test_one_department_gives_its_share_back_and_then_the_other(payment: Payment, told: list[str]) -> None:
    charge = attempt(payment)
    call_back(charge)
    for _twice in range(2):
        api.refund(payment_id=payment.id, reason="不予许可", departments=[B])
    jobs.drain()
    assert (state_of(payment), balance()) == (PaymentState.PAID, {A: 700, B: 0})
    api.refund(payment_id=payment.id, reason="撤回")
    assert state_of(payment) == PaymentState.REFUNDING
    jobs.drain()
    charge.refresh_from_db()
    assert (state_of(payment), balance()) == (PaymentState.REFUNDED, {A: 0, B: 0})
    assert sorted(charge.refunds.values()) == [300, 700]
    assert told == ["paid", "paid", "refunded"]


def test_a_bank_that_does_not_answer_is_asked_again_and_pays_back_once(payment: Payment) -> None:
    charge = attempt(payment)
    call_back(charge, deaf=1)
    api.refund(payment_id=payment.id, reason="撤回")
    key = Refund.objects.get().key
    refunding.carry_out(key)
    assert state_of(payment) == PaymentState.REFUNDING
    assert "not answer" in Refund.objects.get().failure
    refunding.carry_out(key)
    refunding.carry_out(key)
    charge.refresh_from_db()
    assert (list(charge.refunds.values()), state_of(payment)) == ([1000], PaymentState.REFUNDED)


def test_a_bank_that_is_away_twenty_times_gives_back_all_the_same(payment: Payment) -> None:
    charge = attempt(payment)
    call_back(charge, deaf=20)
    api.refund(payment_id=payment.id, reason="撤回")
    for _hour in range(21):
        jobs.drain()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE jobs_job SET run_at = clock_timestamp()")
    charge.refresh_from_db()
    assert (list(charge.refunds.values()), state_of(payment)) == ([1000], PaymentState.REFUNDED)
    assert Refund.objects.get().tries == 20
    assert jobs.figures().dead == 0


def test_a_refund_whose_job_was_lost_is_found_again(payment: Payment) -> None:
    call_back(attempt(payment))
    api.refund(payment_id=payment.id, reason="撤回")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM jobs_job")
    assert refunding.forgotten() == 0  # its job may still come
    Refund.objects.update(asked_at=timezone.now() - 2 * refunding.LOST_AFTER)
    assert (refunding.forgotten(), refunding.forgotten()) == (1, 0)
    jobs.drain()
    assert state_of(payment) == PaymentState.REFUNDED


def lost(*charges: DemoCharge) -> None:
    """Paid at the bank, and no call back ever comes."""
    DemoCharge.objects.filter(pk__in=[one.pk for one in charges]).update(state="paid")
    Charge.objects.update(began_at=timezone.now() - 2 * asking.LOST_AFTER)


def test_an_earlier_attempt_whose_call_back_is_lost_pays(payment: Payment) -> None:
    first, _second = attempt(payment), attempt(payment)
    lost(first)
    tasks.reconcile()
    assert (state_of(payment), balance()) == (PaymentState.PAID, {A: 700, B: 300})


def test_who_comes_back_from_the_bank_is_asked_for_by_every_attempt(payment: Payment) -> None:
    first, _second = attempt(payment), attempt(payment)
    lost(first)
    assert api.ask_provider(reference=payment.reference).state == PaymentState.PAID


def test_money_that_came_unheard_goes_back_when_the_fee_was_dropped_or_paid(payment: Payment) -> None:
    first, second = attempt(payment), attempt(payment)
    call_back(second)
    lost(first)
    tasks.reconcile()
    jobs.drain()
    first.refresh_from_db()
    assert (sum(first.refunds.values()), state_of(payment)) == (1000, PaymentState.PAID)


def test_one_attempt_that_cannot_be_booked_stops_no_other(payment: Payment) -> None:
    first, second = attempt(payment), attempt(payment)
    DemoCharge.objects.filter(pk=first.pk).update(fen=1)
    lost(first, second)

    tasks.reconcile()
    assert state_of(payment) == PaymentState.PAID
    assert Charge.objects.get(key=first.key).state == "open"


def test_the_attempt_asked_longest_ago_is_asked_first(
    payment: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = attempt(payment), attempt(payment)
    lost(first, second)
    Charge.objects.filter(key=first.key).update(asked_at=timezone.now(), ask_at=timezone.now())
    monkeypatch.setattr(asking, "AT_ONCE", 1)
    tasks.reconcile()
    assert set(Charge.objects.values_list("key", "state")) == {(first.key, "open"), (second.key, "paid")}


@pytest.mark.parametrize("what", ["begin", "ask"])
def test_a_bank_that_does_not_answer_is_said_so(
    payment: Payment, client: Client, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    attempt(payment)

    def away(*_args: object) -> None:
        raise ProviderAway("timeout")

    monkeypatch.setattr(demo.DemoProvider, what, away)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    asked = client.post(payment.address) if what == "begin" else client.get(payment.address + "/back?ask=1")
    assert asked.status_code == 503
    assert "does not answer" in asked.content.decode()


def test_an_address_with_a_nul_is_none(client: Client) -> None:
    assert client.get("/services/pay/%00").status_code == 404
    assert client.get("/services/pay/%00/back").status_code == 404
    assert client.get("/demo-pay/%00").status_code == 404


def test_the_database_refuses_to_give_back_more_than_was_paid(payment: Payment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Row.objects.filter(pk=payment.id).update(refunded_fen=1001)


def test_the_page_pays_fails_and_comes_back(payment: Payment, client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "10.00 yuan" in client.get(payment.address).content.decode()
    bank = client.post(payment.address)["Location"]
    back = client.post(bank, {"do": "fail"})["Location"]
    assert "not enough money" in client.get(back).content.decode()
    bank = client.post(payment.address)["Location"]
    back = client.post(bank, {"do": "lost"})["Location"]
    assert "not heard from the bank" in client.get(back).content.decode()
    assert client.get(back + "?ask=1")["Location"] == f"/things/{payment.matter}"
    assert client.get(payment.address + "x").status_code == 404


def test_a_stranger_calls_back_in_vain(payment: Payment, client: Client) -> None:
    path = "/services/pay/notify/demo"
    assert client.post(path, b"{}", content_type="application/json").status_code == 400
    assert client.post("/services/pay/notify/nobody", b"{}", content_type="text/plain").status_code == 404
    assert state_of(payment) == PaymentState.OPEN
