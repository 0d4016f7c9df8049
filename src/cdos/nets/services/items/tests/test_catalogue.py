"""The catalogue that comes with CDOS, its regions, what items cost a person, and a large city's catalogue."""

from dataclasses import replace

import pytest

from cdos.base.rules import api as rules
from cdos.nets.services.items import api
from cdos.nets.services.items.contracts import Burden, Item, Material, TermUnit

pytestmark = pytest.mark.django_db


def test_the_sample_is_a_believable_city(sample: list[Item]) -> None:
    own = [item for item in sample if not item.variant_of]
    assert len(own) >= 120
    assert len({item.department for item in own}) >= 20
    assert sum(item.instant for item in own) >= 30
    assert sum(item.combinable for item in own) >= 60
    errors = {
        code: found for code, found in api.lint_all().items() if any(one.severity == "error" for one in found)
    }
    assert errors == {}


def test_every_instant_or_combinable_item_has_its_form_and_its_rule(sample: list[Item]) -> None:
    forms = {row["code"] for row in api.sample_forms()}
    trees = {row["code"]: rules.parse(row["node"]) for row in api.sample_rules()}
    for item in sample:
        if item.instant or item.combinable:
            assert item.form in forms, item.code
            assert item.rule in trees, item.code


def test_a_form_asks_for_what_its_rule_decides_on_or_a_register_knows_it(sample: list[Item]) -> None:
    known = set(rules.fields())
    for row in api.sample_rules():
        assert rules.fields_of(rules.parse(row["node"])) <= known, row["code"]


def test_a_material_has_one_name_everywhere_so_that_bundles_can_merge_it(sample: list[Item]) -> None:
    names: dict[str, set[str]] = {}
    for item in sample:
        for one in item.materials:
            names.setdefault(one.code, set()).add(one.name)
    assert {code for code, found in names.items() if len(found) > 1} == set()


def test_what_one_item_gives_another_asks_for(sample: list[Item]) -> None:
    """The chain of the newborn bundle, of moving in, and of starting a business."""
    gives = {item.code: {one.produces for one in item.results} for item in sample}
    asks = {item.code: {one.code for one in item.materials} for item in sample}
    for giver, taker in (
        ("newborn-birth-certificate", "newborn-household"),
        ("talent-review", "talent-settlement"),
        ("talent-settlement", "household-move-in"),
        ("company-register", "seal-carving"),
        ("estate-tax", "estate-transfer"),
        ("retirement-review", "pension-start"),
    ):
        assert gives[giver] & asks[taker], (giver, taker)


def test_a_district_has_its_own_version_and_others_the_citys(sample: list[Item]) -> None:
    own = api.regional("school-enrolment", area="440304")
    assert own is not None
    assert own.code == "school-enrolment-440304"
    assert own.department == "440304-education"
    city = api.regional("school-enrolment", area="440300")
    assert city is not None
    assert city.code == "school-enrolment"
    assert "school-enrolment-440304" not in {one.code for one in api.live_items()}
    assert [one.code for one in api.live_items(area="440304")] == [
        *("care-allowance-440304", "kindergarten-enrolment-440304"),
        *("renovation-record-440304", "school-enrolment-440304"),
    ]


def test_regions_that_say_the_same_stand_together(sample: list[Item]) -> None:
    city = api.item("kindergarten-enrolment")
    assert city is not None
    found = api.variants(city.standard)
    assert found[0].codes == (
        *("kindergarten-enrolment",),
        *("kindergarten-enrolment-440304", "kindergarten-enrolment-440305"),
    )
    assert [one.codes for one in found[1:]] == [("kindergarten-enrolment-440309",)]


def test_live_items_are_asked_by_who_they_are_for(sample: list[Item]) -> None:
    firms = {one.code for one in api.live_items(audience="enterprise")}
    people = {one.code for one in api.live_items(audience="person", combinable=True)}
    assert "company-change" in firms
    assert "library-card" not in firms
    assert "library-card" in people
    assert "adoption" not in people
    assert [one.code for one in api.find_by_topic("婚姻登记")] == ["marriage-record", "marriage-registration"]


def test_what_an_item_costs_a_person_is_counted(sample: list[Item]) -> None:
    card = api.item("household-change")
    assert card is not None
    assert api.burden(card) == Burden(steps=4, days=2, trips=0, papers=0)  # licences stand for all its papers
    assert api.burden_before(card) == Burden(steps=4, days=10, trips=2, papers=4)
    more = replace(card, materials=(*card.materials, Material("bank-card", "银行卡")), trips=1)
    assert api.burden(more) == Burden(steps=4, days=2, trips=1, papers=1)
    week = replace(card, promised_days=7, promised_unit=TermUnit.DAYS)
    assert api.burden(week).days == 5
    written = replace(card, materials=(Material("application-form", "申请表", type="2"),))
    assert api.burden(written).papers == 0  # the page is the form
    assert api.burden(replace(written, form="")).papers == 1


def test_the_citys_savings_are_the_sum_of_its_items(sample: list[Item]) -> None:
    rows = api.savings()
    before, after = api.total(one.before for one in rows), api.total(one.after for one in rows)
    assert len(rows) == len([item for item in sample if not item.variant_of])
    assert after.papers == sum(api.burden(item).papers for item in api.live_items())
    assert (after.steps, after.days, after.trips, after.papers) < (
        *(before.steps, before.days, before.trips, before.papers),
    )


def test_a_large_citys_catalogue_is_made_and_held(city: None) -> None:
    made = api.generate()
    assert len(made) == 8600
    assert len({item.code for item in made}) == 8600
    assert sum(item.combinable for item in made) == 1345
    assert made == api.generate()
    api.load(made[:1000])
    assert len(api.live_items()) == 1000
    assert api.item(made[999].code) is not None
