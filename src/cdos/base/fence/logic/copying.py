"""COPY into a fenced table, which PostgreSQL itself refuses: into a table of the transaction first, from there in one go."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from django.db import connection

STAGE = "fence_stage"


class Writer(Protocol):
    def write_row(self, row: Sequence[Any], /) -> None: ...


@contextmanager
def copying(table: str, columns: Sequence[str]) -> Iterator[Writer]:
    """In the caller's transaction; rows are in the table when the block ends."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {STAGE} ON COMMIT DROP AS SELECT {names} FROM {table} WHERE false")
        with cursor.copy(f"COPY {STAGE} FROM STDIN") as writer:
            yield writer
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {STAGE}")
        cursor.execute(f"DROP TABLE {STAGE}")
