"""The small city of appeals with its people, a rule in force, and a matter on which to decide."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import DocumentKind
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo, Place
from cdos.base.organisation.api import acting
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import All, AnyOf, Clause, Leaf, Op, RuleRow
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling
from cdos.nets.governance.appeals.tests.conftest import IN_NORTH, People, city, people

from .. import api
from ..contracts import Receipt

__all__ = ["city", "people"]
CODE = "talent-settlement"
BOOK = "深圳市人才引进实施办法"
AGE = Leaf(
    "age", "age", Op.BETWEEN, (18, 45), Clause(BOOK, "深府规〔2020〕1号", "第三条", "年龄在45周岁以下")
)
INCOME = Leaf("income", "income_month_fen", Op.LE, 3_000_000, Clause(BOOK, "", "第五条"))
EDU = Leaf("edu", "education", Op.IN, ("bachelor", "master"), Clause(BOOK, "", "第四条"))
SKILL = Leaf("skill", "skill_level", Op.LE, 2, Clause(BOOK, "", "第四条"))
RULE = All((AGE, AnyOf((EDU, SKILL)), INCOME))
FIT = {"age": 30, "education": "master", "income_month_fen": 900_000}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def rule(db: None) -> None:
    rules.load([RuleRow(CODE, "人才引进", RULE, date(2020, 1, 1))])


@pytest.fixture
def party(db: None) -> int:
    body = "44030419910314721"
    return identity.register_person(
        name="赵小满",
        document_kind=DocumentKind.CITIZEN_ID,
        document_number=body + identity.id_check_digit(body),
        phone="15412345671",
    ).id


Decide = Callable[..., Receipt]


@pytest.fixture
def resident(people: People, party: int) -> Actor:
    return replace(people.resident, party_id=party, own_party_id=party)


def opened(actor: Actor, text: str = "我要办理人才引进落户") -> MatterInfo:
    number = appeals.file_appeal(
        actor=actor, filing=AppealFiling(text=text, title=text, place=Place("甲路 1 号", *IN_NORTH))
    ).number
    return matters.get(actor=SYSTEM, number=number)


@pytest.fixture
def decide(resident: Actor, rule: None) -> Decide:
    """A matter of the resident's, decided on these facts."""

    def made(facts: Mapping[str, Any], **more: Any) -> Receipt:
        matter = opened(resident, f"我要办理人才引进落户 {len(facts)}{sorted(facts.items(), key=str)}"[:150])
        with acting(actor=resident):
            return api.decide(matter=matter, rule=CODE, facts=facts, actor=resident, **more)

    return made
