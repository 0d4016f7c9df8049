"""The rules' SQL over the extract on disk, by DuckDB: slower than bits, and bound by disk, not by memory."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from cdos.base.rules.contracts import Value
from cdos.hubs.registers import api as registers

from ..contracts import About
from ..logic import columns
from .base import Mask, Opened, SqlEngine

AT_ONCE = 100  # conditions a scan
FLOATS = ("FLOAT", "DOUBLE")


class DuckEngine(SqlEngine):
    name, dialect = "duckdb", "duckdb"

    def opened(self, about: About, fields: set[str]) -> Opened:
        return Lake(columns.path(about), fields)


class Lake(Opened):
    """One connection; what registers have newer than the extract is laid over it by a join."""

    def __init__(self, path: Path, fields: set[str]) -> None:
        self.lake = duckdb.connect()
        self.lake.execute("SET threads = 2")
        source = f"read_parquet('{str(path).replace(chr(39), chr(39) * 2)}', file_row_number = true)"
        described = self.lake.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        self.types: dict[str, str] = {row[0]: str(row[1]) for row in described}
        missing = sorted(fields - set(self.types))
        lacking = "".join(f", NULL AS {_name(one)}" for one in missing)
        self.lake.execute(f"CREATE VIEW extract AS SELECT *{lacking} FROM {source}")
        self._lay_over(sorted(fields & set(self.types)))

    def _lay_over(self, fields: list[str]) -> None:
        held: dict[int, dict[str, Value]] = {}
        for party, values, _as_of in registers.newer_rows(fields):
            held.setdefault(party, {}).update(values)
        self.lake.execute(f"CREATE TABLE newer AS SELECT party{_listed(fields)} FROM extract LIMIT 0")
        for party, values in held.items():
            wanted = [name for name in fields if name in values]
            marks = ", ".join("?" * (len(wanted) + 1))
            self.lake.execute(
                f"INSERT INTO newer (party{_listed(wanted)}) VALUES ({marks})",
                [party, *(values[name] for name in wanted)],
            )
        laid = ", ".join(
            f"coalesce({self._known('n', one)}, {self._known('e', one)}) AS {_name(one)}" for one in fields
        )
        replaced = f"REPLACE ({laid})" if laid else ""
        self.lake.execute(
            f"CREATE VIEW people AS SELECT e.* {replaced} FROM extract e LEFT JOIN newer n USING (party)"
        )

    def _known(self, table: str, field: str) -> str:
        """NULL for what says nothing: an empty text, a number that is none."""
        column = f"{table}.{_name(field)}"
        if self.types[field] == "VARCHAR":
            return f"nullif({column}, '')"
        return f"CASE WHEN isfinite({column}) THEN {column} END" if self.types[field] in FLOATS else column

    def __call__(self, conditions: Sequence[str], start: int, stop: int) -> Iterator[Mask]:
        for first in range(0, len(conditions), AT_ONCE):
            part = conditions[first : first + AT_ONCE]
            asked = ", ".join(f"coalesce({one}, false) AS c{at}" for at, one in enumerate(part))
            found = self.lake.execute(
                f"SELECT {asked} FROM people WHERE file_row_number >= {start} AND file_row_number < {stop} "
                "ORDER BY file_row_number"
            ).fetchnumpy()
            for at in range(len(part)):
                yield found[f"c{at}"].astype("bool")

    def close(self) -> None:
        self.lake.close()


def _name(field: str) -> str:
    return '"' + field.replace('"', '""') + '"'


def _listed(fields: Sequence[str]) -> str:
    return "".join(f", {_name(one)}" for one in fields)
