"""One rule over one crowd by every emitter: a string of 1, 0 and u from each, a letter a person."""

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np
from django.db import connection

from cdos.base.rules import api
from cdos.base.rules.contracts import Facts, Node

from . import randomly
from .randomly import COLUMNS, LETTERS, ON

TABLE = "parity_people"


class Emitters:
    """Holds the crowd in all four places; needs a transaction of PostgreSQL."""

    def __init__(self, crowd: Sequence[Facts]) -> None:
        self.crowd = crowd
        self.population = api.Population.of(crowd, COLUMNS)
        self.duck = duckdb.connect()
        self._fill_duck()
        self._fill_postgres()

    def _fill_duck(self) -> None:
        self.duck.execute(randomly.create(TABLE, "duckdb"))
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        held = randomly.rows(self.crowd)
        for begin in range(0, len(held), 1000):
            block = held[begin : begin + 1000]
            values = ", ".join([f"({marks})"] * len(block))
            self.duck.execute(f"INSERT INTO {TABLE} VALUES {values}", [one for row in block for one in row])

    def _fill_postgres(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
            cursor.execute(randomly.create(TABLE, "postgres"))
            with cursor.copy(f"COPY {TABLE} FROM STDIN") as copy:
                for row in randomly.rows(self.crowd):
                    copy.write_row(row)

    def python(self, node: Node) -> str:
        return "".join(LETTERS[api.decide(node, one, on=ON).truth] for one in self.crowd)

    def bitmap(self, node: Node) -> str:
        yes, unknown = api.select(node, self.population, on=ON)
        size = self.population.size
        met, open_ = np.unpackbits(yes, count=size), np.unpackbits(unknown, count=size)
        codes = np.where(met, ord("1"), np.where(open_, ord("u"), ord("0"))).astype(np.uint8)
        return codes.tobytes().decode()

    def postgres(self, node: Node) -> str:
        sql = api.to_sql(node, dialect="postgres", on=ON)
        with connection.cursor() as cursor:
            cursor.execute(randomly.sql_letters(sql, TABLE, "postgres"))
            return str(cursor.fetchone()[0])

    def duckdb(self, node: Node) -> str:
        sql = api.to_sql(node, dialect="duckdb", on=ON)
        found: Any = self.duck.execute(randomly.sql_letters(sql, TABLE, "duckdb")).fetchone()
        return str(found[0])

    def all(self, node: Node) -> dict[str, str]:
        return {name: getattr(self, name)(node) for name in ("python", "bitmap", "postgres", "duckdb")}


def first_difference(found: dict[str, str]) -> str:
    """Empty where all are equal; else who says what of the first person they differ on."""
    if len(set(found.values())) == 1:
        return ""
    at = next(at for at, letters in enumerate(zip(*found.values(), strict=True)) if len(set(letters)) > 1)
    return f"person {at}: " + ", ".join(f"{name} says {letters[at]}" for name, letters in found.items())
