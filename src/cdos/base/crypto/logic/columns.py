"""The sealed columns of all modules: what is still clear is sealed, what an old key sealed is sealed anew.

In batches by primary key, each its own transaction, so that readers and writers go on meanwhile. A row that somebody changes
in between is left to the next round: the update names the bytes it read.
"""

import json
from collections.abc import Sequence

from django.db import connection, transaction
from psycopg import sql

from cdos.base.crypto.contracts import SealedColumn, Step
from cdos.base.crypto.logic import keyring
from cdos.base.crypto.logic.sealing import blind, key_of, seal, unseal

COLUMNS: list[SealedColumn] = []
BATCH = 2000
ClearRow = tuple[int, list[str]]


def register(column: SealedColumn) -> None:
    """Once, when the module is loaded."""
    if column not in COLUMNS:
        COLUMNS.append(column)


def seal_clear(column: SealedColumn) -> int:
    """All rows that still hold clear text, as somebody who sees them all; how many."""
    step = seal_step(column, None)
    done = step.done
    while step.after is not None:
        step = seal_step(column, step.after)
        done += step.done
    return done


def seal_step(column: SealedColumn, after: int | None) -> Step:
    """One batch of rows that still hold clear text; the clear columns are emptied in the same statement."""
    rows = _clear_rows(column, after, BATCH)
    with transaction.atomic():
        return Step(sum(_seal_row(column, row) for row in rows), _next(rows))


def _next(rows: Sequence[tuple[int, object]]) -> int | None:
    return rows[-1][0] if len(rows) == BATCH else None


def _clear_rows(column: SealedColumn, after: int | None, batch: int) -> list[ClearRow]:
    if not column.clear:
        return []
    found = sql.SQL(
        "SELECT {key}, {clear} FROM {table} WHERE ({some}) AND (%(after)s::bigint IS NULL OR {key} > %(after)s) ORDER BY {key} LIMIT %(batch)s"
    ).format(
        key=sql.Identifier(column.key),
        clear=sql.SQL(", ").join(map(sql.Identifier, column.clear)),
        table=sql.Identifier(column.table),
        some=sql.SQL(" OR ").join(sql.SQL("{} <> ''").format(sql.Identifier(name)) for name in column.clear),
    )
    with connection.cursor() as cursor:
        cursor.execute(found, {"after": after, "batch": batch})
        return [(key, list(values)) for key, *values in cursor.fetchall()]


def _seal_row(column: SealedColumn, row: ClearRow) -> int:
    key, values = row
    content = values[0] if len(column.clear) == 1 else packed(dict(zip(column.clear, values, strict=True)))
    sets = [sql.SQL("{} = ''").format(sql.Identifier(name)) for name in column.clear]
    parameters: list[bytes | None] = [seal(content, column=column.name)]
    sets.append(sql.SQL("{} = %s").format(sql.Identifier(column.sealed)))
    if column.blind:
        sets.append(sql.SQL("{} = %s").format(sql.Identifier(column.blind)))
        hidden = values[column.clear.index(column.blinded)] if column.blinded else values[0]
        parameters.append(blind(hidden, column=column.name) if hidden else None)
    same = [sql.SQL("{} = %s").format(sql.Identifier(name)) for name in column.clear]
    update = sql.SQL("UPDATE {table} SET {sets} WHERE {key} = %s AND {same}").format(
        table=sql.Identifier(column.table),
        sets=sql.SQL(", ").join(sets),
        key=sql.Identifier(column.key),
        same=sql.SQL(" AND ").join(same),
    )
    with connection.cursor() as cursor:
        cursor.execute(update, [*parameters, key, *values])
        return int(cursor.rowcount)


def packed(values: dict[str, str]) -> str:
    """Several values in one seal."""
    return json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False)


def reseal_step(column: SealedColumn, after: int | None) -> Step:
    """One batch of rows of any older key, sealed with the present one."""
    rows = _old_rows(column, keyring.active().id, after, BATCH)
    with transaction.atomic():
        return Step(_reseal_rows(column, rows) if rows else 0, _next(rows))


def _old_rows(column: SealedColumn, present: bytes, after: int | None, batch: int) -> list[tuple[int, bytes]]:
    found = sql.SQL(
        "SELECT {key}, {sealed} FROM {table} WHERE {sealed} IS NOT NULL AND substring({sealed} FROM 2 FOR 4) <> %(present)s"
        " AND (%(after)s::bigint IS NULL OR {key} > %(after)s) ORDER BY {key} LIMIT %(batch)s"
    ).format(**_names(column))
    with connection.cursor() as cursor:
        cursor.execute(found, {"present": present, "after": after, "batch": batch})
        return [(key, bytes(sealed)) for key, sealed in cursor.fetchall()]


def _reseal_rows(column: SealedColumn, rows: list[tuple[int, bytes]]) -> int:
    update = sql.SQL(
        "UPDATE {table} SET {sealed} = new.value FROM unnest(%s::bigint[], %s::bytea[], %s::bytea[]) AS new(key, old, value)"
        " WHERE {table}.{key} = new.key AND {table}.{sealed} = new.old"
    ).format(**_names(column))
    keys, old = [key for key, _ in rows], [sealed for _, sealed in rows]
    fresh = [seal(unseal(sealed, column=column.name), column=column.name) for sealed in old]
    with connection.cursor() as cursor:
        cursor.execute(update, [keys, old, fresh])
        return int(cursor.rowcount)


def _names(column: SealedColumn) -> dict[str, sql.Composable]:
    return {
        "key": sql.Identifier(column.key),
        "sealed": sql.Identifier(column.sealed),
        "table": sql.Identifier(column.table),
    }


def keys_in_use() -> set[bytes]:
    """Ids of all keys that some row needs: reads every sealed column."""
    found: set[bytes] = set()
    for column in COLUMNS:
        query = sql.SQL(
            "SELECT DISTINCT substring({sealed} FROM 1 FOR 5) FROM {table} WHERE {sealed} IS NOT NULL"
        ).format(**_names(column))
        with connection.cursor() as cursor:
            cursor.execute(query)
            found |= {key_of(head) for (head,) in cursor.fetchall()}
    return found
