"""The extracts of the sample city: everybody and every enterprise, with their true ages and data that hang together."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from cdos.base.rules import api as rules
from cdos.hubs.registers import api as registers
from cdos.sample.people import extract
from cdos.sample.people.enterprises import enterprises
from cdos.sample.people.residents import residents, take_census

SEED, SCALE, TODAY = 4403, 0.0003, date(2026, 6, 1)
FIRST = 1000


def write(folder: Path) -> dict[int, date]:
    """Days of birth by party."""
    census, known, born, party = take_census(SCALE, SEED), extract.Known(), {}, FIRST
    for part in residents(census, SEED, TODAY):
        known.people(part, range(party, party + len(part.rows)))
        born |= {party + at: row.born_on for at, row in enumerate(part.rows) if row.born_on}
        party += len(part.rows)
    for number, (row, agent) in enumerate(enterprises(census, SCALE, SEED)):
        known.firm(party + number, FIRST + agent, row)
    told = [
        extract.Told(7, date(1991, 3, 14), False, {"children_count": 1, "name": "never in an extract"}),
        extract.Told(8, None, False, {"staff_count": 9}),
    ]
    paths = {"people": folder / "population.parquet", "firms": folder / "enterprises.parquet"}
    extract.write(known, told, **paths, today=TODAY)
    return born | {7: date(1991, 3, 14)}


@pytest.fixture(scope="module")
def born(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[int, date], Path]:
    folder = tmp_path_factory.mktemp("extracts")
    return write(folder), folder


Born = tuple[dict[int, date], Path]


def ask(folder: Path, name: str, question: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as lake:
        found: list[tuple[object, ...]] = lake.execute(
            f"{question} FROM '{folder / name}.parquet'"
        ).fetchall()
        return found


def test_everybody_who_is_loaded_is_there_once_with_their_true_age(born: Born) -> None:
    days, folder = born
    rows = ask(folder, "population", "SELECT party, birth_date, age")
    assert {party: day for party, day, _age in rows} == days
    assert len(rows) == len(days)
    for _party, day, age in rows:
        assert isinstance(day, date)
        assert age == TODAY.year - day.year - ((TODAY.month, TODAY.day) < (day.month, day.day))


def test_the_files_lie_in_the_order_of_their_parties(born: Born) -> None:
    for name in ("population", "enterprises"):
        parties = [row[0] for row in ask(born[1], name, "SELECT party")]
        assert parties == sorted(parties, key=int)


@pytest.mark.django_db
def test_every_column_is_a_field_that_a_register_answers_for(born: Born) -> None:
    for name, about in (("population", "person"), ("enterprises", "enterprise")):
        columns = {str(row[0]) for row in ask(born[1], name, "DESCRIBE SELECT *")} - {"party"}
        dates = set(registers.extract_dates(about))
        assert dates <= columns
        lake = [one for one in registers.sources(about=about) if one.code.startswith("lake-")]
        supplied = {field.name for one in lake for field in one.fields}
        assert columns - dates <= supplied
        assert columns - dates <= set(rules.fields())


def test_what_is_drawn_hangs_together(born: Born) -> None:
    never = (
        "age < 14 AND (income_month_fen > 0 OR employment <> 'student' OR veteran OR business_owner)",
        "age > 61 AND employment NOT IN ('retired')",
        "children_under_3 > 0 AND youngest_child_age > 2",
        "children_count = 0 AND children_under_3 > 0",
        "low_income AND household_income_month_fen > 150000",
        "pregnant AND (sex = 'male' OR age > 50)",
        "owns_home AND rent_month_fen > 0",
        "NOT veteran AND service_years > 0",
        "lives_alone AND household_size > 1",
        "social_security_months > 0 AND age < 18",
    )
    for condition in never:
        ((count,),) = ask(born[1], "population", f"SELECT count(*) FILTER ({condition})")
        assert count == 0, condition
    shares = "SELECT avg(low_income::INT), avg((disability_level > 0)::INT), avg(veteran::INT)"
    assert all(isinstance(one, float) and 0.001 < one < 0.06 for one in ask(born[1], "population", shares)[0])


def test_a_part_of_each_column_is_not_known(born: Born) -> None:
    ((total, *missing),) = ask(
        born[1],
        "population",
        "SELECT count(*), count(*) - count(COLUMNS('^(hukou|.*_fen|low_income|veteran)$'))",
    )
    assert isinstance(total, int)
    assert all(isinstance(one, int) and 0.025 < one / total < 0.1 for one in missing)


def test_the_demonstration_is_in_it_as_told_and_the_file_replaces_the_old_one(born: Born) -> None:
    with duckdb.connect() as lake:
        people, firms = (str(born[1] / f"{name}.parquet") for name in ("population", "enterprises"))
        told = lake.execute(f"SELECT children_count, age FROM '{people}' WHERE party = 7").fetchall()
        assert told == [(1, 35)]
        assert lake.execute(f"SELECT staff_count FROM '{firms}' WHERE party = 8").fetchall() == [(9,)]
    assert not list(born[1].glob("*.new"))


def test_the_same_seed_gives_the_same_extracts(born: Born, tmp_path: Path) -> None:
    write(tmp_path)
    for name in ("population", "enterprises"):
        assert ask(tmp_path, name, "SELECT *") == ask(born[1], name, "SELECT *")
