"""The small city of appeals, an enterprise with its agent, and one answer for enterprises."""

from dataclasses import dataclass
from datetime import date

import pytest

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, DocumentKind, Relation
from cdos.base.organisation.contracts import Actor
from cdos.hubs.knowledge import api as knowledge
from cdos.hubs.knowledge.contracts import Audience, NewEntry, SourceLine
from cdos.nets.governance.appeals.tests.conftest import NORTH, WATER, People, city, people

__all__ = ["city", "people"]


@dataclass(frozen=True)
class Agents:
    agent: Actor  # acting for the enterprise
    alone: Actor  # the same person, acting for themselves
    other: Actor  # who may not act for it


@pytest.fixture
def agents(people: People) -> Agents:
    knowledge.forget()
    body = "44030419910314720"
    person = identity.register_person(
        name="陈经办",
        document_kind=DocumentKind.CITIZEN_ID,
        document_number=body + identity.id_check_digit(body),
    )
    code = "91440300MA5FRM007"
    firm = identity.register_enterprise(
        name="样例面包店", uscc=code + identity.uscc_check_symbol(code), community=NORTH
    )
    identity.grant_mandate(
        holder_id=person.id, party_id=firm.id, relation=Relation.AGENT, valid_from=date(2020, 1, 1)
    )
    account = identity.create_account(
        login="t-agent", name="陈经办", party_id=person.id, assurance=Assurance.REAL_NAME
    )
    made = knowledge.propose(
        actor=people.editor,
        new=NewEntry(
            question="公司停水报修找谁？",
            answer="请拨打供水热线，抢修人员两小时内到场。",
            sources=(SourceLine("供水服务规范 第五条"),),
            owner_unit=WATER,
            audience=Audience.ENTERPRISE,
        ),
    )
    assert made is not None
    knowledge.put_in_force(actor=people.editor, entry_id=made.id)
    knowledge.forget()

    def acting(party: int) -> Actor:
        return Actor(
            account_id=account.id,
            name="陈经办",
            party_id=party,
            own_party_id=person.id,
            assurance=Assurance.REAL_NAME,
        )

    return Agents(acting(firm.id), acting(person.id), people.neighbour)
