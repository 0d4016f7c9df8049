"""Whose licence it is: a child's is the child's, a new enterprise's is the new one's, whoever filed the application."""

from typing import Any

import pytest
from django.utils.translation import override

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Relation
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, UnitLevel, UnitRow
from cdos.nets.services.applications import api
from cdos.nets.services.applications.contracts import ApplicationRefused, Channel, Submission
from cdos.nets.services.applications.logic import founding
from cdos.nets.services.applications.models import Application
from cdos.nets.services.applications.tests.conftest import BEGAN, CITY, People, apply, item
from cdos.nets.services.applications.tests.test_api import act
from cdos.nets.services.forms import api as forms
from cdos.nets.services.items import api as items
from cdos.nets.services.licences import api as licences
from cdos.nets.services.licences.contracts import Licence

pytestmark = pytest.mark.django_db
CARD, FOUND = "child-card", "company-register"
BABY = {"child_name": "钱小宝", "child_birth_date": "2020-01-01", "phone": "15412340303"}
FIRM = {"enterprise_name": "样例新开业有限公司", "phone": "15412340202"}


@pytest.fixture(autouse=True)
def offered(people: People) -> None:
    organisation.load_units(
        UnitRow(f"{CITY}-{one}", f"样例市{one}局", UnitLevel.CITY, one, CITY) for one in ("labour", "market")
    )
    organisation.forget()
    made = [
        item(CARD, "新生儿社会保障卡申领", results=[given("社会保障卡", "social-security-card")]),
        item(FOUND, "企业设立登记", audience=["1", "2"], results=[given("营业执照", "business-licence")]),
    ]
    items.load(made, effective_from=BEGAN)
    asked = {CARD: list(BABY), FOUND: list(FIRM)}
    forms.load(
        [
            {"code": code, "title": code, "sections": [{"title": "申请", "entries": names}]}
            for code, names in asked.items()
        ],
        effective_from=BEGAN,
    )
    items.forget()


def given(name: str, kind: str) -> dict[str, str]:
    return {"name": name, "licence_type": kind, "produces": kind}


def granted(people: People, actor: Actor, code: str, answers: dict[str, str], **changes: Any) -> str:
    number = apply(actor, code, answers=answers, **changes).number
    act(people.clerk, number, "accept")
    act(people.clerk, number, "grant")
    return number


def cards(party: int | None) -> list[Licence]:
    found = licences.of_holder(party or 0, valid_only=True)
    return [one for one in found if one.type.code == "social-security-card"]


@pytest.mark.parametrize("as_child", [False, True])
def test_a_childs_card_is_the_childs_and_its_parent_keeps_the_own_one(people: People, as_child: bool) -> None:
    parent = people.parent.party_id
    assert parent is not None
    own = licences.issue(type="social-security-card", holder_id=parent, values={"name": "钱家长"})
    number = granted(people, people.parent, CARD, BABY, party=people.child if as_child else None)
    (card,) = cards(people.child)
    assert (card.holder_name, card.values["name"]) == ("钱小宝", "钱小宝")
    assert [one.identifier for one in cards(parent)] == [own.identifier]
    assert api.info(number=number).licence == card.identifier


@pytest.mark.parametrize("said", [{"child_name": "别人家的孩子"}, {"child_birth_date": "2021-05-05"}])
def test_who_does_not_choose_the_child_is_asked_to(people: People, said: dict[str, str]) -> None:
    with override("en"):
        seen = api.prepare(
            actor=people.parent,
            submission=Submission(CARD, people.parent.party_id or 0, answers=BABY | said, files={}),
        )
        with pytest.raises(ApplicationRefused, match="choose the child") as refused:
            apply(people.parent, CARD, answers=BABY | said)
    assert refused.value.problems == seen.problems
    assert list(seen.problems) == ["child_name"]
    assert not Application.objects.exists()


def test_a_child_whom_the_city_does_not_know_yet_takes_nothing_from_its_parent(people: People) -> None:
    """At the counter, where its papers are seen: it is granted by a document."""
    parent = people.parent.party_id
    assert parent is not None
    own = licences.issue(type="social-security-card", holder_id=parent, values={})
    number = granted(
        people,
        people.hall,
        CARD,
        BABY | {"child_name": "刚出生"} | {"child_birth_date": "2026-01-05"},
        party=parent,
        channel=Channel.COUNTER,
        proof={"document": "身份证"},
    )
    assert [one.identifier for one in cards(parent)] == [own.identifier]
    info = api.info(number=number)
    assert (info.outcome, info.licence) == ("granted", "")
    assert licences.verify(info.document).valid


def test_an_enterprise_that_founds_another_gets_none_of_its_licences(people: People) -> None:
    founder = people.young.party_id
    assert founder is not None
    old = identity.register_enterprise(name="样例旧公司", uscc=founding.code_for(900_001)).id
    identity.grant_mandate(holder_id=founder, party_id=old, relation=Relation.AGENT)
    number = granted(people, people.young, FOUND, FIRM, party=old)
    (licence,) = licences.of_matter(matter=number)
    assert licences.of_holder(old) == []
    assert licence.holder_name == licence.values["enterprise_name"] == FIRM["enterprise_name"]
    assert identity.party_acted_for(own_party_id=founder, party_id=licence.holder_id)
    assert api.founded(number=number) == licence
