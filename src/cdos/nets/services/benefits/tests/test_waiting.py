"""Who said yes and waits for money: in turn, pool by pool, decided once more; and what nobody can be paid is given up with a reason."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Question
from cdos.base.organisation.contracts import SYSTEM
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import NewRow
from cdos.nets.services.payouts import api as payouts

from .. import api, tasks
from ..contracts import About, EntitlementState, Risk
from ..logic import checking, paying
from ..models import Entitlement, Step
from .conftest import CIVIL, CLERK, ELDERS, LEAD, Town, payee, programme, write
from .test_confirming import ANYBODY, entitled

CONFIRMED, APPROVED, CANCELLED, REFUSED = (
    EntitlementState.CONFIRMED, EntitlementState.APPROVED, EntitlementState.CANCELLED, EntitlementState.REFUSED,
)  # fmt: skip


def open_pool(code: str, fen: int = 0) -> None:
    payouts.open_pool(code=code, title="小", unit=CIVIL, year=2026, fen=fen)


def top_up(code: str, fen: int = 20_000) -> None:
    payouts.top_up(code=code, fen=fen, key=f"more-{payouts.pool(code).total_fen}", by="test")


def claim(town: Town, at: int, code: str = "elders") -> str:
    return api.claim(actor=town.actor(at), code=code, payee=payee()).number


def state(number: str) -> EntitlementState:
    return api.held(number).state


def test_those_who_wait_for_one_pool_do_not_hold_up_another(units: None, town: Town) -> None:
    open_pool("elders")
    open_pool("second")
    api.load([programme("elders", ANYBODY, push=False), programme("two", ANYBODY, push=False, pool="second")])
    first, behind = claim(town, 0), claim(town, 1, "two")
    top_up("second")
    assert paying.again(most=1) == 1
    assert (state(first), state(behind)) == (CONFIRMED, APPROVED)


def test_money_goes_to_who_said_yes_first_and_a_fresh_yes_waits_behind(units: None, town: Town) -> None:
    open_pool("elders")
    api.load([programme("elders", ANYBODY)])
    api.match_night(about=About.PERSON)
    later, sooner, fresh = (api.mine(actor=town.actor(at)).offers[0].number for at in (0, 1, 2))
    api.confirm(actor=town.actor(0), number=later, payee=payee())
    api.confirm(actor=town.actor(1), number=sooner, payee=payee())
    before = timezone.now() - timedelta(hours=1)
    Step.objects.filter(entitlement__number=sooner, act="confirmed").update(at=before)
    top_up("elders")
    assert paying.again() == 1
    assert (state(later), state(sooner)) == (CONFIRMED, APPROVED)
    top_up("elders")
    api.confirm(actor=town.actor(2), number=fresh, payee=payee())
    assert state(fresh) == CONFIRMED
    assert paying.again() == 1
    assert (state(later), state(fresh)) == (APPROVED, CONFIRMED)


def test_who_is_not_entitled_any_more_when_the_money_comes_is_told_and_the_next_one_is_paid(
    units: None, town: Town
) -> None:
    open_pool("elders")
    api.load([programme("elders", push=False)])
    gone, unknown = [at for at, party in enumerate(town.parties) if party in town.met(ELDERS)][:2]
    numbers = claim(town, gone), claim(town, unknown)
    town.facts[gone]["hukou"], town.facts[unknown]["hukou"] = "other", None
    write(settings.DATA_DIR / "population.parquet", town.parties, town.facts)
    top_up("elders")
    assert paying.again() == 1
    assert [state(number) for number in numbers] == [CANCELLED, APPROVED], "what is not known refuses nobody"
    told = api.history(actor=town.actor(gone), number=numbers[0])[-1]
    assert told.words == "Cancelled: No longer entitled"
    assert payouts.check().wrong == ()


def test_a_check_is_decided_on_what_is_known_when_it_is_granted(pool: None, town: Town) -> None:
    api.load([programme("elders", risk=Risk.CHECK, push=False)])
    at = entitled(town)
    number = claim(town, at)
    registers.load([NewRow("household", town.parties[at], {"hukou": "other"}, timezone.now())])
    (check,) = matters.find(actor=SYSTEM, question=Question(kinds=(checking.KIND,))).rows
    matters.act(actor=CLERK, number=check.number, move="grant", data={})
    assert state(number) == CANCELLED
    assert matters.find(actor=SYSTEM, question=Question(kinds=(checking.KIND,))).rows[0].state == "refused"
    assert payouts.pool("elders").reserved_fen == 0


def test_what_the_bank_could_not_pay_is_given_up_with_a_reason_that_its_holder_reads(
    pool: None, town: Town
) -> None:
    api.load([programme("elders", push=False)])
    at = entitled(town)
    number = api.claim(actor=town.actor(at), code="elders", payee=payee("01")).number
    made = payouts.make_batch(actor=CLERK)
    payouts.approve_batch(actor=LEAD, batch_id=made.id)
    jobs.drain()
    key = paying.key(Entitlement.objects.get(number=number))
    payouts.drop(actor=LEAD, key=key, reason="三次联系无人应答")
    assert (state(number), api.held(number).reason) == (REFUSED, "三次联系无人应答")
    assert payouts.pool("elders").reserved_fen == 0


KNOW_ACCOUNTS = {"social_security", "lake-labour", "lake-firm-tax"}


def direct(town: Town, at: int) -> None:
    api.load([programme("elders", risk=Risk.DIRECT)])
    account = {"bank_name": "中国工商银行", "bank_account": "6222020000001234567"}
    registers.load([NewRow("social_security", town.parties[at], account, timezone.now())])
    api.match_night(about=About.PERSON)


def later() -> None:
    jobs.drain(until=timezone.now() + tasks.REST + timedelta(minutes=1))


def test_a_direct_payment_is_made_once_the_register_of_accounts_answers_again(
    pool: None, town: Town, settings: object
) -> None:
    at = entitled(town)
    direct(town, at)
    number = api.mine(actor=town.actor(at)).offers[0].number
    settings.REGISTERS_AWAY = KNOW_ACCOUNTS  # type: ignore[attr-defined]
    tasks.pay_straight()
    assert state(number) == EntitlementState.OFFERED
    settings.REGISTERS_AWAY = set()  # type: ignore[attr-defined]
    later()
    tasks.pay_straight()
    assert state(number) == APPROVED
    assert not Entitlement.objects.filter(tried=False, state="offered").exists(), "the others have no account"


def test_a_life_event_lets_a_direct_payment_be_tried_again(pool: None, town: Town) -> None:
    direct(town, entitled(town))
    other = max(at for at, party in enumerate(town.parties) if party in town.met(ELDERS))
    number = api.mine(actor=town.actor(other)).offers[0].number
    tasks.pay_straight()
    assert state(number) == EntitlementState.OFFERED
    account = {"bank_name": "中国工商银行", "bank_account": "6222020000001234567"}
    registers.load([NewRow("social_security", town.parties[other], account, timezone.now())])
    api.recheck(party_id=town.parties[other])
    tasks.pay_straight()
    assert state(number) == APPROVED
