"""Writing the index."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from cdos.base import statements
from cdos.base.search.contracts import Entry
from cdos.base.search.logic import grams, labels

CHUNK = 500
_WRITE = "SELECT search_write(%s::text[], %s::bigint[], %s::smallint[], %s::timestamptz[], %s::tsvector[])"
# One part, as nearly every new text has: scalars travel cheaper than lists of one.
_WRITE_ONE = (
    "SELECT search_write(ARRAY[%s::text], ARRAY[%s::bigint], ARRAY[%s::smallint], ARRAY[%s::timestamptz],"
    " ARRAY[%s::tsvector])"
)
_TRIM = "SELECT search_trim(%s, %s, %s::smallint[])"
_RELABEL = "SELECT search_relabel(%s, %s, %s)"
_REMOVE = "SELECT search_remove(%s, %s)"

Row = tuple[str, int, int, datetime, str]


def write_new(entry: Entry) -> None:
    """Index what has never been indexed: one statement."""
    rows = list(_rows(entry))
    if len(rows) == 1:
        statements.run(_WRITE_ONE, rows[0])
    else:
        statements.run(_WRITE, [list(column) for column in zip(*rows, strict=True)])


def write(entries: Iterable[Entry]) -> int:
    """Index these entries anew; returns how many."""
    count = 0
    remaining = iter(entries)
    # The last of several entries of one object counts, and one statement may not touch a row twice.
    while chunk := {(entry.kind, entry.object_id): entry for entry in islice(remaining, CHUNK)}:
        with transaction.atomic(savepoint=False):
            _write(list(chunk.values()))
        count += len(chunk)
    return count


def relabel(*, kind: str, object_id: int, names: Sequence[str], at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_RELABEL, [kind, object_id, labels.lexemes(names, at)])


def remove(*, kind: str, object_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_REMOVE, [kind, [object_id]])


def _write(entries: list[Entry]) -> None:
    rows = [row for entry in entries for row in _rows(entry)]
    counts: dict[tuple[str, int], int] = {}
    for kind, number, part, _, _ in rows:
        counts[kind, number] = part + 1
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [list(column) for column in zip(*rows, strict=True)])
        kinds, numbers = zip(*counts, strict=True)
        cursor.execute(_TRIM, [list(kinds), list(numbers), list(counts.values())])


def _rows(entry: Entry) -> Iterator[Row]:
    scope = labels.lexemes(entry.labels, entry.at)
    for part, plain in enumerate(grams.parts(entry.text)):
        yield entry.kind, entry.object_id, part, entry.at, grams.literal(grams.pairs(plain), scope)
