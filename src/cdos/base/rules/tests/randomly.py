"""Random rules and random people for the parity of the emitters: Python, bitmaps, SQL of PostgreSQL and of DuckDB."""

import math
import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from cdos.base.rules.contracts import (
    All,
    AnyOf,
    Clause,
    Facts,
    Field,
    FieldType,
    Leaf,
    Node,
    Not,
    Op,
    Ref,
    Truth,
)

ON = date(2026, 11, 26)
SERVICES = ("care", "meals", "transport", "nurse")
WANTED = Field("parity_services", "服务", FieldType.CHOICES, tuple((one, one) for one in SERVICES))
WORDS = ("李雷", "韩梅梅", "O'Brien", 'quo"te', "a--b", "🙂", "x/*y*/")
EDUCATION = ("junior", "high", "college", "bachelor", "master", "doctor")
HUKOU = ("sz", "other", "none")
# Column -> (SQL type of PostgreSQL, of DuckDB).
COLUMNS = {
    "age": ("integer", "integer"),
    "income_month_fen": ("bigint", "bigint"),
    "social_security_months": ("integer", "integer"),
    "pension_months": ("integer", "integer"),
    "residence_years": ("double precision", "double"),
    "education": ("text", "varchar"),
    "hukou": ("text", "varchar"),
    "name": ("text", "varchar"),
    "child_name": ("text", "varchar"),
    "low_income": ("boolean", "boolean"),
    "veteran": ("boolean", "boolean"),
    "birth_date": ("date", "date"),
    "graduation_date": ("date", "date"),
    "parity_services": ("text[]", "varchar[]"),
}
NUMBERS = {"age": 100, "income_month_fen": 3_000_000, "social_security_months": 300, "pension_months": 300}
MISSING = 0.1


def day(chance: random.Random) -> date:
    return date(1950, 1, 1) + timedelta(days=chance.randrange(28_000))


def value(chance: random.Random, name: str) -> Any:
    if name in NUMBERS:
        return chance.randrange(NUMBERS[name])
    if name == "residence_years":
        return round(chance.random() * 20, chance.choice((0, 1, 3)))
    if name in ("low_income", "veteran"):
        return chance.random() < 0.3
    if name.endswith("_date"):
        return day(chance)
    return chance.choice(
        {"education": EDUCATION, "hukou": HUKOU, "parity_services": SERVICES}.get(name, WORDS)
    )


def person(chance: random.Random) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name in COLUMNS:
        if chance.random() < MISSING:
            made[name] = None
        elif name == "parity_services":
            made[name] = [one for one in SERVICES if chance.random() < 0.4]
        else:
            made[name] = value(chance, name)
    return made


def people(size: int, seed: int = 4403) -> list[dict[str, Any]]:
    chance = random.Random(seed)
    return [person(chance) for _ in range(size)]


BESIDE = (
    ("social_security_months", "pension_months"),
    ("birth_date", "graduation_date"),
    ("name", "child_name"),
    ("low_income", "veteran"),
)
ORDERED = (Op.LT, Op.LE, Op.GT, Op.GE)


def leaf(chance: random.Random, number: int) -> Leaf:
    first, last = _days(chance)
    clause = Clause("测试办法", "", f"第{number}条")
    if chance.random() < 0.1:
        one, other = chance.choice(BESIDE)
        ops = (Op.EQ, Op.NE) if one in ("name", "low_income") else (Op.EQ, Op.NE, *ORDERED)
        return Leaf(f"c{number}", one, chance.choice(ops), Ref(other), clause, first, last)
    name = chance.choice(list(COLUMNS))
    op, found = _compared(chance, name)
    return Leaf(f"c{number}", name, op, found, clause, first, last)


def _days(chance: random.Random) -> tuple[date | None, date | None]:
    """Some leaves apply for a time only, and some of those not on the day."""
    if chance.random() < 0.85:
        return None, None
    first = ON + timedelta(days=chance.randrange(-900, 300))
    return chance.choice((first, None)), chance.choice((first + timedelta(days=chance.randrange(900)), None))


def _compared(chance: random.Random, name: str) -> tuple[Op, Any]:
    if name == "parity_services":
        return Op.HAS, value(chance, name)
    if name in ("low_income", "veteran"):
        return chance.choice((Op.EQ, Op.NE)), value(chance, name)
    several = tuple(dict.fromkeys(value(chance, name) for _ in range(chance.randrange(1, 4))))
    if name in ("education", "hukou", "name", "child_name"):
        op = chance.choice((Op.EQ, Op.NE, Op.IN, Op.NOT_IN))
        return op, several if op in (Op.IN, Op.NOT_IN) else several[0]
    op = chance.choice((Op.EQ, Op.NE, Op.IN, Op.NOT_IN, Op.BETWEEN, *ORDERED))
    if op is Op.BETWEEN:
        return op, tuple(sorted((value(chance, name), value(chance, name))))
    return op, several if op in (Op.IN, Op.NOT_IN) else several[0]


class Growing:
    """One random rule of up to about a dozen leaves, three groups deep."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.count = chance, 0

    def node(self, depth: int = 0) -> Node:
        if depth == 3 or (depth and self.chance.random() < 0.55):
            self.count += 1
            return leaf(self.chance, self.count)
        kind = self.chance.random()
        if kind < 0.15:
            return Not(self.node(depth + 1))
        parts = tuple(self.node(depth + 1) for _ in range(self.chance.randrange(1, 5)))
        return All(parts) if kind < 0.6 else AnyOf(parts)


def rules(count: int, seed: int = 3) -> list[Node]:
    chance = random.Random(seed)
    return [Growing(chance).node() for _ in range(count)]


LETTERS = {Truth.YES: "1", Truth.NO: "0", Truth.UNKNOWN: "u"}


def sql_letters(expression: str, table: str, dialect: str) -> str:
    """A SELECT that gives one letter a person, in their order."""
    text = "text" if dialect == "postgres" else "varchar"
    letter = f"coalesce(CAST(CAST(({expression}) AS integer) AS {text}), 'u')"
    return f"SELECT string_agg({letter}, '' ORDER BY id) FROM {table}"


def create(table: str, dialect: str) -> str:
    columns = ", ".join(f'"{name}" {types[dialect == "duckdb"]}' for name, types in COLUMNS.items())
    return f"CREATE TEMPORARY TABLE {table} (id integer PRIMARY KEY, {columns})"


def rows(crowd: Sequence[Facts], *, raw: bool = False) -> list[list[Any]]:
    """As a store holds them: NULL for what is not known; raw, as a careless source delivers them."""
    held = (lambda value: value) if raw else _stored
    return [[at, *(held(one[name]) for name in COLUMNS)] for at, one in enumerate(crowd)]


def _stored(value: Any) -> Any:
    return None if value == "" or isinstance(value, float) and not math.isfinite(value) else value


def spoilt(crowd: Sequence[Facts], seed: int = 7) -> list[dict[str, Any]]:
    """The same people from a careless source: numbers that are none, and texts of nothing."""
    chance = random.Random(seed)
    return [{name: _spoilt(chance, value) for name, value in one.items()} for one in crowd]


def _spoilt(chance: random.Random, value: Any) -> Any:
    if chance.random() > 0.2:
        return value
    if isinstance(value, float):
        return chance.choice((math.nan, math.inf, -math.inf))
    return "" if isinstance(value, str) else value
