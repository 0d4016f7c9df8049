"""A person, a firm they act for, a clerk of the civil affairs department, and what two registers hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, DocumentKind
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import (
    Actor,
    AreaLevel,
    AreaRow,
    HeldPost,
    Role,
    UnitLevel,
    UnitRow,
)
from cdos.hubs.registers import api
from cdos.hubs.registers.contracts import NewRow
from cdos.hubs.registers.logic import asking

CITY = "440300"
CIVIL, LABOUR = f"{CITY}-civil", f"{CITY}-labour"


@dataclass(frozen=True)
class People:
    person: Actor
    party: int
    other: Actor
    firm: int
    for_firm: Actor
    clerk: Actor  # of the civil affairs department
    stranger: Actor  # a clerk of another unit
    admin: Actor  # staff without any matter


def staff(account: int, name: str, unit: str, role: Role) -> Actor:
    return Actor(account_id=account, name=name, posts=(HeldPost(unit, unit, role, CITY),))


def person(name: str, body: str) -> tuple[Actor, int]:
    party = identity.register_person(
        name=name,
        document_kind=DocumentKind.CITIZEN_ID,
        document_number=body + identity.id_check_digit(body),
        phone="13987650000" if name == "陈一" else "",
    )
    account = identity.create_account(
        login=f"t-{body[-3:]}", name=name, party_id=party.id, assurance=Assurance.REAL_NAME
    )
    actor = Actor(
        account_id=account.id,
        name=name,
        party_id=party.id,
        own_party_id=party.id,
        assurance=Assurance.REAL_NAME,
    )
    return actor, party.id


@pytest.fixture
def people(db: None) -> Iterator[People]:
    organisation.load_areas([AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55)])
    organisation.load_units(
        [
            UnitRow(CIVIL, "样例市民政局", UnitLevel.CITY, "civil", CITY),
            UnitRow(LABOUR, "样例市人社局", UnitLevel.CITY, "labour", CITY),
        ]
    )
    organisation.forget()
    asking.forget_failures()
    actor, party = person("陈一", "44030419910314720")
    other, _party = person("林二", "44030419580402311")
    code = "91440300MA5FRM007"
    firm = identity.register_enterprise(name="样例面包店", uscc=code + identity.uscc_check_symbol(code)).id
    now = timezone.now()
    api.load(
        [
            NewRow("marriage", party, {"marital_status": "married", "marriage_date": date(2015, 5, 20)}, now),
            NewRow("household", party, {"name": "陈一", "hukou": "sz", "children_count": 1}, now),
            NewRow("social_security", party, {"social_security_months": 30, "employment": "employed"}, now),
            NewRow("enterprise", firm, {"enterprise_name": "样例面包店"}, now),
        ]
    )
    yield People(
        actor,
        party,
        other,
        firm,
        Actor(account_id=actor.account_id, name="陈一", party_id=firm, own_party_id=party),
        staff(9101, "民政经办", CIVIL, Role.HANDLER),
        staff(9102, "人社经办", LABOUR, Role.HANDLER),
        staff(9103, "管理员", LABOUR, Role.ADMIN),
    )
    organisation.forget()
    asking.forget_failures()
