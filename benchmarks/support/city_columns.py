"""A made-up city for matching: a Parquet file of people, and programmes whose thresholds are each their own."""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np

from cdos.base.rules.contracts import All, AnyOf, Leaf, Node, Not, Op

ON = date(2026, 11, 26)
EPOCH = date(1970, 1, 1)
TEXTS = {
    "hukou": ("sz", "other", "none"),
    "education": ("junior", "high", "college", "bachelor", "master", "doctor"),
    "employment": ("employed", "self", "unemployed", "retired", "student"),
    "marital_status": ("single", "married", "divorced", "widowed"),
    "talent_type": ("academic", "skilled", "returnee", "leading", "postdoc"),
    "residence_district": tuple(f"4403{n:02d}" for n in range(3, 14)),
}
FLAGS = ("low_income", "veteran", "residence_permit", "estate_owner")
# column -> (type in Parquet, SQL of a value drawn from `r`, a number of 64 bits drawn for it)
NUMBERS = {
    "birth_date": ("DATE", "DATE '1936-01-01' + CAST(r % 33000 AS INTEGER)"),
    "income_month_fen": ("INTEGER", "r % 4000000 * (r // 4000000 % 4) // 4"),
    "social_security_months": ("SMALLINT", "r % 480"),
    "pension_months": ("SMALLINT", "r % 460"),
    "residence_years": ("FLOAT", "r % 40000 / 1000"),
    "social_security_base_fen": ("INTEGER", "236000 + r % 3000000"),
    "children_count": ("TINYINT", "r % 7 // 2"),
    "disability_level": ("TINYINT", "if(r % 50 = 0, 1 + r // 50 % 4, 0)"),
    "skill_level": ("TINYINT", "r % 6"),
    "age": ("TINYINT", "r % 95"),
}
FIELDS = (*NUMBERS, *TEXTS, *FLAGS)


def write(path: Path, people: int) -> None:
    """Each value drawn by hash of person and column; 6 in a hundred are not known."""
    with duckdb.connect() as lake:
        lake.execute("SET threads = 2")
        made = ", ".join(_column(at, name) for at, name in enumerate(FIELDS))
        lake.execute(
            f"COPY (SELECT i AS party, {made} FROM range({people}) t(i)) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 500000)"
        )


def _column(at: int, name: str) -> str:
    r = f"(hash(i * 64 + {at}) // 128)"
    if name in NUMBERS:
        kind, drawn = NUMBERS[name]
        value = f"CAST({drawn.replace('r ', r + ' ')} AS {kind})"
    elif name in TEXTS:
        names = ", ".join(f"'{one}'" for one in TEXTS[name])
        value = f"[{names}][1 + CAST({r} % {len(TEXTS[name])} AS INTEGER)]"
    else:
        value = f"{r} % 100 < {3 if name != 'estate_owner' else 30}"
    return f"if(hash(i * 64 + {at} + 32) % 100 < 6, NULL, {value}) AS {name}"


def programmes(count: int) -> list[Node]:
    """2 to 7 conditions each, groups among them; every number is drawn for its programme alone."""
    chance = np.random.default_rng(723)
    return [_programme(chance) for _ in range(count)]


def _programme(chance: np.random.Generator) -> Node:
    names = chance.choice(FIELDS, int(chance.integers(2, 8)), replace=False)
    leaves: list[Node] = [_leaf(chance, f"c{at}", str(name)) for at, name in enumerate(names)]
    if len(leaves) > 3:
        leaves[-2:] = [AnyOf(tuple(leaves[-2:]))]
    if len(leaves) > 4:
        leaves[0] = Not(leaves[0])
    return All(tuple(leaves))


def _leaf(chance: np.random.Generator, key: str, name: str) -> Leaf:
    if name in FLAGS:
        return Leaf(key, name, Op.EQ, bool(chance.random() < 0.7))
    if name in TEXTS:
        picked = chance.choice(TEXTS[name], int(chance.integers(1, len(TEXTS[name]))), replace=False)
        return Leaf(key, name, Op.IN, tuple(sorted(str(one) for one in picked)))
    if name == "birth_date":
        return Leaf(key, name, Op.LE, date(1936, 1, 1) + timedelta(days=int(chance.integers(33_000))))
    if name == "residence_years":
        return Leaf(key, name, Op.GE, round(float(chance.random()) * 30, 3))
    if name in ("income_month_fen", "social_security_base_fen"):
        return Leaf(key, name, Op.LE, int(chance.integers(100_000, 3_200_000)))
    if name in ("social_security_months", "pension_months"):
        return Leaf(key, name, Op.GE, int(chance.integers(1, 400)))
    if name == "age":
        low = int(chance.integers(0, 60))
        return Leaf(key, name, Op.BETWEEN, (low, low + int(chance.integers(5, 40))))
    return Leaf(key, name, Op.GE, int(chance.integers(1, 4)))
