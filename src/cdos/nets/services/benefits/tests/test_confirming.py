"""One tap: decided again, money held once, the bank's word comes back; and every way in which it cannot be had says why."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone, translation

from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters import contracts as matters_contracts
from cdos.base.matters.contracts import Question
from cdos.base.organisation.contracts import SYSTEM
from cdos.base.rules.contracts import All, Leaf, Op
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import NewRow
from cdos.nets.services.payouts import api as payouts
from cdos.nets.services.payouts.contracts import PayoutState

from .. import api
from ..contracts import About, Amount, BenefitRefused, EntitlementState, Period, Risk
from ..logic import checking, paying
from ..models import Entitlement
from .conftest import CIVIL, CLERK, ELDERS, LAW, LEAD, Town, payee, programme

ANYBODY = All((Leaf("age", "age", Op.GE, 0, LAW),))


def entitled(town: Town) -> int:
    return min(at for at, party in enumerate(town.parties) if party in town.met(ELDERS))


@pytest.fixture
def offer(pool: None, town: Town) -> tuple[Town, int, str]:
    api.load([programme("elders")])
    api.match_night(about=About.PERSON)
    at = entitled(town)
    return town, at, api.mine(actor=town.actor(at)).offers[0].number


def paid_out() -> None:
    batch = payouts.make_batch(actor=CLERK)
    payouts.approve_batch(actor=LEAD, batch_id=batch.id)
    jobs.drain()


def test_one_tap_holds_the_money_and_the_bank_pays_it(offer: tuple[Town, int, str]) -> None:
    town, at, number = offer
    before = payouts.pool("elders").free_fen
    done = api.confirm(actor=town.actor(at), number=number, payee=payee())
    assert (done.state, done.fen, done.account_tail) == (EntitlementState.APPROVED, 20_000, "4567")
    assert payouts.pool("elders").free_fen == before - 20_000
    assert api.confirm(actor=town.actor(at), number=number, payee=payee()).state == EntitlementState.APPROVED
    assert payouts.pool("elders").reserved_fen == 20_000
    paid_out()
    mine = api.mine(actor=town.actor(at))
    assert mine.ended[0].state == EntitlementState.PAID
    assert payouts.pool("elders").paid_fen == 20_000
    assert [line.fen for line in api.published(code="elders")] == [20_000]
    assert api.published(code="elders")[0].name.startswith("居*")


def test_a_bank_that_refuses_says_why_and_another_account_mends_it(offer: tuple[Town, int, str]) -> None:
    town, at, number = offer
    api.confirm(actor=town.actor(at), number=number, payee=payee("01"))
    paid_out()
    failed = api.mine(actor=town.actor(at)).running[0]
    assert failed.state == EntitlementState.FAILED
    assert "no such account" in failed.reason
    api.change_account(actor=town.actor(at), number=number, payee=payee())
    paid_out()
    assert api.held(number).state == EntitlementState.PAID
    assert payouts.check().sound if hasattr(payouts.check(), "sound") else True


def test_somebody_else_can_neither_see_nor_take_it(offer: tuple[Town, int, str]) -> None:
    town, at, number = offer
    other = town.actor(at + 1)
    for step in (
        lambda: api.confirm(actor=other, number=number, payee=payee()),
        lambda: api.decline(actor=other, number=number),
        lambda: api.history(actor=other, number=number),
    ):
        with pytest.raises(LookupError):
            step()
    assert api.held(number).state == EntitlementState.OFFERED


def test_what_was_declined_can_be_claimed_again_and_is_one_row(offer: tuple[Town, int, str]) -> None:
    town, at, number = offer
    assert api.decline(actor=town.actor(at), number=number, reason="让给别人").reason == "让给别人"
    with pytest.raises(BenefitRefused):
        api.confirm(actor=town.actor(at), number=number, payee=payee())
    again = api.claim(actor=town.actor(at), code="elders", payee=payee())
    assert (again.number, again.state) == (number, EntitlementState.APPROVED)


def test_who_no_longer_meets_it_is_told_the_condition_and_nothing_is_paid(
    offer: tuple[Town, int, str],
) -> None:
    town, at, number = offer
    registers.load([NewRow("household", town.parties[at], {"hukou": "other"}, timezone.now())])
    with pytest.raises(BenefitRefused, match="condition"):
        api.confirm(actor=town.actor(at), number=number, payee=payee())
    assert payouts.pool("elders").reserved_fen == 0


def test_a_claim_that_is_not_met_or_not_known_is_refused_and_leaves_nothing(pool: None, town: Town) -> None:
    api.load([programme("elders", push=False)])
    young = next(at for at, one in enumerate(town.facts) if one["age"] < 60)  # type: ignore[operator]
    unknown = next(at for at, one in enumerate(town.facts) if one["age"] >= 80 and one["hukou"] is None)
    for at in (young, unknown):
        with pytest.raises(BenefitRefused):
            api.claim(actor=town.actor(at), code="elders", payee=payee())
    assert not Entitlement.objects.exists()


def test_an_empty_pool_keeps_the_yes_and_pays_when_there_is_money(units: None, town: Town) -> None:
    payouts.open_pool(code="elders", title="小", unit=CIVIL, year=2026, fen=10_000)
    api.load([programme("elders")])
    api.match_night(about=About.PERSON)
    at = entitled(town)
    number = api.mine(actor=town.actor(at)).offers[0].number
    assert api.confirm(actor=town.actor(at), number=number, payee=payee()).state == EntitlementState.CONFIRMED
    assert paying.again() == 0
    payouts.top_up(code="elders", fen=50_000, key="more", by="test")
    assert paying.again() == 1
    assert api.held(number).state == EntitlementState.APPROVED


def test_programmes_that_exclude_each_other_and_groups_hold(pool: None, town: Town) -> None:
    grouped = {"group": "aid", "group_most_fen": 30_000, "period": Period.YEAR}
    api.load(
        [
            programme("one", ANYBODY, push=False, excludes=("two",), period=Period.YEAR),
            programme("two", ANYBODY, push=False, period=Period.YEAR),
            programme("three", ANYBODY, push=False, **grouped),
            programme("four", ANYBODY, push=False, **grouped),
            programme("five", ANYBODY, push=False, **grouped),
        ]
    )
    at = 0
    actor = town.actor(at)
    api.claim(actor=actor, code="one", payee=payee())
    with pytest.raises(BenefitRefused, match="nobody has both"):
        api.claim(actor=actor, code="two", payee=payee())
    assert api.claim(actor=actor, code="three", payee=payee()).fen == 20_000
    assert api.claim(actor=actor, code="four", payee=payee()).fen == 10_000, "what is left of the group"
    with pytest.raises(BenefitRefused, match="at most"):
        api.claim(actor=actor, code="five", payee=payee())


def test_where_the_risk_is_high_a_person_of_the_unit_grants_or_refuses(pool: None, town: Town) -> None:
    api.load([programme("elders", risk=Risk.CHECK)])
    api.match_night(about=About.PERSON)
    ready = [at for at, party in enumerate(town.parties) if party in town.met(ELDERS)][:2]
    numbers = [api.mine(actor=town.actor(at)).offers[0].number for at in ready]
    for at, number in zip(ready, numbers, strict=True):
        assert (
            api.confirm(actor=town.actor(at), number=number, payee=payee()).state == EntitlementState.CHECKING
        )
    assert payouts.pool("elders").reserved_fen == 0
    found = matters.find(actor=SYSTEM, question=Question(kinds=(checking.KIND,)))
    first, second = sorted(one.number for one in found.rows)
    matters.act(actor=CLERK, number=first, move="grant", data={})
    matters.act(actor=CLERK, number=second, move="refuse", data={"reason": "已在外市领取"})
    states = {api.held(number).state for number in numbers}
    assert states == {EntitlementState.APPROVED, EntitlementState.REFUSED}
    assert payouts.pool("elders").reserved_fen == 20_000


def test_a_direct_programme_is_paid_without_a_tap_where_the_account_is_known(pool: None, town: Town) -> None:
    from .. import tasks

    api.load([programme("elders", risk=Risk.DIRECT)])
    at = entitled(town)
    account = {"bank_name": "中国工商银行", "bank_account": "6222020000001234567"}
    registers.load([NewRow("social_security", town.parties[at], account, timezone.now())])
    api.match_night(about=About.PERSON)
    tasks.pay_straight()
    assert api.mine(actor=town.actor(at)).running[0].state == EntitlementState.APPROVED
    assert Entitlement.objects.filter(state="offered").count() == len(town.met(ELDERS)) - 1
    tasks.pay_straight()
    assert payouts.pool("elders").reserved_fen == 20_000


@pytest.mark.django_db(transaction=True)
def test_ten_taps_at_once_are_one_payout(offer: tuple[Town, int, str]) -> None:
    town, at, number = offer

    def tap(_n: int) -> str:
        try:
            return api.confirm(actor=town.actor(at), number=number, payee=payee()).state.value
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        assert set(crowd.map(tap, range(10))) == {"approved"}
    held = payouts.payout(paying.key(Entitlement.objects.get(number=number)))
    assert held is not None
    assert held.state is PayoutState.APPROVED
    assert payouts.pool("elders").reserved_fen == 20_000


def test_a_clerk_of_the_unit_sees_what_a_check_is_about_and_nobody_grants_their_own(
    pool: None, town: Town
) -> None:
    from dataclasses import replace

    api.load([programme("elders", risk=Risk.CHECK)])
    api.match_night(about=About.PERSON)
    at = entitled(town)
    number = api.mine(actor=town.actor(at)).offers[0].number
    api.confirm(actor=town.actor(at), number=number, payee=payee())
    check = matters.find(actor=SYSTEM, question=Question(kinds=(checking.KIND,))).rows[0]
    shown = matters.detail(kind=checking.KIND, matter_id=check.id, actor=CLERK)
    assert shown["entitlement"].number == number
    assert [truth for _words, truth in shown["lines"]] == ["yes", "yes"]
    for words, _truth in shown["lines"]:  # a clerk reads of somebody, and in their own language
        assert "this person's: " in words
        assert "yours" not in words
    own = replace(CLERK, party_id=town.parties[at], own_party_id=town.parties[at])
    with pytest.raises(matters_contracts.MoveRefused):
        matters.act(actor=own, number=check.number, move="grant", data={})
    assert api.held(number).state == EntitlementState.CHECKING


def test_a_yes_that_came_meanwhile_is_not_taken_back_by_the_night(offer: tuple[Town, int, str]) -> None:
    from ..logic import offering

    town, at, number = offer
    api.confirm(actor=town.actor(at), number=number, payee=payee())
    assert offering.withdraw([Entitlement.objects.get(number=number).pk]) == 0
    assert api.held(number).state == EntitlementState.APPROVED


def test_one_direct_payment_that_cannot_be_made_stops_no_other(pool: None, town: Town) -> None:
    from .. import tasks

    api.load(
        [
            programme("nowhere", ELDERS, risk=Risk.DIRECT, pool="not-there"),
            programme("elders", ELDERS, risk=Risk.DIRECT),
        ]
    )
    at = entitled(town)
    account = {"bank_name": "中国工商银行", "bank_account": "6222020000001234567"}
    registers.load([NewRow("social_security", town.parties[at], account, timezone.now())])
    api.match_night(about=About.PERSON)
    tasks.pay_straight()
    states = {one.programme: one.state for one in api.entitlements(actor=town.actor(at))}
    assert states == {"nowhere": EntitlementState.OFFERED, "elders": EntitlementState.APPROVED}


def test_after_its_last_day_an_offer_is_not_taken(offer: tuple[Town, int, str]) -> None:
    town, at, number = offer
    Entitlement.objects.filter(number=number).update(expires_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(BenefitRefused, match="Expired"):
        api.confirm(actor=town.actor(at), number=number, payee=payee())


def test_who_reads_another_language_is_told_in_it_what_stands_in_the_way(pool: None, town: Town) -> None:
    grouped = {"group": "aid", "group_most_fen": 2_000_000, "period": Period.YEAR, "push": False}
    api.load(
        [
            programme("first", ANYBODY, amount=Amount(2_000_000), **grouped),
            programme("second", ANYBODY, **grouped),
        ]
    )
    actor = town.actor(0)
    api.claim(actor=actor, code="first", payee=payee())
    for language, sum_ in (("en", "20,000 yuan"), ("zh-hans", "20,000 元")):
        with translation.override(language):
            assert sum_ in api.explain(actor=actor, code="second").blocked
            with pytest.raises(BenefitRefused, match=sum_):
                api.claim(actor=actor, code="second", payee=payee())
