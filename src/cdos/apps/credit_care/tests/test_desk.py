"""What the office finds on its desk, and what happens after a default and a refund that failed."""

from collections import Counter

import pytest
from django.utils import timezone

from cdos.apps.credit_care import api
from cdos.apps.credit_care.contracts import VisitState
from cdos.apps.credit_care.logic import desk, levelling
from cdos.apps.credit_care.models import Transfer, Visit
from cdos.apps.credit_care.tests.conftest import OFFICE, Clinic, clerk, owing, signed, visit, wish
from cdos.apps.credit_care.tests.test_visits import clean, sums, time_passes
from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused
from cdos.base.notices import api as notices
from cdos.base.organisation.contracts import Actor


@pytest.mark.parametrize("claimed", [False, True])
def test_nothing_more_is_advanced_to_who_is_or_was_in_default_of_the_visit(
    patient: Actor, clinic: Clinic, claimed: bool
) -> None:
    number, office = owing(signed(patient), clinic, 30_000), clerk(OFFICE)
    time_passes(31)
    time_passes(47)
    if claimed:
        api.claim(actor=office, number=number)
    clinic.settles(total=100_000, insurance=50_000, version=2)
    jobs.drain()
    found = visit(patient, number)
    assert (found.credit_fen, found.counter_fen) == (30_000, 20_000)
    assert found.state is (VisitState.CLAIMED if claimed else VisitState.DEFAULTED)
    api.repay(actor=patient, number=number, fen=30_000)
    jobs.drain()
    assert visit(patient, number).state is VisitState.REPAID
    assert clean()


def test_a_refund_that_the_bank_refuses_stands_on_the_desk_until_it_is_given_back(
    patient: Actor, clinic: Clinic
) -> None:
    number, office = owing(signed(patient), clinic, 30_000), clerk(OFFICE)
    api.repay(actor=patient, number=number, fen=30_000)
    jobs.drain()
    with pytest.raises(MoveRefused):
        matters.act(actor=office, number=number, move="refund_again")
    assert not offers_refund(office, number)
    wish(number, "refuse")
    clinic.settles(total=70_000, insurance=50_000, version=2)
    jobs.drain()
    found = visit(patient, number)
    assert (found.state, found.refunded_fen, found.not_refunded_fen) == (VisitState.REPAID, 0, 10_000)
    assert not Transfer.objects.filter(state="asked").exists()
    assert [one.number for one in api.watch(actor=office).refunds] == [number]
    told = [one.title + one.body for one in notices.notices(party_id=patient.party_id)]
    assert any("一笔退款未成功" in one or "A refund failed" in one for one in told)
    assert offers_refund(office, number)
    matters.act(actor=office, number=number, move="refund_again")
    jobs.drain()
    found = visit(patient, number)
    assert (found.refunded_fen, found.not_refunded_fen) == (10_000, 0)
    assert not api.watch(actor=office).refunds
    assert "care/refunds" not in sums()
    assert not offers_refund(office, number)
    assert clean()


def offers_refund(office: Actor, number: str) -> bool:
    return "refund_again" in [one.name for one in matters.offered(actor=office, number=number)]


def test_the_desk_finds_what_is_overdue_and_claimed_behind_many_newer_visits(
    patient: Actor, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "SHOWN", 2)
    office = clerk(OFFICE)
    late = owing(signed(patient), clinic, 10_000, "Z1")
    claimed = owing(patient, clinic, 20_000, "Z2")
    time_passes(31)
    other = owing(patient, clinic, 10_000, "Z3")
    Visit.objects.filter(number=claimed).update(defaulted_at=timezone.now(), claimed_at=timezone.now())
    Visit.objects.filter(number=claimed).update(claimed_fen=20_000)
    Visit.objects.filter(number=other).update(own_fen=1, credit_fen=0)
    for stay in ("Z4", "Z5", "Z6"):
        Visit.objects.filter(number=claimed).update(defaulted_at=None)
        clinic.opens(api.code(actor=patient).text, stay)
    Visit.objects.filter(number=claimed).update(defaulted_at=timezone.now())
    found = api.watch(actor=office)
    assert [one.number for one in found.overdue] == [late]
    assert [one.number for one in found.defaulted] == [claimed]
    assert found.sums.claimed_fen == 20_000
    with fence.everything():
        states = Counter(levelling.state_of(one).value for one in Visit.objects.all())
    assert found.sums.counts == states == {"overdue": 1, "claimed": 1, "counter": 1, "treating": 3}
