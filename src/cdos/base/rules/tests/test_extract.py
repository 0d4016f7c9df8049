"""A rule is tried on an extract of the population in a Parquet file, read by DuckDB column by column."""

from pathlib import Path

import duckdb
import pytest

from cdos.base.rules import api
from cdos.base.rules.tests import randomly

pytestmark = pytest.mark.django_db


def test_an_extract_says_of_everybody_what_the_cases_themselves_say(tmp_path: Path, settings) -> None:  # type: ignore[no-untyped-def]
    api.register_fields([randomly.WANTED])
    settings.RULE_POPULATION = str(tmp_path / "people.parquet")
    crowd = randomly.people(200, seed=8) + randomly.spoilt(randomly.people(100, seed=9))
    with duckdb.connect() as lake:
        lake.execute(randomly.create("people", "duckdb"))
        marks = ", ".join("?" * (len(randomly.COLUMNS) + 1))
        lake.executemany(f"INSERT INTO people VALUES ({marks})", randomly.rows(crowd, raw=True))
        lake.execute(
            f"COPY (SELECT * FROM people ORDER BY id) TO '{settings.RULE_POPULATION}' (FORMAT parquet)"
        )
    extract = api.crowd("population")
    assert extract is not None
    known = api.Population.of(crowd, randomly.COLUMNS)
    read = extract.load(frozenset(randomly.COLUMNS))
    for node in randomly.rules(120, seed=31):
        ours, theirs = (api.select(node, one, on=randomly.ON) for one in (known, read))
        assert [one.tobytes() for one in ours] == [one.tobytes() for one in theirs], api.in_words(node)


def test_without_an_extract_nobody_is_offered_one(tmp_path: Path, settings) -> None:  # type: ignore[no-untyped-def]
    settings.RULE_POPULATION = str(tmp_path / "none.parquet")
    assert api.crowd("population") is None
    assert "population" not in [one.key for one in api.crowds()]


def test_a_field_that_the_extract_lacks_is_not_known_of_anybody(tmp_path: Path, settings) -> None:  # type: ignore[no-untyped-def]
    settings.RULE_POPULATION = str(tmp_path / "people.parquet")
    with duckdb.connect() as lake:
        lake.execute(
            f"COPY (SELECT 30 AS age FROM range(9)) TO '{settings.RULE_POPULATION}' (FORMAT parquet)"
        )
    extract = api.crowd("population")
    assert extract is not None
    node = api.parse(
        {
            "all": [
                {"id": "a", "field": "age", "op": "ge", "value": 18},
                {"id": "p", "field": "low_income", "op": "eq", "value": True},
            ]
        }
    )
    trial = api.try_on_crowd(crowd=extract, then=node, now=None)
    assert (trial.size, trial.then.yes, trial.then.no, trial.then.unknown) == (9, 0, 0, 9)
