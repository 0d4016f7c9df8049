"""Visits on credit: settled, corrected, cancelled, repaid, in default, claimed; banks and hospitals that fail as real ones do."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cdos.apps.credit_care import api, tasks
from cdos.apps.credit_care.adapters import demo
from cdos.apps.credit_care.contracts import BankAway, CareRefused, Message, Told, VisitState
from cdos.apps.credit_care.logic import agreeing, bank
from cdos.apps.credit_care.models import Agreement, DemoOrder, Transfer
from cdos.apps.credit_care.tests.conftest import (
    OFFICE,
    Clinic,
    clerk,
    know,
    owing,
    person,
    signed,
    visit,
    wish,
)
from cdos.base.jobs import api as jobs
from cdos.base.jobs.models import Job
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import NotAllowed
from cdos.base.notices import api as notices
from cdos.base.organisation.contracts import Actor
from cdos.nets.services.books import api as books


def sums() -> dict[str, int]:
    return {one.code: one.fen for one in books.accounts("care/") if one.fen}


def clean() -> bool:
    """The books balance, and what persons owe is what bank and guarantor are owed."""
    found = books.check()
    held = sums()
    owed = -sum(fen for code, fen in held.items() if code.endswith("/owed"))
    due = sum(held.get(code, 0) for code in ("care/promised", "care/bank-due", "care/guarantor-due"))
    return owed == due and not found.unbalanced and not found.astray


def time_passes(days: int) -> None:
    """The clocks are asked as they will be then, and what follows is done."""
    matters.sweep(timezone.now() + timedelta(days=days))
    jobs.drain()


def test_a_visit_is_advanced_and_repaid_in_two_parts(patient: Actor, clinic: Clinic) -> None:
    number = owing(signed(patient), clinic, 30_000)
    found = visit(patient, number)
    assert (found.state, found.credit_fen, found.counter_fen) == (VisitState.OWED, 30_000, 0)
    assert timedelta(29) < found.due_at - timezone.now() < timedelta(32)
    assert sums()["care/hospital/demo"] == 30_000
    api.repay(actor=patient, number=number, fen=10_000)
    jobs.drain()
    assert (visit(patient, number).state, visit(patient, number).owed_fen) == (VisitState.OWED, 20_000)
    api.repay(actor=patient, number=number, fen=20_000)
    jobs.drain()
    assert visit(patient, number).state is VisitState.REPAID
    assert api.mine(actor=patient).free_fen == 500_000
    assert clean()
    time_passes(60)
    assert visit(patient, number).state is VisitState.REPAID


def test_a_settlement_that_comes_twice_counts_once(patient: Actor, clinic: Clinic) -> None:
    number = owing(signed(patient), clinic)
    clinic.settles(total=80_000, insurance=50_000)
    jobs.drain()
    assert (visit(patient, number).credit_fen, Transfer.objects.count()) == (30_000, 1)
    with pytest.raises(CareRefused):
        clinic.settles(total=90_000, insurance=50_000)
    assert visit(patient, number).own_fen == 30_000


def test_a_sum_that_was_wrong_is_corrected_both_ways(patient: Actor, clinic: Clinic) -> None:
    number = owing(signed(patient), clinic, 30_000)
    clinic.settles(total=90_000, insurance=50_000, version=2)
    jobs.drain()
    assert (visit(patient, number).state, visit(patient, number).credit_fen) == (VisitState.OWED, 40_000)
    api.repay(actor=patient, number=number, fen=35_000)
    jobs.drain()
    clinic.settles(total=70_000, insurance=50_000, version=3)
    found = visit(patient, number)
    assert (found.state, found.credit_fen, found.refunded_fen) == (VisitState.REPAID, 20_000, 15_000)
    jobs.drain()
    held = sums()
    assert (held["care/hospital/demo"], held["care/residents"]) == (20_000, -20_000)
    assert clean()


def test_a_second_bill_of_a_visit_counts_besides_the_first(patient: Actor, clinic: Clinic) -> None:
    number = owing(signed(patient), clinic, 10_000)
    clinic.settles(total=5_000, bill="J2")
    jobs.drain()
    found = visit(patient, number)
    assert (found.own_fen, found.credit_fen) == (15_000, 15_000)
    assert sums()["care/hospital/demo"] == 15_000
    clinic.settles(total=58_000, insurance=50_000, version=2)
    jobs.drain()
    assert (visit(patient, number).own_fen, visit(patient, number).credit_fen) == (13_000, 13_000)
    with pytest.raises(CareRefused):
        clinic.cancels(bill="J3")
    clinic.cancels(bill="J2")
    jobs.drain()
    assert (visit(patient, number).state, visit(patient, number).credit_fen) == (VisitState.OWED, 8_000)
    clinic.settles(total=2_000, version=3, bill="J2")
    clinic.cancels()
    jobs.drain()
    assert (visit(patient, number).state, visit(patient, number).credit_fen) == (VisitState.CANCELLED, 0)
    assert clean()


def test_what_is_advanced_after_an_overdue_debt_was_repaid_has_days_of_its_own(
    patient: Actor, clinic: Clinic
) -> None:
    number = owing(signed(patient), clinic, 30_000)
    time_passes(31)
    assert visit(patient, number).state is VisitState.OVERDUE
    api.repay(actor=patient, number=number, fen=30_000)
    jobs.drain()
    clinic.settles(total=90_000, insurance=50_000, version=2)
    jobs.drain()
    assert visit(patient, number).state is VisitState.OWED
    time_passes(31)
    assert visit(patient, number).state is VisitState.OVERDUE
    time_passes(47)
    assert visit(patient, number).state is VisitState.DEFAULTED


def test_a_bill_whose_parts_do_not_add_up_is_refused(patient: Actor, clinic: Clinic) -> None:
    number = clinic.opens(api.code(actor=signed(patient)).text)
    with pytest.raises(CareRefused):
        clinic.tell(Message("demo", Told.SETTLED, "Z1", "", "", "J1", 1, 100, 20, 90))
    assert visit(patient, number).state is VisitState.TREATING


def test_a_bill_that_is_cancelled_gives_everything_back(patient: Actor, clinic: Clinic) -> None:
    number = owing(signed(patient), clinic, 30_000)
    api.repay(actor=patient, number=number, fen=12_000)
    jobs.drain()
    clinic.cancels()
    clinic.cancels()
    jobs.drain()
    found = visit(patient, number)
    assert (found.state, found.credit_fen, found.refunded_fen) == (VisitState.CANCELLED, 0, 12_000)
    assert set(sums()) == {"care/guarantor", "care/world"}
    assert clean()


def test_a_visit_called_off_before_the_bill_costs_nothing(patient: Actor, clinic: Clinic) -> None:
    number = clinic.opens(api.code(actor=signed(patient)).text)
    clinic.cancels()
    assert visit(patient, number).state is VisitState.CANCELLED


@pytest.mark.parametrize("how", ["away", "deaf"])
def test_a_bank_that_is_away_is_asked_by_key_and_pays_once(patient: Actor, clinic: Clinic, how: str) -> None:
    number = clinic.opens(api.code(actor=signed(patient)).text)
    wish(number, how)
    clinic.settles(total=80_000, insurance=50_000)
    key = Transfer.objects.get().key
    with pytest.raises(BankAway):
        bank.carry_out(key)
    assert visit(patient, number).state is VisitState.ADVANCING
    bank.carry_out(key)
    bank.carry_out(key)
    assert (visit(patient, number).state, DemoOrder.objects.count()) == (VisitState.OWED, 1)
    assert clean()


def test_what_the_bank_has_not_answered_is_found_again(patient: Actor, clinic: Clinic) -> None:
    number = clinic.opens(api.code(actor=signed(patient)).text)
    clinic.settles(total=80_000, insurance=50_000)
    Job.objects.all().delete()
    Transfer.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    tasks.look_for_forgotten()
    jobs.drain()
    assert visit(patient, number).state is VisitState.OWED


def test_a_bank_that_refuses_leaves_the_person_to_pay_at_the_counter(patient: Actor, clinic: Clinic) -> None:
    number = clinic.opens(api.code(actor=signed(patient)).text)
    wish(number, "refuse")
    clinic.settles(total=80_000, insurance=50_000)
    jobs.drain()
    found = visit(patient, number)
    assert (found.state, found.counter_fen, api.mine(actor=patient).free_fen) == (
        VisitState.COUNTER,
        30_000,
        500_000,
    )
    assert clean()


def test_what_the_credit_does_not_cover_is_paid_at_the_counter(patient: Actor, clinic: Clinic) -> None:
    number = owing(signed(patient), clinic, 620_000)
    found = visit(patient, number)
    assert (found.credit_fen, found.counter_fen) == (500_000, 120_000)
    with pytest.raises(CareRefused):
        clinic.opens(api.code(actor=patient).text, "Z2")


def test_a_repayment_that_fails_or_is_too_much_changes_nothing(patient: Actor, clinic: Clinic) -> None:
    number = owing(signed(patient), clinic, 30_000)
    for fen in (0, -5, 30_001):
        with pytest.raises(CareRefused):
            api.repay(actor=patient, number=number, fen=fen)
    wish(number, "refuse")
    api.repay(actor=patient, number=number, fen=30_000)
    with pytest.raises(CareRefused):
        api.repay(actor=patient, number=number, fen=1)
    jobs.drain()
    found, moved = api.visit(actor=patient, number=number)
    assert (found.owed_fen, found.collecting_fen, bool(moved[0].failure)) == (30_000, 0, True)
    with pytest.raises(LookupError):
        api.repay(actor=person("林二", "44030419580402311"), number=number, fen=1)


def test_what_is_not_repaid_becomes_a_default_is_claimed_and_ends_with_the_last_yuan(
    patient: Actor, clinic: Clinic
) -> None:
    number = owing(signed(patient), clinic, 30_000)
    time_passes(27)
    told = {one.title for one in notices.notices(party_id=patient.party_id)}
    assert "请还款" in told or "Please repay" in told
    time_passes(31)
    assert visit(patient, number).state is VisitState.OVERDUE
    time_passes(47)
    assert visit(patient, number).state is VisitState.DEFAULTED
    refusing = [one for one in api.eligible(actor=patient).reasons if one.truth == "no"]
    assert [one.field for one in refusing] == ["care_default"]
    assert refusing[0].mend
    with pytest.raises(CareRefused):
        clinic.opens(api.code(actor=patient).text, "Z2")
    with pytest.raises(NotAllowed):
        api.claim(actor=clerk("440300-water"), number=number)
    office = clerk(OFFICE)
    api.claim(actor=office, number=number)
    assert (visit(patient, number).state, visit(patient, number).creditor) == (
        VisitState.CLAIMED,
        "guarantor",
    )
    assert api.watch(actor=office).sums.balanced
    assert sums()["care/guarantor-due"] == 30_000
    api.repay(actor=patient, number=number, fen=30_000)
    jobs.drain()
    assert visit(patient, number).state is VisitState.REPAID
    held = sums()
    assert (held["care/guarantor"], "care/guarantor-due" in held, held.get("care/bank", 0)) == (
        10_000_000,
        False,
        0,
    )
    clinic.opens(api.code(actor=patient).text, "Z2")
    assert clean()


def test_a_code_is_good_for_one_visit_and_some_minutes(patient: Actor, clinic: Clinic) -> None:
    shown = api.code(actor=signed(patient)).text
    assert clinic.opens(shown, "Z1") == clinic.opens(shown, "Z1")
    with pytest.raises(CareRefused):
        clinic.opens(shown, "Z2")
    old = api.code(actor=patient).text
    api.code(actor=patient)
    with pytest.raises(CareRefused):
        clinic.opens(old, "Z3")


def test_codes_whose_minutes_are_over_are_free_and_nobody_is_given_one_that_is_shown(
    patient: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = person("林二", "44030419580402311")
    know(other)
    signed(patient), signed(other)
    drawn = iter((7, 7, 8, 9, 7))
    monkeypatch.setattr(agreeing.secrets, "randbelow", lambda most: next(drawn))
    assert api.code(actor=patient).text == "00000007"
    assert api.code(actor=other).text == "00000008"
    Agreement.objects.update(code_until=timezone.now() - timedelta(minutes=1))
    tasks.clear_codes()
    assert set(Agreement.objects.values_list("code", flat=True)) == {""}
    assert [api.code(actor=one).text for one in (other, patient)] == ["00000009", "00000007"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"stay": "Z" * 61},
        {"stay": ""},
        {"stay": "Z\x00"},
        {"settlement": "J" * 61},
        {"version": 10**12},
        {"version": -1},
        {"version": 1.5},
        {"total_fen": 1.5},
        {"own_fen": 10**30},
        {"title": 5},
    ],
)
def test_a_signed_message_that_is_no_message_is_not_understood(
    patient: Actor, clinic: Clinic, client: Client, wrong: dict[str, object]
) -> None:
    clinic.opens(api.code(actor=signed(patient)).text)
    told = json.loads(demo.body(Message("demo", Told.SETTLED, "Z1", "", "", "J1", 1, 100, 20, 80)))
    raw = json.dumps(told | wrong).encode()
    answer = client.post(
        reverse("credit_care:notified", args=["demo"]),
        raw,
        content_type="application/json",
        headers={demo.SIGNATURE: demo.signed(raw)},
    )
    assert answer.status_code == 400


def test_a_message_that_is_not_signed_or_of_no_hospital_is_not_heard(town: None) -> None:
    raw = demo.body(Message("demo", Told.CANCELLED, "Z1"))
    with pytest.raises(CareRefused):
        api.called(hospital="demo", raw=raw, headers={demo.SIGNATURE: "0"})
    with pytest.raises(LookupError):
        api.called(hospital="nobody", raw=raw, headers={})
