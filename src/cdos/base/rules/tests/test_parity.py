"""Every emitter says the same of every person, also of what is not known. In full: `./cdos bench rules`."""

import numpy as np
import pytest

from cdos.base.rules import api
from cdos.base.rules.contracts import Leaf, Op

from . import parity, randomly

pytestmark = pytest.mark.django_db


def test_two_hundred_random_rules_are_decided_alike_by_python_bitmaps_postgresql_and_duckdb() -> None:
    api.register_fields([randomly.WANTED])
    crowd = randomly.people(300) + randomly.spoilt(randomly.people(100, seed=5))
    emitters = parity.Emitters(crowd)
    seen = set()
    for node in randomly.rules(200):
        found = emitters.all(node)
        assert not parity.first_difference(found), (parity.first_difference(found), api.in_words(node))
        seen |= set(found["python"])
    assert seen == {"0", "1", "u"}, "the rules must say all three"


def test_a_difference_would_be_found() -> None:
    assert parity.first_difference({"a": "01u", "b": "01u"}) == ""
    assert parity.first_difference({"a": "01u", "b": "010"}) == "person 2: a says u, b says 0"


def test_a_sweep_in_blocks_says_the_same_as_each_rule_over_everybody() -> None:
    api.register_fields([randomly.WANTED])
    population = api.Population.of(randomly.people(403), randomly.COLUMNS)
    nodes = list(randomly.rules(60))
    whole = [api.select(node, population, on=randomly.ON) for node in nodes]
    for block in api.sweep(nodes, population, on=randomly.ON, block=64):
        part = slice(block.start // 8, (block.start + block.size + 7) // 8)
        for (yes, unknown), (all_yes, all_unknown) in zip(block.found, whole, strict=True):
            assert yes.tobytes() == all_yes[part].tobytes()
            assert unknown.tobytes() == all_unknown[part].tobytes()


def test_a_column_of_32_bits_says_the_same_as_the_decimals_that_were_written_into_it() -> None:
    held = np.array([12.345, 12.5, 13.19, 0.1], np.float32)
    column = api.Column.of("number", held, np.zeros(4, np.bool_))
    population = api.Population({"residence_years": column}, 4)
    for op, value in (
        (Op.GE, 12.345),
        (Op.GE, 13.19),
        (Op.LE, 13.19),
        (Op.LE, 12.345),
        (Op.EQ, 0.1),
        (Op.BETWEEN, (12.345, 13.19)),
        (Op.IN, (12.5, 13.19)),
    ):
        node = Leaf("one", "residence_years", op, value)
        found = api.members(api.select(node, population, on=randomly.ON)[0], size=4)
        facts = [{"residence_years": api.exact(float(one))} for one in held]
        assert found == [
            at for at, one in enumerate(facts) if api.decide(node, one, on=randomly.ON).truth == "yes"
        ]
