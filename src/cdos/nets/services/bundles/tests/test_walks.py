"""Bundles walked from sending to the last part, through the doors, each with the people it is for."""

from dataclasses import replace

import pytest
from django.utils import translation

from cdos.base.identity import api as identity
from cdos.base.matters import api as matters
from cdos.nets.services.applications import api as applications
from cdos.nets.services.bundles import api
from cdos.nets.services.bundles.contracts import BundleRefused
from cdos.nets.services.bundles.tests import town as towns
from cdos.nets.services.bundles.tests.town import Town
from cdos.nets.services.licences import api as licences
from cdos.nets.services.licences.contracts import Licence
from cdos.nets.services.payments import api as payments

pytestmark = pytest.mark.django_db

# Bundle, for whom, what the licences of the result are.
WALKS = [
    ("talent-settlement", "person", {"settlement-permit", "household-book"}),
    ("newborn", "child", {"birth-certificate", "vaccination-book"}),
    ("home-transfer", "person", {"estate-certificate"}),
    ("retirement", "father", {"retirement-certificate", "elder-card"}),
    ("schooling", "child", {"student-record"}),
    ("disability", "child", {"disability-card"}),
    ("company-change", "firm", set()),
    ("company-closing", "firm", set()),
    ("marriage", "person", {"marriage-certificate"}),
]
ANSWERS = {
    "home-transfer": {"mortgage": False, "price_fen": 500_000_00},
    "retirement": {"age": 68},
    "schooling": {"hukou": "sz"},
    "disability": {"low_income": True, "disability_level": 2, "age": 0},
    "newborn": {"social_security_months": 60},
    "marriage": {"hukou": "other"},
}


@pytest.mark.parametrize(("code", "whose", "given"), WALKS, ids=[walk[0] for walk in WALKS])
def test_from_sending_to_the_last_part(town: Town, code: str, whose: str, given: set[str]) -> None:
    party = getattr(town, whose)
    if code == "company-closing":
        towns.know(party, {"firm_security": {"staff_count": 0}})
    number = town.send(code, party=party, **ANSWERS.get(code, {}))
    if town.case(number).fen:
        towns.pay(number)
    towns.grant_all(town, number)
    case = town.case(number)
    ended = {part.title: (part.state.value, part.sentence) for part in case.parts}
    assert case.state == "done", ended
    assert case.done == len(case.parts)
    assert given <= towns.wallet(party)
    made = api.bundle(code)
    assert made is not None
    children = applications.of_parent(number=number)
    assert sorted(one.item for one in children) == sorted(part.item for part in case.parts)
    order = {one.item: position for position, one in enumerate(children)}
    for part in made.parts:
        assert all(
            order[before] < order[part.item]
            for before in part.after
            if before in order and part.item in order
        )
    assert {one.party_id for one in children} == {party}


def test_who_starts_a_business_sends_it_themselves_and_the_new_enterprise_has_it_all(town: Town) -> None:
    number = town.send("company-start", staff_count=3)
    towns.grant_all(town, number)
    case = town.case(number)
    assert case.state == "done", towns.why(town, number)
    children = {one.item: one for one in applications.of_parent(number=number)}
    assert children["company-register"].party_id == town.person
    licence = applications.founded(number=children["company-register"].number)
    assert licence is not None
    new = licence.holder_id
    assert new not in (town.person, town.firm)
    assert {one.party_id for item, one in children.items() if item != "company-register"} == {new}
    assert towns.wallet(new) == {"business-licence", "seal-record", "tax-registration"}
    assert not towns.wallet(town.firm) & towns.wallet(new)
    for one in licences.of_holder(new):
        assert one.values["uscc"] == licence.number
    assert identity.party_acted_for(own_party_id=town.person, party_id=new)


def test_nobody_starts_a_business_while_acting_for_another(town: Town) -> None:
    bundle = api.bundle("company-start")
    assert bundle is not None
    assert api.by_founder(bundle=bundle)
    acting = replace(town.actor, party_id=town.firm)
    people, proposed = api.for_whom(actor=acting, audience="enterprise", about="enterprise", founder=True)
    assert ([one.party.id for one in people], proposed) == ([town.person], town.person)
    with translation.override("en"), pytest.raises(BundleRefused, match="act for yourself"):
        api.submit(actor=acting, request=town.request("company-start", party=town.firm, staff_count=3))


def test_a_newborns_papers_are_not_sent_in_the_name_of_its_parent(town: Town) -> None:
    towns.know(town.person, {"household": {"hukou": "sz", "nationality": "cn", "children_count": 1}})
    request = town.request("newborn", social_security_months=60)
    assert "child_name" in api.check(actor=town.actor, request=request)
    with translation.override("en"), pytest.raises(BundleRefused, match="choose the child"):
        api.submit(actor=town.actor, request=request)
    named = {**request.answers, "child_name": "周小满"}
    number = api.submit(actor=town.actor, request=replace(request, answers=named))
    towns.jobs.drain()
    towns.grant_all(town, number)
    assert {"social-security-card", "household-book"} <= towns.wallet(town.child)
    assert not {"social-security-card", "household-book"} & towns.wallet(town.person)


def held(party: int, kind: str) -> list[Licence]:
    return [one for one in licences.of_holder(party, valid_only=True) if one.type.code == kind]


def test_a_changed_business_licence_stands_in_the_place_of_the_old_one(town: Town) -> None:
    values = {"enterprise_name": "深圳市样例烘焙有限公司", "uscc": towns.USCC, "business_scope": "烘焙"}
    old = licences.issue(type="business-licence", holder_id=town.firm, values=values)
    number = town.send("company-change", party=town.firm, changes=["name"], new_name="深圳市新名烘焙有限公司")
    towns.grant_all(town, number)
    (new,) = held(town.firm, "business-licence")
    assert (new.replaces, new.version, new.number) == (old.identifier, 2, towns.USCC)
    assert new.holder_name == new.values["enterprise_name"] == "深圳市新名烘焙有限公司"
    assert new.values["business_scope"] == "烘焙"
    said = licences.verify(old.verify_code)
    assert (said.genuine, said.valid) == (True, False)
    assert "已被新版本替代" in said.sentence
    assert licences.verify(new.verify_code).valid


def test_a_new_licence_of_another_house_leaves_the_one_held_alone(town: Town) -> None:
    values = {"name": "周一鸣", "estate_number": "粤2019深圳市不动产权第0000009号"}
    other = licences.issue(type="estate-certificate", holder_id=town.person, values=values)
    number = town.send("home-transfer", **ANSWERS["home-transfer"])
    towns.pay(number)
    towns.grant_all(town, number)
    codes = {one.identifier for one in held(town.person, "estate-certificate")}
    assert len(codes) > 1
    assert other.identifier in codes


def test_what_a_department_gets_is_what_its_form_asks_and_nothing_else(town: Town) -> None:
    number = town.send("talent-settlement")
    card = next(one for one in applications.of_parent(number=number) if one.item == "library-card")
    got = applications.info(number=card.number).answers
    assert "name" in got
    assert "degree_name" not in got
    assert "marital_status" not in got


def test_instant_parts_are_decided_at_once_and_the_rest_waits_for_a_person(town: Town) -> None:
    number = town.send("talent-settlement")
    states = town.states(number)
    assert states["talent-review"] == states["library-card"] == "done", towns.why(town, number)
    assert states["talent-settlement"] == "delivered"
    assert states["household-move-in"] == "waiting"
    towns.decide(town.part(number, "talent-settlement").number)
    assert town.states(number)["household-move-in"] == "done"


def test_the_fee_is_one_payment_and_each_department_gets_its_share(town: Town) -> None:
    number = town.send("home-transfer", **ANSWERS["home-transfer"])
    payment = payments.of_matter(matter=number)
    assert payment is not None
    assert payment.fen == sum(share.fen for share in payment.shares) > 0
    assert len({share.department for share in payment.shares}) >= 1
    for child in applications.of_parent(number=number):
        assert payments.of_matter(matter=child.number) is None
    with_fee = [part for part in town.case(number).parts if part.item in {s.name for s in payment.shares}]
    assert all(part.state.value == "waiting" for part in with_fee)


def test_sending_twice_with_one_key_is_sending_once(town: Town) -> None:
    request = town.request("talent-settlement", key="once")
    first = api.submit(actor=town.actor, request=request)
    assert api.submit(actor=town.actor, request=request) == first


def test_an_own_bundle_runs_in_the_order_of_what_its_items_give(town: Town) -> None:
    number = api.submit(
        actor=town.actor, request=town.own("library-card", "talent-settlement", "talent-review")
    )
    towns.jobs.drain()
    assert town.states(number)["talent-settlement"] == "delivered"
    part = town.part(number, "talent-settlement")
    assert part.after
    towns.grant_all(town, number)
    assert town.case(number).state == "done"
    titles = [line.title for line in matters.timeline(actor=town.actor, number=number)]
    assert len(titles) > len(town.case(number).parts)


def test_what_a_person_holds_already_and_may_hold_once_is_left_out_of_the_bundle(town: Town) -> None:
    licences.issue(type="elder-card", holder_id=town.father, values={})
    number = town.send("retirement", party=town.father, **ANSWERS["retirement"])
    made = api.make(code="retirement", chosen=(), answers=ANSWERS["retirement"], party_id=town.father)
    assert list(made.choice.no_other) == ["elder-card"]
    parts = {part.item for part in town.case(number).parts}
    assert "elder-card" not in parts
    assert "retirement-review" in parts
    towns.grant_all(town, number)
    assert town.case(number).state == "done"
    alone = api.make(code="own", chosen=("elder-card", "library-card"), party_id=town.father)
    assert list(alone.items) == ["library-card"]
    with pytest.raises(BundleRefused, match="敬老优待证"):
        api.make(code="own", chosen=("elder-card",), party_id=town.father)
