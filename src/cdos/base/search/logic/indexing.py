"""Writing the index."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from cdos.base.search.contracts import Entry
from cdos.base.search.logic import grams, labels
from cdos.base.search.models import SearchEntry

CHUNK = 500
_INSERT = """
    INSERT INTO search_searchentry (kind, object_id, part, at, vector)
    SELECT * FROM unnest(%s::text[], %s::bigint[], %s::smallint[], %s::timestamptz[], %s::tsvector[])
    ON CONFLICT (kind, object_id, part) DO UPDATE SET at = EXCLUDED.at, vector = EXCLUDED.vector
"""
_TRIM = """
    DELETE FROM search_searchentry AS old USING unnest(%s::text[], %s::bigint[], %s::smallint[]) AS new (kind, id, parts)
    WHERE old.kind = new.kind AND old.object_id = new.id AND old.part >= new.parts
"""
# Labels are the lexemes that begin with the mark; the text's lexemes keep their positions.
_RELABEL = """
    UPDATE search_searchentry SET vector = ts_delete(vector, ARRAY(
        SELECT lexeme FROM unnest(tsvector_to_array(vector)) AS lexeme WHERE starts_with(lexeme, %(mark)s)
    )) || array_to_tsvector(%(labels)s::text[])
    WHERE kind = %(kind)s AND object_id = %(id)s
"""

Row = tuple[str, int, int, datetime, str]


def write_new(entry: Entry) -> None:
    """Index what has never been indexed: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [list(column) for column in zip(*_rows(entry), strict=True)])


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
    values: dict[str, str | int | list[str]] = {
        "mark": grams.MARK,
        "labels": labels.lexemes(names, at),
        "kind": kind,
        "id": object_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RELABEL, values)


def remove(*, kind: str, object_id: int) -> None:
    SearchEntry.objects.filter(kind=kind, object_id=object_id).delete()


def _write(entries: list[Entry]) -> None:
    rows = [row for entry in entries for row in _rows(entry)]
    counts: dict[tuple[str, int], int] = {}
    for kind, number, part, _, _ in rows:
        counts[kind, number] = part + 1
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [list(column) for column in zip(*rows, strict=True)])
        kinds, numbers = zip(*counts, strict=True)
        cursor.execute(_TRIM, [list(kinds), list(numbers), list(counts.values())])


def _rows(entry: Entry) -> Iterator[Row]:
    scope = labels.lexemes(entry.labels, entry.at)
    for part, plain in enumerate(grams.parts(entry.text)):
        yield entry.kind, entry.object_id, part, entry.at, grams.literal(grams.pairs(plain), scope)
