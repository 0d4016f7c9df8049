"""Registers that answer out of the lake's extracts: with source and day, only to find who is entitled, corrections first."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.utils import timezone

from cdos.base.matters import api as matters
from cdos.hubs.registers import api
from cdos.hubs.registers.adapters import extracts
from cdos.hubs.registers.contracts import Availability, NewRow
from cdos.hubs.registers.tests.conftest import People

pytestmark = pytest.mark.django_db
PURPOSE = "programme:second-child"


@pytest.fixture
def lake(people: People, tmp_path: Path, settings: Any) -> Path:
    """An extract in which the person is, and one in which their firm is."""
    settings.RULE_POPULATION = str(tmp_path / "population.parquet")
    held = (
        "1 AS children_count, 5 AS disability_level, 88 AS residence_years, CAST(NULL AS BOOLEAN) AS veteran"
    )
    write(api.extract_path("person"), people.party, f"{held}, DATE '2026-05-04' AS as_of_social")
    write(api.extract_path("enterprise"), people.firm, "9 AS insured_staff, 'A' AS credit_level")
    return tmp_path


def write(path: Path, party: int, columns: str) -> None:
    with duckdb.connect() as lake:
        lake.execute(f"COPY (SELECT {party} AS party, {columns}) TO '{path}' (FORMAT parquet)")


def ask(people: People, *fields: str, purpose: str = PURPOSE) -> dict[str, Any]:
    return api.facts_of(party_id=people.party, fields=fields, purpose=purpose, actor=people.person)


def test_a_fact_out_of_the_lake_has_its_source_and_its_day_and_needs_no_consent(
    people: People, lake: Path
) -> None:
    facts = ask(people, "disability_level", "veteran", "rent_month_fen")
    found = facts["disability_level"]
    assert (found.value, found.source) == (5, "lake-social")
    assert found.as_of is not None
    assert timezone.localtime(found.as_of).date() == date(2026, 5, 4)
    assert facts["veteran"].availability is not Availability.FOUND
    assert facts["rent_month_fen"].availability is Availability.UNKNOWN
    source = api.source("lake-social")
    assert source is not None
    assert source.basis


def test_what_an_item_asks_still_needs_consent(people: People, lake: Path) -> None:
    facts = ask(people, "disability_level", purpose="item:library-card")
    assert facts["disability_level"].availability is Availability.NO_CONSENT


def test_an_enterprise_is_found_in_its_own_extract(people: People, lake: Path) -> None:
    facts = api.facts_of(
        party_id=people.firm, fields=("insured_staff",), purpose=PURPOSE, actor=people.for_firm
    )
    assert facts["insured_staff"].value == 9


def test_without_an_extract_the_lake_knows_nobody_and_nothing_breaks(
    people: People, tmp_path: Path, settings: Any
) -> None:
    settings.RULE_POPULATION = str(tmp_path / "none.parquet")
    assert ask(people, "rent_month_fen")["rent_month_fen"].availability is Availability.UNKNOWN
    assert [one.people for one in api.states() if one.source.code == "lake-social"] == [0]


def test_a_file_that_is_replaced_is_read_anew(people: People, lake: Path) -> None:
    assert ask(people, "residence_years")["residence_years"].value == 88
    write(api.extract_path("person"), people.party, "3 AS residence_years, 4 AS household_size")
    assert ask(people, "residence_years")["residence_years"].value == 3


def test_a_row_of_a_demonstration_register_goes_before_the_file_in_one_look_and_in_bulk(
    people: People, lake: Path
) -> None:
    api.load([NewRow("household", people.party, {"children_count": 3}, timezone.now())])
    assert ask(people, "children_count")["children_count"].value == 3
    newer = {party: values for party, values, _at in api.newer_rows({"children_count"})}
    assert newer == {people.party: {"children_count": 3}}


def test_a_correction_wins_over_the_file_at_once_and_is_seen_in_bulk(people: People, lake: Path) -> None:
    number = api.correction(
        actor=people.person,
        party_id=people.party,
        source="lake-social",
        field="disability_level",
        claimed="2",
        reason="残疾人证上是二级",
    )
    assert [one.held for one in api.corrections(people.party)] == [5]
    matters.act(actor=people.clerk, number=number, move="correct", data={"value": "2"})
    found = ask(people, "disability_level", "residence_years")
    assert found["disability_level"].value == 2
    assert found["disability_level"].as_of is not None
    assert timezone.now() - found["disability_level"].as_of < timedelta(minutes=5)
    assert found["residence_years"].value == 88
    fields = {"disability_level"}
    assert [values for party, values, _at in api.newer_rows(fields) if party == people.party] == [
        {"disability_level": 2}
    ]
    assert api.own(actor=people.person, source="lake-social") == {"disability_level": 2}


def test_a_large_file_is_looked_up_in_a_copy_that_is_made_anew_with_each_file(
    people: People, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert api.copy_extracts() == 0  # small ones need none
    monkeypatch.setattr(extracts, "LARGE", 1)
    assert api.copy_extracts() == 2
    assert api.copy_extracts() == 0
    first = list(lake.glob("population-*.lookup"))
    assert len(first) == 1
    assert ask(people, "residence_years")["residence_years"].value == 88
    write(api.extract_path("person"), people.party, "4 AS residence_years, 9 AS household_size")
    assert (
        ask(people, "residence_years")["residence_years"].value == 4
    )  # before there is a copy of the new one
    assert api.copy_extracts() == 1
    assert ask(people, "residence_years")["residence_years"].value == 4
    assert len(list(lake.glob("population-*.lookup"))) == 1
    assert not first[0].exists()
    assert not list(lake.glob("*.half"))


def test_what_is_read_is_the_copy_where_there_is_one(
    people: People, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extracts, "LARGE", 1)
    api.copy_extracts()
    (copied,) = lake.glob("population-*.lookup")
    with duckdb.connect(str(copied)) as other:
        other.execute("UPDATE extract SET residence_years = 89")
    assert ask(people, "residence_years")["residence_years"].value == 89
