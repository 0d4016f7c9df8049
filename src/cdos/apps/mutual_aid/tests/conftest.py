"""A member of the mutual aid, the union with its fund, and hospitals that have settled."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from cdos.apps.mutual_aid import api
from cdos.apps.mutual_aid.contracts import Care, Claim, Stay
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance
from cdos.base.jobs import api as jobs
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import (
    Actor,
    AppointmentRow,
    AreaLevel,
    AreaRow,
    PostRow,
    Role,
    UnitLevel,
    UnitRow,
)
from cdos.base.rules import api as rules
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import NewRow
from cdos.hubs.registers.logic import asking
from cdos.nets.services.payouts import api as payouts

CITY, UNION, SINCE = "440300", "440300-union", date(2020, 1, 1)
BODY = "44030419910314720"
FUND = 100_000_000
TODAY = timezone.localdate()
STAY = Stay(
    "J1",
    1,
    "市第一医院",
    Care.INPATIENT,
    TODAY - timedelta(days=9),
    TODAY - timedelta(days=4),
    1_000_000,
    650_000,
    350_000,
)


def number_of(body: str) -> str:
    return body + identity.id_check_digit(body)


def person(name: str = "陈一", body: str = BODY, account: str = "6222020000001234") -> Actor:
    party = identity.register_person(name=name, document_number=number_of(body))
    made = identity.create_account(
        login=f"m-{body[-4:]}", name=name, party_id=party.id, assurance=Assurance.REAL_NAME
    )
    if account:
        held = {"bank_account": account, "bank_name": "样例银行", "social_security_months": 60}
        registers.load([NewRow("social_security", party.id, held, timezone.now())])
    return organisation.actor_of_account(made.id)


def build() -> None:
    organisation.load_areas([AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.05, 22.55)])
    organisation.load_units(
        UnitRow(f"{CITY}-{what}", f"样例市{what}", UnitLevel.CITY, what, CITY)
        for what in ("union", "labour", "water")
    )
    organisation.forget()
    asking.forget_failures()
    api.load(since=SINCE, title="职工医疗互助金", fen=FUND)
    rules.forget()


def joined(actor: Actor, since: date = SINCE) -> Actor:
    assert actor.party_id is not None
    api.load_members([(actor.party_id, f"M{actor.party_id}", since)])
    return actor


def settled(stay: Stay = STAY, body: str = BODY, **changes: object) -> None:
    api.demo_stay(document_number=number_of(body), stay=replace(stay, **changes))


def clerk(unit: str = UNION, role: Role = Role.HANDLER) -> Actor:
    known = identity.account_by_login(f"m-{unit}-{role.value}")
    if known is not None:
        return organisation.actor_of_account(known.id)
    account = identity.create_account(
        login=f"m-{unit}-{role.value}", name=role.value, assurance=Assurance.REAL_NAME, is_staff=True
    )
    (post,) = organisation.load_posts([PostRow(unit, role)])
    organisation.load_appointments([AppointmentRow(account.id, post, SINCE)])
    return organisation.actor_of_account(account.id)


def bank_pays() -> None:
    """One makes the batch, another approves it, the bank answers; what follows is done."""
    jobs.drain()
    made = payouts.make_batch(actor=clerk(), pool="mutual-aid")
    payouts.approve_batch(actor=clerk(role=Role.LEAD), batch_id=made.id)
    jobs.drain()


def claims(actor: Actor) -> list[Claim]:
    mine = api.mine(actor=actor)
    return [*mine.ready, *mine.failed, *mine.others]


@pytest.fixture
def town(db: None) -> Iterator[None]:
    build()
    yield
    organisation.forget()
    rules.forget()


@pytest.fixture
def member(town: None) -> Actor:
    return joined(person())
