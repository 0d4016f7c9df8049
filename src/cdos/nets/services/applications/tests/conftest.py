"""A small city with two departments, an old and a young resident, clerks; four items with their forms and rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, Relation
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, AreaLevel, AreaRow, HeldPost, Role, UnitLevel, UnitRow
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import RuleRow
from cdos.nets.services.applications import api
from cdos.nets.services.applications.contracts import ApplicationInfo, Submission
from cdos.nets.services.forms import api as forms
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item

CITY, CIVIL, HALL = "440300", "440300-civil", "440300-data"
LAW = {"name": "样例市老年人优待办法", "article": "第三条"}
BEGAN = date(2020, 1, 1)


def item(code: str, title: str, **changes: Any) -> Item:
    base = {
        "code": code,
        "title": title,
        "department": CIVIL,
        "area": CITY,
        "legal_days": 20,
        "promised_days": 5,
        "form": code,
        "channels": ["online", "counter", "home", "video", "bank", "cross_border"],
        "audience": ["1"],
        "laws": [LAW],
        "results": [{"name": "决定书", "type": "20"}],
    }
    return items.make(base | changes)


ITEMS = (
    {
        "code": "elder-card",
        "title": "颐年卡申领",
        "rule": "elder-card",
        "instant": True,
        "promised_unit": "at_once",
        "promised_days": 0,
        "results": [{"name": "颐年卡", "licence_type": "elder-card"}],
        "materials": [{"code": "photo", "name": "近期免冠照片", "need": "3"}],
    },
    {
        "code": "card-by-hand",
        "title": "颐年卡特殊申领",
        "results": [{"name": "颐年卡", "licence_type": "elder-card"}],
    },
    {
        "code": "dear-card",
        "title": "收费的颐年卡",
        "rule": "elder-card",
        "instant": True,
        "results": [{"name": "颐年卡", "licence_type": "elder-card"}],
        "fees": [{"name": "工本费", "fen": 1000, "basis": "样例", "department": CIVIL}],
    },
    {
        "code": "relief",
        "title": "临时救助",
        "materials": [{"code": "medical-report", "name": "诊断证明", "need": "1"}],
    },
    {
        "code": "paid-card",
        "title": "收费的老年活动证",
        "rule": "elder-card",
        "instant": True,
        "fees": [
            {"name": "工本费", "fen": 1000, "basis": "样例", "department": CIVIL},
            {"name": "制卡费", "fen": 500, "basis": "样例", "department": HALL},
        ],
    },
    {
        "code": "degree-grant",
        "title": "学历补贴",
        "rule": "degree-grant",
        "instant": True,
        "materials": [{"code": "degree", "name": "学历证书", "need": "1"}],
    },
    {"code": "firm-thing", "title": "企业的事", "audience": ["2"]},
)
ENTRIES: list[Any] = ["name", {"name": "id_number", "editable": False}, "phone", "residence_address"]
RULE = {
    "id": "age",
    "field": "age",
    "op": "ge",
    "value": 60,
    "words": "年满六十周岁",
    "clause": {"law": LAW["name"], "article": LAW["article"]},
}


DEGREE_RULE = {
    "id": "degree",
    "field": "education",
    "op": "in",
    "value": ["master", "doctor"],
    "words": "硕士以上学历",
    "clause": {"law": LAW["name"], "article": LAW["article"]},
}


@dataclass(frozen=True)
class People:
    old: Actor
    young: Actor
    parent: Actor
    child: int
    clerk: Actor
    lead: Actor
    hall: Actor
    stranger: Actor


def person(name: str, born: str, sequence: int) -> int:
    body = f"440304{born}{sequence:03d}"
    number = body + identity.id_check_digit(body)
    return identity.register_person(name=name, document_number=number, phone=f"1541234{sequence:04d}").id


def resident(name: str, party: int, login: str) -> Actor:
    made = identity.create_account(login=login, name=name, party_id=party, assurance=Assurance.REAL_NAME)
    return organisation.actor_of_account(made.id)


def staff(account: int, name: str, unit: str, *roles: Role) -> Actor:
    return Actor(
        account_id=account, name=name, posts=tuple(HeldPost(unit, unit, role, CITY) for role in roles)
    )


@pytest.fixture
def people(city: None) -> People:
    parent, child = person("钱家长", "19900101", 303), person("钱小宝", "20200101", 404)
    identity.grant_mandate(holder_id=parent, party_id=child, relation=Relation.CHILD)
    return People(
        old=resident("赵老人", person("赵老人", "19500101", 101), "old"),
        young=resident("孙青年", person("孙青年", "19990101", 202), "young"),
        parent=resident("钱家长", parent, "parent"),
        child=child,
        clerk=staff(9101, "李经办", CIVIL, Role.HANDLER),
        lead=staff(9102, "周负责", CIVIL, Role.LEAD, Role.HANDLER),
        hall=staff(9103, "吴窗口", HALL, Role.OPERATOR, Role.HANDLER),
        stranger=staff(9104, "郑他人", HALL, Role.HANDLER),
    )


@pytest.fixture
def city(db: None, settings: Any) -> Iterator[None]:
    settings.DECISION_SAMPLE_PERCENT = 0
    organisation.load_areas([AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55)])
    organisation.load_units(
        [
            UnitRow(CIVIL, "样例市民政局", UnitLevel.CITY, "civil", CITY),
            UnitRow(HALL, "样例市政务服务局", UnitLevel.CITY, "data", CITY),
        ]
    )
    forget()
    items.load([item(**one) for one in ITEMS], effective_from=BEGAN)
    forms.load(
        [
            {
                "code": one["code"],
                "title": one["title"],
                "sections": [{"title": "申请人", "entries": ENTRIES}],
            }
            for one in ITEMS
        ],
        effective_from=BEGAN,
    )
    rules.load(
        [
            RuleRow("elder-card", "颐年卡", rules.parse(RULE), BEGAN),
            RuleRow("degree-grant", "学历补贴", rules.parse(DEGREE_RULE), BEGAN),
        ]
    )
    yield
    forget()


def forget() -> None:
    organisation.forget()
    items.forget()
    rules.forget()


ADDRESS = {"residence_address": "福田区莲花街道景田路 1 号", "phone": "15412340101"}


def apply(actor: Actor, code: str, party: int | None = None, **changes: Any) -> ApplicationInfo:
    given: dict[str, Any] = {
        "item": code,
        "party_id": party if party is not None else actor.party_id,
        "answers": ADDRESS,
        "files": {},
    }
    return api.submit(actor=actor, submission=Submission(**given | changes))
