"""Looks up one party in an extract: in the Parquet file itself, or where it is large in a copy made for looking up.

One row of a Parquet file costs the reading of a whole group of rows: 3 to 6 ms of CPU for all columns of one of 20,000 people, 20 to 50 ms of
one of two million. In a table of DuckDB's own it stays at 3 ms. The copy is made beside the file when there is a new one.
"""

from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import structlog

log = structlog.get_logger()
LARGE = 200_000  # rows from which a copy pays
KEY = "party"
Mark = tuple[int, int]  # when a file was written, and its size


class Extracts:
    """Keeps files open: their layout is read once, and again when a file is replaced."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[Path, tuple[Mark, bool, duckdb.DuckDBPyConnection, frozenset[str]]] = {}

    def row(self, path: Path, wanted: Iterable[str], party_id: int) -> dict[str, Any] | None:
        """The wanted columns that the file has, of one party; None: no such file, or nobody."""
        lake = self._lake(path)
        if lake is None or KEY not in lake[1]:
            return None
        cursor, there = lake
        names = sorted(there.intersection(wanted) - {KEY})
        columns = ", ".join(f'"{name}"' for name in (KEY, *names))
        found = cursor.execute(f"SELECT {columns} FROM extract WHERE {KEY} = ?", [party_id]).fetchone()
        return dict(zip(names, found[1:], strict=True)) if found else None

    def size(self, path: Path) -> int:
        lake = self._lake(path)
        row = lake[0].execute("SELECT count(*) FROM extract").fetchone() if lake else None
        return int(row[0]) if row else 0

    def _lake(self, path: Path) -> tuple[duckdb.DuckDBPyConnection, frozenset[str]] | None:
        mark = _mark(path)
        if mark is None:
            return None
        copied = _copy(path, mark).is_file()
        with self._lock:
            found = self._open.get(path)
            if found is None or found[:2] != (mark, copied):
                found = self._open[path] = (
                    mark,
                    copied,
                    *_opened(path, _copy(path, mark) if copied else None),
                )
            return found[2].cursor(), found[3]


def copy(path: Path) -> bool:
    """Make the copy of a large file that has none, and put away those of older files; whether one was made."""
    mark = _mark(path)
    if mark is None or _copy(path, mark).is_file() or Extracts().size(path) < LARGE:
        return False
    made = _copy(path, mark)
    try:
        _make(path, made)
    except (OSError, duckdb.Error) as problem:  # a folder that nobody may write into
        log.warning("extract not copied for looking up", file=path.name, problem=str(problem))
        return False
    for old in path.parent.glob(f"{path.stem}-*.lookup"):
        if old != made:  # who has it open reads on
            old.unlink(missing_ok=True)
    log.info("extract copied for looking up", file=path.name)
    return True


def _make(path: Path, made: Path) -> None:
    half = made.with_suffix(".half")
    half.unlink(missing_ok=True)
    with duckdb.connect(str(half)) as lake:
        lake.execute("SET threads = 1")
        lake.from_parquet(str(path)).create("extract")
    half.replace(made)


def _mark(path: Path) -> Mark | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_mtime_ns, stat.st_size


def _copy(path: Path, mark: Mark) -> Path:
    return path.with_name(f"{path.stem}-{mark[0]}-{mark[1]}.lookup")


def _opened(path: Path, copied: Path | None) -> tuple[duckdb.DuckDBPyConnection, frozenset[str]]:
    lake = duckdb.connect(str(copied), read_only=True) if copied else duckdb.connect()
    lake.execute("SET threads = 1")
    if copied is None:
        lake.execute("SET parquet_metadata_cache = true")
        lake.from_parquet(str(path)).create_view("extract")
    return lake, frozenset(row[0] for row in lake.execute("DESCRIBE extract").fetchall())
