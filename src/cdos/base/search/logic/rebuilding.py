"""Loads of many texts: the index is taken away and made anew at the end, some ten times faster than row by row."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from cdos.base.search.models import SearchEntry

INDEX = "search_entry_vector"
MEMORY, HELPERS = "1GB", 2


@contextmanager
def rebuilding() -> Iterator[None]:
    """For a first load by the owner of the tables; any other role loads row by row as always.

    One transaction: a load that fails leaves the old index. Searches wait until the end of it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        definition = _definition_if_owned(cursor)
        if definition:
            cursor.execute(f"DROP INDEX {INDEX}")
        yield
        if definition:
            cursor.execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'")
            cursor.execute(f"SET LOCAL max_parallel_maintenance_workers = {HELPERS}")
            cursor.execute(definition)


def _definition_if_owned(cursor: CursorWrapper) -> str:
    """The statement that makes the index; nothing when this role may not."""
    cursor.execute(
        "SELECT indexdef FROM pg_indexes JOIN pg_class ON relname = tablename"
        " WHERE indexname = %s AND tablename = %s AND pg_has_role(relowner, 'USAGE')",
        [INDEX, SearchEntry._meta.db_table],
    )
    row = cursor.fetchone()
    return str(row[0]) if row else ""
