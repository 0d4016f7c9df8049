"""Fictitious people and firms with numbers that pass the checks."""

import itertools
from datetime import date

from cdos.base.identity.api import check_document, check_phone
from cdos.base.organisation.contracts import Role
from cdos.sample.people import units
from cdos.sample.people.enterprises import enterprises
from cdos.sample.people.residents import CHILD, Census, residents, take_census

SEED, SCALE, TODAY = 4403, 0.001, date(2026, 6, 1)


def census() -> Census:
    return take_census(SCALE, SEED)


def test_a_thousandth_is_about_20_000_people_in_every_community() -> None:
    found = census()
    assert 19_000 < found.total < 21_000
    assert len(found.communities) == 788
    assert found.counts.min() >= 4


def test_every_identity_number_is_valid_unique_and_tells_birth_and_sex() -> None:
    rows = [row for part in residents(census(), SEED, TODAY) for row in part.rows]
    numbers = [row.document_number for row in rows]
    assert len(set(numbers)) == len(numbers) == census().total
    for row in rows[::7]:
        checked = check_document(None, row.document_number, today=TODAY)
        assert (checked.born_on, checked.sex) == (row.born_on, row.sex)


def test_phones_are_unique_well_formed_and_in_a_range_nobody_has() -> None:
    phones = [row.phone for part in residents(census(), SEED, TODAY) for row in part.rows if row.phone]
    assert len(set(phones)) == len(phones)
    assert all(phone.startswith("154") and check_phone(phone) == phone for phone in phones[::50])


def test_children_bear_the_surname_of_their_household_and_are_younger() -> None:
    part = next(residents(census(), SEED, TODAY))
    heads: dict[int, int] = {}
    for number, home in enumerate(part.household.tolist()):
        head = heads.setdefault(home, number)
        if part.role[number] == CHILD:
            assert part.rows[number].name[0] == part.rows[head].name[0]
            assert part.age[number] < part.age[head]


def test_every_credit_code_is_valid_without_a_note_and_unique() -> None:
    rows = [row for row, _ in enterprises(census(), SCALE, SEED)]
    assert 3_000 < len(rows) < 3_700
    assert len({row.document_number for row in rows}) == len(rows)
    for row in rows[::9]:
        assert not check_document(None, row.document_number).notes


def test_who_acts_for_an_enterprise_lives_in_its_community() -> None:
    found = census()
    for row, agent in itertools.islice(enterprises(found, SCALE, SEED), 500):
        number = found.communities.index(row.community)
        assert found.starts[number] <= agent < found.starts[number] + found.counts[number]


def test_every_unit_has_a_lead_and_a_handler_and_every_district_a_desk() -> None:
    held: dict[str, set[Role]] = {}
    for position in units.positions(SCALE, SEED):
        held.setdefault(position.post.unit, set()).add(position.post.role)
    for unit in units.units():
        assert {Role.LEAD, Role.HANDLER} <= held[unit.code]
        if unit.function == "hotline":
            assert Role.DISPATCHER in held[unit.code]
        if unit.function == "supervision":
            assert Role.SUPERVISOR in held[unit.code]


def test_units_know_their_parents_and_have_names() -> None:
    rows = units.units()
    codes = {row.code for row in rows}
    assert len(codes) == len(rows)
    assert all(row.name and (not row.parent or row.parent in codes) for row in rows)
    assert [row.code for row in rows if not row.parent] == ["440300-government"]


def test_the_same_seed_gives_the_same_people() -> None:
    first, second = (next(residents(census(), SEED, TODAY)) for _ in "ab")
    assert first.rows == second.rows
    assert first.rows != next(residents(census(), SEED + 1, TODAY)).rows
