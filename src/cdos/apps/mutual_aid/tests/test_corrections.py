"""Corrections that nobody can decide, payments that come back, members who left, and who may decide."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cdos.apps.mutual_aid import api, tasks
from cdos.apps.mutual_aid.adapters.demo import DemoSource
from cdos.apps.mutual_aid.contracts import Care, ClaimState, MutualRefused, SourceAway, Stay
from cdos.apps.mutual_aid.models import Claim as Row
from cdos.apps.mutual_aid.models import Member
from cdos.apps.mutual_aid.tests.conftest import (
    BODY,
    TODAY,
    bank_pays,
    claims,
    clerk,
    joined,
    number_of,
    person,
    settled,
)
from cdos.apps.mutual_aid.tests.test_mutual_aid import OWED, only, pool_is_whole
from cdos.base.jobs import api as jobs
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.nets.services.payouts import api as payouts
from cdos.nets.services.payouts.contracts import Answer, Failure, Said
from cdos.nets.services.payouts.models import Try


def read_again(actor: Actor, **changes: object) -> None:
    settled(**changes)
    api.look(actor=actor)
    jobs.drain()


@pytest.mark.parametrize("unknown", ["care", "rule"])
@pytest.mark.parametrize("granted", [True, False])
def test_a_correction_that_cannot_be_decided_takes_no_money_back_until_a_person_says_so(
    member: Actor, unknown: str, granted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled()
    api.allow(actor=member)
    claim = only(member, ClaimState.READY)
    api.confirm(actor=member, claim_id=claim)
    bank_pays()
    with monkeypatch.context() as away:
        if unknown == "rule":
            away.setattr(rules, "live", lambda code: None)
        read_again(
            member, version=2, own_fen=250_000, care=Care.UNKNOWN if unknown == "care" else Care.INPATIENT
        )
    (found,) = claims(member)
    assert (found.state, found.fen, found.back_fen) == (ClaimState.PAID, OWED, 0)
    assert [one.id for one in api.figures(actor=clerk()).asking] == [claim]
    api.answer(actor=clerk(), claim_id=claim, granted=granted, reason="病历已核")
    jobs.drain()
    (found,) = claims(member)
    back = OWED if unknown == "care" and not granted else 30_000
    assert (found.fen, found.back_fen, found.state) == (OWED - back, back, ClaimState.BACK)
    assert not api.figures(actor=clerk()).asking
    assert pool_is_whole()


def test_what_waits_for_the_bank_is_not_dropped_by_a_correction_that_cannot_be_decided(member: Actor) -> None:
    settled()
    api.allow(actor=member)
    api.confirm(actor=member, claim_id=only(member, ClaimState.READY))
    read_again(member, version=2, care=Care.UNKNOWN)
    assert payouts.pool("mutual-aid").reserved_fen == OWED
    read_again(member, version=3, cancelled=True)
    only(member, ClaimState.CANCELLED)
    assert not api.figures(actor=clerk()).asking
    assert payouts.pool("mutual-aid").reserved_fen == 0


def test_what_the_bank_returns_is_not_asked_back_besides(member: Actor) -> None:
    settled()
    api.allow(actor=member)
    claim = only(member, ClaimState.READY)
    api.confirm(actor=member, claim_id=claim)
    bank_pays()
    read_again(member, version=2, own_fen=250_000)
    order = Try.objects.get(payout__key=f"mutual:{claim}-1")
    payouts.hear(bank=order.bank, answer=Answer(order.key, Said.FAILED, failure=Failure.RETURNED))
    jobs.drain()
    (found,) = claims(member)
    assert (found.fen, found.back_fen) == (OWED - 30_000, 0)
    assert payouts.pool("mutual-aid").reserved_fen == OWED - 30_000
    assert pool_is_whole()


def test_who_left_the_mutual_aid_is_not_read_any_more(member: Actor) -> None:
    settled()
    api.allow(actor=member)
    Member.objects.update(until=TODAY)
    settled(settlement="J2")
    assert api.look(actor=member) == 1
    Member.objects.update(until=TODAY - timedelta(days=1))
    settled(settlement="J3")
    assert api.look(actor=member) == 0
    tasks.night()
    assert Row.objects.count() == 2


def test_one_member_whose_settlements_cannot_be_read_does_not_stop_the_night(
    member: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = joined(person("林二", "44030419580402311"))
    api.allow(actor=member)
    api.allow(actor=other)
    settled(body="44030419580402311")
    asked = DemoSource.stays

    def away_first(self: DemoSource, *, document_number: str, since: date) -> Sequence[Stay]:
        if document_number == number_of(BODY):
            raise SourceAway("away")
        return asked(self, document_number=document_number, since=since)

    monkeypatch.setattr(DemoSource, "stays", away_first)
    tasks.night()
    assert len(claims(other)) == 1


def test_nobody_of_the_union_decides_an_own_claim(member: Actor) -> None:
    settled(care=Care.UNKNOWN)
    api.allow(actor=member)
    claim = only(member, ClaimState.ASKING)
    with pytest.raises(MutualRefused):
        api.answer(actor=replace(clerk(), own_party_id=member.party_id), claim_id=claim, granted=True)
    only(member, ClaimState.ASKING)


def test_what_a_correction_adds_waits_for_the_fund_and_is_paid_once_it_has_money(member: Actor) -> None:
    settled()
    api.allow(actor=member)
    api.confirm(actor=member, claim_id=only(member, ClaimState.READY))
    bank_pays()
    free = payouts.pool("mutual-aid").free_fen
    payouts.top_up(code="mutual-aid", fen=-free, key="out", by="")
    read_again(member, version=2, own_fen=450_000)
    assert claims(member)[0].fen == OWED + 30_000
    assert not jobs.dead(limit=10)
    only(member, ClaimState.PAID)
    payouts.top_up(code="mutual-aid", fen=free, key="in", by="")
    for _night in range(2):
        tasks.every_night()
        jobs.drain()
    assert payouts.pool("mutual-aid").reserved_fen == 30_000
    bank_pays()
    assert claims(member)[0].paid_fen == OWED + 30_000
    assert pool_is_whole()


def test_a_settlement_taken_back_and_told_again_goes_to_the_same_account(member: Actor) -> None:
    settled()
    api.allow(actor=member)
    claim = only(member, ClaimState.READY)
    api.confirm(actor=member, claim_id=claim, account="6222020000001299", bank="样例银行")
    read_again(member, version=2, cancelled=True)
    only(member, ClaimState.CANCELLED)
    read_again(member, version=3)
    only(member, ClaimState.CONFIRMED)
    held = payouts.payout(f"mutual:{claim}-2")
    assert held is not None
    assert held.payee is not None
    assert held.payee.account == "6222020000001299"
