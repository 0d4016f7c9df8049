"""The parity of the rule's emitters in full, and what selecting from a population costs. Prints JSON.

200 random rules over 20,000 random people with a tenth of the values missing, decided by Python, by packed bitmaps, by
PostgreSQL and by DuckDB: how many differ (none may). Then 723 rules over a million people by shared atoms.

    ./cdos bench rules        (CDOS_BENCH_PEOPLE=2000 for a shorter run, CDOS_BENCH_CROWD=22000000 for a city)
"""

import json
import os
import sys
import time
from typing import Any

import django
import numpy as np
from support.own_server import own_server

os.environ["DATABASE_URL"], FOLDER = own_server()
os.environ["CDOS_DATA"], os.environ["CDOS_KEYS"] = str(FOLDER), str(FOLDER / "keys")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
django.setup()

from django.db import transaction  # noqa: E402

from cdos.base.rules import api  # noqa: E402
from cdos.base.rules.contracts import All, Leaf, Op  # noqa: E402
from cdos.base.rules.tests import parity, randomly  # noqa: E402

RULES, POLICIES = 200, 723
PEOPLE = int(os.environ.get("CDOS_BENCH_PEOPLE", "20000"))
CROWD = int(os.environ.get("CDOS_BENCH_CROWD", "1000000"))


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def parities() -> dict[str, Any]:
    api.register_fields([randomly.WANTED])
    spent = dict.fromkeys(("python", "bitmap", "postgres", "duckdb"), 0.0)
    differing, said = [], dict.fromkeys("10u", 0)
    with transaction.atomic():
        emitters = parity.Emitters(randomly.people(PEOPLE))
        for number, node in enumerate(randomly.rules(RULES)):
            found = {}
            for name in spent:
                began = time.perf_counter()
                found[name] = getattr(emitters, name)(node)
                spent[name] += time.perf_counter() - began
            if parity.first_difference(found):
                differing.append(f"rule {number}, {parity.first_difference(found)}")
            for letter in said:
                said[letter] += found["python"].count(letter)
            if number % 20 == 0:
                say(f"rule {number} of {RULES}")
    seconds = {name: round(value, 2) for name, value in spent.items()}
    return {"rules": RULES, "people": PEOPLE, "differing": differing, "said": said, "seconds": seconds}


def crowd(size: int) -> api.Population:
    """Columns as a city would hold them: small types, codes for texts."""
    chance = np.random.default_rng(4403)
    missing = {
        name: chance.random(size) < 0.1
        for name in ("age", "income_month_fen", "residence_years", "hukou", "education", "low_income")
    }
    labels = {
        name: {one: at for at, one in enumerate(values)}
        for name, values in (("hukou", randomly.HUKOU), ("education", randomly.EDUCATION))
    }
    columns = {
        "age": api.Column.of("number", chance.integers(0, 100, size, np.int16), missing["age"]),
        "income_month_fen": api.Column.of(
            "number", chance.integers(0, 5_000_000, size, np.int32), missing["income_month_fen"]
        ),
        "residence_years": api.Column.of(
            "number", chance.integers(0, 40, size, np.int16), missing["residence_years"]
        ),
        "low_income": api.Column.of("boolean", chance.random(size) < 0.02, missing["low_income"]),
    }
    for name, codes in labels.items():
        values = np.where(missing[name], -1, chance.integers(0, len(codes), size)).astype(np.int8)
        columns[name] = api.Column.of("text", values, missing[name], codes)
    return api.Population(columns, size)


def policies() -> list[All]:
    """Rules whose thresholds are those that laws share: about fifty distinct conditions."""
    chance = np.random.default_rng(7)
    ages, incomes, years = (
        (16, 18, 35, 45, 50, 60, 65, 70, 80),
        (200_000, 350_000, 500_000, 800_000, 1_500_000),
        (1, 3, 5, 10),
    )
    made = []
    for _ in range(POLICIES):
        leaves = [
            Leaf("a", "age", Op.GE, int(chance.choice(ages))),
            Leaf("b", "income_month_fen", Op.LE, int(chance.choice(incomes))),
            Leaf("c", "residence_years", Op.GE, int(chance.choice(years))),
            Leaf("d", "hukou", Op.IN, tuple(sorted({str(chance.choice(randomly.HUKOU)) for _ in range(2)}))),
            Leaf(
                "e",
                "education",
                Op.IN,
                tuple(sorted({str(chance.choice(randomly.EDUCATION)) for _ in range(2)})),
            ),
        ]
        made.append(All(tuple(leaves[: int(chance.integers(2, 6))])))
    return made


def selecting() -> dict[str, Any]:
    population, rules = crowd(CROWD), policies()
    began, cpu = time.perf_counter(), time.process_time()
    met = 0
    for node in rules:
        yes, _unknown = api.select(node, population, on=randomly.ON)
        met += api.count(yes)
    return {
        "people": CROWD,
        "rules": POLICIES,
        "distinct_conditions": population.atoms,
        "pairs": met,
        "cpu_s": round(time.process_time() - cpu, 3),
        "wall_s": round(time.perf_counter() - began, 3),
    }


print(json.dumps({"parity": parities(), "population": selecting()}, ensure_ascii=False, indent=2))
