"""The sample city's 723 programmes: their number, their conditions, their money, and whom they reach."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Clause, Facts, Ref, Truth
from cdos.nets.services.benefits.contracts import About, Period, ProgrammeRow
from cdos.sample.people import extract, told, units
from cdos.sample.people.enterprises import enterprises
from cdos.sample.people.residents import residents, take_census
from cdos.sample.services import registers as held
from cdos.sample.services.conditions import joined, read, shape
from cdos.sample.services.pools import SCARCE, entitled, pools
from cdos.sample.services.programmes import LATER, PUSHED, programmes

TODAY = date(2026, 6, 1)
ROWS = programmes(TODAY)
BY_CODE = {row.code: row for row in ROWS}
LAW = Clause("《某办法》", "", "第一条")


def test_there_are_723_for_all_three_and_169_of_them_come_by_themselves() -> None:
    assert len(ROWS) == len(BY_CODE) == 723
    assert Counter(row.terms.about.value for row in ROWS) == {
        "person": 430,
        "household": 80,
        "enterprise": 213,
    }
    assert sum(row.terms.push for row in ROWS) == PUSHED == 169
    assert len({row.terms.title for row in ROWS}) == 723


def test_no_two_ask_for_the_same_in_the_same_shape_but_under_one_article() -> None:
    seen: dict[object, ProgrammeRow] = {}
    for row in ROWS:
        other = seen.setdefault(shape(row.node), row)
        law = (row.terms.clause.law, row.terms.clause.article)
        assert other is row or (other.terms.clause.law, other.terms.clause.article) == law, (
            row.code,
            other.code,
        )


def test_shapes_are_equal_where_only_values_and_order_differ() -> None:
    def of(line: str) -> object:
        return shape(read(line, clause=LAW, year=2026))

    assert of("age >= 60 and hukou == 'sz'") == of("hukou == 'other' and age >= 80")
    assert of("age >= 60 and hukou == 'sz'") != of("age <= 60 and hukou == 'sz'")
    assert of("age >= 60 and hukou == 'sz'") != of("age >= 60 or hukou == 'sz'")
    assert of("age >= 60 and (veteran or donor)") != of("age >= 60 and veteran and donor")


def test_every_condition_asks_for_a_field_that_is_known_and_has_its_clause() -> None:
    known = rules.fields()
    for row in ROWS:
        for leaf in rules.leaves(row.node):
            assert leaf.field in known
            assert leaf.clause.law
            choices = dict(known[leaf.field].choices)
            assert not isinstance(leaf.value, Ref)
            values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
            assert not choices or all(value in choices for value in values), (row.code, leaf)


def test_every_rule_passes_the_rule_books_own_reading_and_is_neither_bare_nor_endless() -> None:
    for row in ROWS:
        assert rules.parse(rules.dump(row.node)) == row.node
        assert 2 <= len(rules.leaves(row.node)) <= 9, row.code


def test_a_year_gives_the_same_programmes_every_day() -> None:
    programmes.cache_clear()
    assert programmes(date(2026, 12, 30)) == ROWS
    assert programmes(date(2027, 1, 2)) != ROWS


def test_units_pools_and_exclusions_are_there() -> None:
    there = {unit.code for unit in units.units()}
    made = {pool.code: pool for pool in pools(ROWS, TODAY)}
    assert 38 <= len(made) <= 46
    assert {pool.unit for pool in made.values()} <= there
    for row in ROWS:
        assert row.terms.unit in there
        assert row.terms.pool in made
        assert set(row.terms.excludes) <= set(BY_CODE)
        assert row.terms.closes_on is None or row.terms.closes_on > row.terms.opens_on
    assert set(BY_CODE) >= LATER


def test_every_amount_pays_something_and_never_more_than_its_end() -> None:
    for row in ROWS:
        amount = row.terms.amount
        sums = [fen for _end, fen in amount.tiers] or [amount.fen]
        assert all(fen > 0 for fen in sums), row.code
        assert bool(amount.permille) == bool(amount.most_fen), row.code
        assert not amount.permille or amount.fen <= amount.most_fen
        assert not amount.field or amount.field in rules.fields()


def test_a_condition_that_no_rule_can_say_is_refused() -> None:
    for line in ("no_such_field >= 3", "age + 3"):
        with pytest.raises(ValueError):
            read(line, clause=LAW, year=2026)


def test_a_line_reads_as_the_rule_that_it_says() -> None:
    line = "3 <= age <= 6 and not veteran and 'id-card' in licences_held and income_month_fen <= [20, 30]"
    node = joined([read(line, clause=LAW, year=2026, variant=1)])
    leaves = [(leaf.id, leaf.field, leaf.op.value, leaf.value) for leaf in rules.leaves(node)]
    assert leaves == [
        ("c1", "age", "between", (3, 6)),
        ("c2", "veteran", "eq", False),
        ("c3", "licences_held", "has", "id-card"),
        ("c4", "income_month_fen", "le", 3000),
    ]


@pytest.fixture(scope="module")
def reached(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """How many of a thousandth of the city meet each."""
    folder: Path = tmp_path_factory.mktemp("city")
    census, known, party = take_census(0.001, 4403), extract.Known(), 1
    for part in residents(census, 4403, TODAY):
        known.people(part, range(party, party + len(part.rows)))
        party += len(part.rows)
    for number, (row, agent) in enumerate(enterprises(census, 0.001, 4403)):
        known.firm(party + number, 1 + agent, row)
    own = [
        extract.Told(-1, date(1991, 3, 14), False, {"age": 35}),
        extract.Told(-2, None, False, {"patents": 0}),
    ]
    people, firms = folder / "population.parquet", folder / "enterprises.parquet"
    extract.write(known, own, people=people, firms=firms, today=TODAY)
    from django.test import override_settings

    with override_settings(RULE_POPULATION=str(people)):
        return dict(entitled(ROWS, TODAY))


def test_every_programme_reaches_somebody_and_most_reach_few(reached: dict[str, int]) -> None:
    assert not [row.code for row in ROWS if not reached[row.code]]
    size = {About.PERSON: 20_000, About.HOUSEHOLD: 20_000, About.ENTERPRISE: 3_300}
    rates = [reached[row.code] / size[row.terms.about] for row in ROWS]
    assert 0.01 < sum(rates) / len(rates) < 0.05
    assert max(rates) < 0.75


def test_pools_hold_enough_for_all_who_are_entitled_but_the_scarce_ones(
    monkeypatch: pytest.MonkeyPatch, reached: dict[str, int]
) -> None:
    monkeypatch.setattr("cdos.sample.services.pools.entitled", lambda rows, today: reached)
    for pool in pools(ROWS, TODAY):
        fixed = sum(
            reached[row.code] * row.terms.amount.fen * (12 if row.terms.period is Period.MONTH else 1)
            for row in ROWS
            if row.terms.pool == pool.code and not row.terms.amount.tiers
        )
        scarce = pool.code.rpartition("-")[0] in SCARCE
        assert scarce == (pool.fen < fixed), pool.code


def facts(who: str) -> Facts:
    sources: dict[str, Any] = {
        "mother": (held._mother(TODAY), told._mother(TODAY), {"age": 35, "sex": "female"}),
        "neighbour": (held._neighbour(), told._neighbour(TODAY), {"age": 67, "sex": "male"}),
        "talent": (held._talent(TODAY), told._talent(TODAY), {"age": 31, "sex": "male"}),
    }
    registers, beside, own = sources[who]
    return {name: value for one in registers.values() for name, value in one.items()} | beside | own


def met(given: Facts, *, push: bool) -> set[str]:
    return {
        row.code
        for row in ROWS
        if row.terms.about is not About.ENTERPRISE
        and row.terms.push == push
        and rules.decide(row.node, given, on=TODAY).truth is Truth.YES
    }


@pytest.mark.parametrize("who", ["mother", "neighbour", "talent"])
def test_each_of_the_demonstration_is_offered_a_few_and_may_claim_more(who: str) -> None:
    assert 2 <= len(met(facts(who), push=True)) <= 4
    assert len(met(facts(who), push=False)) >= 5


def test_a_second_child_finds_the_mother_once_the_household_register_knows_of_it() -> None:
    wrong = facts("mother")
    verdict = rules.decide(BY_CODE["second-child"].node, wrong, on=TODAY)
    assert [one.leaf.field for one in verdict.failing] == ["children_count"]
    gained = met({**wrong, "children_count": 2}, push=True) - met(wrong, push=True)
    assert gained == {"second-child", "second-child-futian"}
