"""Mutual aid: nothing is read unless it is allowed, the plan decides with reasons, one tap pays, and corrections are followed."""

from datetime import timedelta

import pytest
from tests.support.signing_in import signed_in

from cdos.apps.mutual_aid import api, tasks
from cdos.apps.mutual_aid.contracts import Care, ClaimState, MutualRefused
from cdos.apps.mutual_aid.models import Claim as Row
from cdos.apps.mutual_aid.models import Look
from cdos.apps.mutual_aid.tests.conftest import FUND, TODAY, bank_pays, claims, clerk, joined, person, settled
from cdos.base.identity import api as identity
from cdos.base.jobs import api as jobs
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind
from cdos.base.notices import api as notices
from cdos.base.organisation.contracts import Actor, Role
from cdos.nets.services.books import api as books
from cdos.nets.services.payouts import api as payouts
from cdos.nets.services.payouts.contracts import Failure, PayoutState

# 30 % of 3,500 - 500 yuan, and five days at 50 yuan.
OWED = 90_000 + 25_000


def only(actor: Actor, state: ClaimState) -> int:
    (found,) = claims(actor)
    assert found.state is state
    return found.id


def pool_is_whole(total: int = FUND) -> bool:
    found, held = payouts.pool("mutual-aid"), books.check()
    return found.total_fen == total and not held.unbalanced and not held.astray


def test_without_the_authorisation_nothing_is_read(member: Actor) -> None:
    settled()
    assert api.look(actor=member) == 0
    tasks.night()
    assert (Look.objects.count(), claims(member)) == (0, [])
    api.allow(actor=member)
    api.end(actor=member)
    settled(settlement="J2")
    api.look(actor=member)
    tasks.night()
    assert Look.objects.count() == 1
    assert {one.settlement for one in Row.objects.all()} == {"J1"}


def test_what_is_allowed_once_is_ready_with_its_reasons_and_each_look_is_shown(member: Actor) -> None:
    settled()
    assert api.allow(actor=member) == 1
    mine = api.mine(actor=member)
    (found,) = mine.ready
    assert (found.fen, [(part.what, part.fen) for part in found.parts]) == (
        OWED,
        [("share", 90_000), ("days", 25_000)],
    )
    assert [reason.truth for reason in found.reasons] == ["yes"] * 3
    assert [(look.why, look.found) for look in mine.looks] == [("given", 1)]
    ledger.seal()
    assert "mutual.looked" in {row.act for row in ledger.of_party(about=member.party_id, kind=Kind.LOOK)}
    assert len(notices.notices(party_id=member.party_id)) == 1


def test_one_tap_pays_once_whatever_is_tapped(member: Actor) -> None:
    settled()
    api.allow(actor=member)
    claim = only(member, ClaimState.READY)
    for _twice in range(2):
        api.confirm(actor=member, claim_id=claim)
    assert payouts.pool("mutual-aid").reserved_fen == OWED
    bank_pays()
    (found,) = claims(member)
    assert (found.state, found.paid_fen, found.paid_at is not None) == (ClaimState.PAID, OWED, True)
    assert payouts.pool("mutual-aid").paid_fen == OWED
    assert pool_is_whole()


def test_a_settlement_that_comes_twice_counts_once(member: Actor) -> None:
    settled()
    api.allow(actor=member)
    assert [api.look(actor=member) for _look in range(3)] == [0, 0, 0]
    assert len(claims(member)) == 1


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"care": Care.OUTPATIENT}, ClaimState.NOTHING),
        ({"own_fen": 50_000}, ClaimState.NOTHING),
        ({"own_fen": 50_001}, ClaimState.READY),
        ({"care": Care.UNKNOWN}, ClaimState.ASKING),
        ({"care": Care.UNKNOWN, "own_fen": 1}, ClaimState.NOTHING),
    ],
)
def test_the_plan_decides_and_what_it_does_not_know_goes_to_a_person(
    member: Actor, changes: dict[str, object], state: ClaimState
) -> None:
    settled(**changes)
    api.allow(actor=member)
    only(member, state)


def test_who_joined_too_late_is_told_why(town: None) -> None:
    late = joined(person(), since=TODAY - timedelta(days=20))
    settled()
    api.allow(actor=late)
    (found,) = claims(late)
    assert (found.state, [one.truth for one in found.reasons]) == (ClaimState.NOTHING, ["no", "yes", "yes"])


def test_a_person_of_the_union_decides_what_is_not_known(member: Actor) -> None:
    settled(care=Care.UNKNOWN)
    api.allow(actor=member)
    claim, union = only(member, ClaimState.ASKING), clerk()
    assert [one.id for one in api.figures(actor=union).asking] == [claim]
    with pytest.raises(MutualRefused):
        api.answer(actor=union, claim_id=claim, granted=False)
    with pytest.raises(LookupError):
        api.answer(actor=member, claim_id=claim, granted=True)
    api.answer(actor=union, claim_id=claim, granted=True)
    assert claims(member)[0].fen == OWED


def test_who_has_the_figures_only_sees_no_name_and_who_decides_leaves_a_line_in_the_ledger(
    member: Actor,
) -> None:
    settled(care=Care.UNKNOWN)
    api.allow(actor=member)
    claim = only(member, ClaimState.ASKING)
    watcher = clerk(role=Role.SUPERVISOR)
    assert (api.figures(actor=watcher).asking, api.figures(actor=watcher).counts) == ((), {"asking": 1})
    ledger.seal()
    assert "mutual.listed" not in {row.act for row in ledger.of_party(about=member.party_id)}
    assert [one.id for one in api.figures(actor=clerk()).asking] == [claim]
    ledger.seal()
    seen = [
        row for row in ledger.of_party(about=member.party_id, kind=Kind.LOOK) if row.act == "mutual.listed"
    ]
    assert [row.object for row in seen] == [f"mutual_claim:{claim}"]


def test_a_year_has_a_limit_of_money_and_of_days(member: Actor) -> None:
    settled(own_fen=2_500_000, total_fen=3_000_000, insurance_fen=500_000)
    settled(
        settlement="J2",
        own_fen=600_000,
        admitted_on=TODAY - timedelta(days=200),
        left_on=TODAY - timedelta(days=3),
    )
    api.allow(actor=member)
    found = {one.own_fen: one for one in claims(member)}
    assert sum(one.fen for one in found.values()) == 800_000
    assert sum(part.count for one in found.values() for part in one.parts if part.what == "days") == 60
    assert any(part.what == "cap" for one in found.values() for part in one.parts)


def test_a_correction_before_the_tap_changes_what_is_ready(member: Actor) -> None:
    settled()
    api.allow(actor=member)
    settled(version=2, own_fen=250_000)
    api.look(actor=member)
    assert claims(member)[0].fen == OWED - 30_000
    settled(version=3, cancelled=True)
    api.look(actor=member)
    only(member, ClaimState.CANCELLED)


def test_a_correction_after_the_tap_and_before_the_bank_changes_what_is_paid(member: Actor) -> None:
    settled()
    api.allow(actor=member)
    api.confirm(actor=member, claim_id=only(member, ClaimState.READY))
    settled(version=2, own_fen=250_000)
    api.look(actor=member)
    jobs.drain()
    assert payouts.pool("mutual-aid").reserved_fen == OWED - 30_000
    bank_pays()
    assert claims(member)[0].paid_fen == OWED - 30_000
    assert pool_is_whole()


def test_too_much_that_was_paid_is_asked_back_and_too_little_is_paid_besides(member: Actor) -> None:
    settled()
    api.allow(actor=member)
    claim = only(member, ClaimState.READY)
    api.confirm(actor=member, claim_id=claim)
    bank_pays()
    settled(version=2, own_fen=250_000)
    api.look(actor=member)
    jobs.drain()
    (found,) = claims(member)
    assert (found.state, found.back_fen) == (ClaimState.BACK, 30_000)
    key = f"mutual:{claim}-1"
    assert payouts.payout(key).state is PayoutState.RECOVERING
    payouts.got_back(key=key, fen=30_000, receipt="R1")
    jobs.drain()
    only(member, ClaimState.PAID)
    settled(version=3, own_fen=450_000)
    api.look(actor=member)
    jobs.drain()
    assert payouts.pool("mutual-aid").reserved_fen == 60_000
    assert pool_is_whole()


def test_a_bank_that_refuses_is_given_another_account(town: None) -> None:
    worker = joined(person(account="6222020000001201"))  # no such account, says the demonstration bank
    settled()
    api.allow(actor=worker)
    claim = only(worker, ClaimState.READY)
    api.confirm(actor=worker, claim_id=claim)
    bank_pays()
    (found,) = claims(worker)
    assert (found.state, found.failure) == (ClaimState.FAILED, Failure.NO_ACCOUNT.value)
    with pytest.raises(MutualRefused):
        api.another_account(actor=worker, claim_id=claim, account="letters", bank="样例银行")
    api.another_account(actor=worker, claim_id=claim, account="6222 0200 0000 1299", bank="样例银行")
    jobs.drain()
    only(worker, ClaimState.CONFIRMED)


def test_who_has_no_known_account_says_one(town: None) -> None:
    worker = joined(person(account=""))
    settled()
    api.allow(actor=worker)
    claim = only(worker, ClaimState.READY)
    with pytest.raises(MutualRefused):
        api.confirm(actor=worker, claim_id=claim)
    api.confirm(actor=worker, claim_id=claim, account="6222020000001299", bank="样例银行")
    assert payouts.payout(f"mutual:{claim}-1").payee.name == "陈一"


def test_an_empty_fund_loses_nothing(member: Actor) -> None:
    payouts.top_up(code="mutual-aid", fen=-(FUND - 10), key="out", by="")
    settled()
    api.allow(actor=member)
    with pytest.raises(MutualRefused):
        api.confirm(actor=member, claim_id=only(member, ClaimState.READY))
    only(member, ClaimState.READY)


def test_another_one_sees_and_taps_nothing(member: Actor) -> None:
    settled()
    api.allow(actor=member)
    claim = only(member, ClaimState.READY)
    other = joined(person("林二", "44030419580402311"))
    with pytest.raises(LookupError):
        api.confirm(actor=other, claim_id=claim)
    assert claims(other) == []
    assert api.mine(actor=person("王三", "44030419700101311")).member_since is None


def test_a_person_gets_all_that_is_kept_and_it_goes_with_them(member: Actor) -> None:
    settled()
    api.allow(actor=member)
    held = identity.own_data(member.account_id)["mutual_aid"]
    assert (len(held["claims"]), len(held["looks"])) == (1, 1)
    identity.close_account(account_id=member.account_id)
    assert (Row.objects.count(), Look.objects.count()) == (0, 0)


def test_what_is_ready_or_on_its_way_is_kept_of_the_year_and_not_paid(member: Actor) -> None:
    settled(admitted_on=TODAY - timedelta(days=5), left_on=TODAY)

    def of_year() -> tuple[int, int]:
        mine = api.mine(actor=member)
        return mine.paid_fen, mine.kept_fen

    api.allow(actor=member)
    assert of_year() == (0, OWED)
    api.confirm(actor=member, claim_id=only(member, ClaimState.READY))
    assert of_year() == (0, OWED)
    browser = signed_in(member.account_id)
    browser.cookies["django_language"] = "zh-hans"
    assert "已到账 0.00 元，待领取或发放中 1,150.00 元" in browser.get("/mutual-aid/").content.decode()
    bank_pays()
    assert of_year() == (OWED, 0)
    settled(version=2, own_fen=250_000, admitted_on=TODAY - timedelta(days=5), left_on=TODAY)
    api.look(actor=member)
    jobs.drain()
    assert of_year() == (OWED - 30_000, 0)  # what is asked back is not the member's
    assert api.figures(actor=clerk()).paid_fen == OWED - 30_000


def test_a_settlement_that_cannot_be_taken_keeps_no_other_member_from_being_read(
    member: Actor,
) -> None:
    other = joined(person("林二", "44030419580402311"))
    for actor in (member, other):
        api.allow(actor=actor)
    settled(own_fen=-1)  # the table refuses it
    settled(body="44030419580402311", settlement="J9")
    tasks.night()
    assert [one.fen for one in claims(other)] == [OWED]
    assert claims(member) == []
