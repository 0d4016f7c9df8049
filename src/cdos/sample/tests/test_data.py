"""The lists: areas, functions, the duty list, voices."""

from collections import Counter

import pytest

from cdos.base.organisation.contracts import AreaLevel, UnitLevel
from cdos.sample import data_files
from cdos.sample.people import units
from cdos.sample.texts.scene import SLOT
from cdos.sample.texts.voices import cores, item_weights, phrases

ITEMS = data_files.duty_items()


def test_the_duty_list_has_about_300_items_in_18_classes_with_unique_codes_and_names() -> None:
    assert 280 <= len(ITEMS) <= 330
    assert len({item["class"] for item in ITEMS}) == 18
    assert len({item["code"] for item in ITEMS}) == len(ITEMS)
    assert len({item["item"] for item in ITEMS}) == len(ITEMS)


def test_a_code_tells_its_class_and_group_so_there_are_three_levels() -> None:
    names: dict[str, set[str]] = {}
    for item in ITEMS:
        assert len(item["code"]) == 6
        names.setdefault(item["code"][:2], set()).add(item["class"])
        names.setdefault(item["code"][:4], set()).add(item["group"])
    assert all(len(found) == 1 for found in names.values())
    assert 40 <= sum(len(code) == 4 for code in names) <= 80


def test_every_item_names_a_known_function_a_level_and_a_term() -> None:
    known = {row["function"] for row in data_files.functions()}
    for item in ITEMS:
        assert item["function"] in known
        assert item["level"] in {level.value for level in UnitLevel}
        assert item["urgency"] in {"ordinary", "urgent"}
        assert item["handling_unit"] in {"hours", "working_days"}
        assert int(item["handling_amount"]) > 0
        assert len(item["keywords"].split(";")) >= 3, item["item"]
        assert item["legal_basis"]
        assert item["help"]


def test_danger_is_handled_within_two_hours_and_outages_within_a_day() -> None:
    terms = {item["item"]: (item["handling_amount"], item["handling_unit"]) for item in ITEMS}
    assert terms["井盖缺失、破损、松动"] == ("2", "hours")
    assert terms["停水、无水"] == terms["停电抢修"] == terms["停气、气压不足"] == ("24", "hours")


def test_noise_belongs_to_different_units_by_its_kind() -> None:
    owners = {item["item"]: item["function"] for item in ITEMS if item["class"] == "噪声扰民"}
    assert len(set(owners.values())) >= 6
    assert owners["建筑工地夜间施工噪声"] == "environment"
    assert owners["机动车“炸街”、改装排气"] == "trafficpolice"


@pytest.mark.parametrize("community", data_files.codes(AreaLevel.COMMUNITY)[::97])
def test_every_item_has_a_unit_in_every_community(community: str) -> None:
    codes = {unit.code for unit in units.units()}
    for item in ITEMS:
        reach = {
            "city": ["440300"],
            "district": [community[:6]],
            "street": [community[:9]],
            "community": [community],
        }
        assert f"{reach[item['level']][0]}-{item['function']}" in codes, item["item"]


def test_areas_nest_by_code_and_names_are_short() -> None:
    rows = data_files.areas()
    codes = {row["code"] for row in rows}
    levels = Counter(row["level"] for row in rows)
    assert levels == {"city": 1, "district": 9, "street": 79, "community": 788}
    for row in rows:
        assert row["level"] == "city" or row["parent"] in codes
        assert row["level"] in {"city", "district"} or row["code"].startswith(row["parent"])
        assert "居委会" not in row["name"]
        assert "居民委员会" not in row["name"]


def test_every_item_has_at_least_two_voices_with_known_blanks() -> None:
    codes, _ = item_weights()
    assert set(codes) == {item["code"] for item in ITEMS}
    blanks = set("ERPTHNMSDGVLWOCFXBAKYZ")
    for texts in cores().values():
        assert len(texts) >= 2
        assert all(set(SLOT.findall(text)) <= blanks for text in texts)


def test_every_class_has_effects_and_deeds() -> None:
    classes = {item["class"] for item in ITEMS}
    assert set(phrases()["effects"]) == set(phrases()["done"]) == classes
    assert set(phrases()["abstract"]["classes"]) <= classes
