"""An extract of the population as a Parquet file, without names: its columns are the fields of the rule book.

A city puts it there nightly from its lake (`CDOS_RULE_POPULATION`); editors try drafts on it. DuckDB reads only the columns
that the rules at hand ask for.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from . import registry, tree
from .bitmaps import Column, Population
from .trying import Crowd

MOST_LABELS = 10_000


def path() -> Path:
    return Path(settings.RULE_POPULATION or settings.DATA_DIR / "population.parquet")


def crowd() -> Crowd:
    return Crowd(
        "population",
        _("The whole population"),
        _("An extract without names, as the city last put it there."),
        load,
        lambda: path().is_file(),
    )


def load(fields: frozenset[str], source: Path | None = None) -> Population:
    """Fields that the extract lacks are not known of anybody."""
    return load_people(source or path(), fields, key="")[0]


def load_people(source: Path, fields: Iterable[str], *, key: str) -> tuple[Population, npt.NDArray[np.int64]]:
    """The columns of an extract, and of each row its key (none without one)."""
    fields = frozenset(fields)
    with duckdb.connect() as lake:
        lake.execute("SET threads = 2")
        lake.from_parquet(str(source)).create_view("people")
        there = {row[0] for row in lake.execute("DESCRIBE people").fetchall()}
        (size,) = lake.execute("SELECT count(*) FROM people").fetchone() or (0,)
        columns = {name: made for name in sorted(fields & there) if (made := _column(lake, name)) is not None}
        quoted = '"' + key.replace('"', '""') + '"'
        keys = _read(lake, f"CAST({quoted} AS BIGINT)")[0] if key in there else np.arange(int(size))
    return Population(columns, int(size)), keys.astype(np.int64)


def _column(lake: "duckdb.DuckDBPyConnection", name: str) -> Column | None:
    field = registry.field(name)
    if field is None:
        return None
    family, quoted = tree.family_of(field.type), '"' + name.replace('"', '""') + '"'
    if family == "text":
        return _texts(lake, quoted)
    if family == "many":
        return _several(lake, quoted)
    expression = {"date": f"date_diff('day', DATE '1970-01-01', CAST({quoted} AS DATE))"}.get(family, quoted)
    values, missing = _read(lake, expression)
    return Column.of(family, values.astype(np.bool_) if family == "boolean" else values, missing)


def _read(
    lake: "duckdb.DuckDBPyConnection", expression: str, given: list[Any] | None = None
) -> tuple[Any, Any]:
    found: Any = lake.execute(f"SELECT {expression} AS one FROM people", given or []).fetchnumpy()["one"]
    missing, held = np.ma.getmaskarray(found), np.ma.getdata(np.ma.filled(found, 0))
    if held.dtype.kind == "f" and not (finite := np.isfinite(held)).all():  # no number, as for one case
        missing, held = missing | ~finite, np.where(finite, held, held.dtype.type(0))
    return held, missing


def _texts(lake: "duckdb.DuckDBPyConnection", quoted: str) -> Column:
    question = f"SELECT DISTINCT {quoted} FROM people WHERE {quoted} <> '' ORDER BY 1 LIMIT {MOST_LABELS}"
    names = [str(row[0]) for row in lake.execute(question).fetchall()]
    codes, _missing = _read(lake, f"coalesce(list_position(?::VARCHAR[], {quoted}), 0) - 1", [names])
    codes = codes.astype(np.int32)
    return Column.of("text", codes, codes < 0, {label: at for at, label in enumerate(names)})


def _several(lake: "duckdb.DuckDBPyConnection", quoted: str) -> Column:
    question = f"SELECT DISTINCT unnest({quoted}) FROM people LIMIT {MOST_LABELS}"
    names = [str(row[0]) for row in lake.execute(question).fetchall() if row[0] is not None]
    missing, _mask = _read(lake, f"{quoted} IS NULL")
    sets = {
        one: np.packbits(
            _read(lake, f"coalesce(list_contains({quoted}, ?), false)", [one])[0].astype(np.bool_)
        )
        for one in names
    }
    return Column("many", np.empty(0, np.bool_), np.packbits(~missing.astype(np.bool_)), {}, sets)
