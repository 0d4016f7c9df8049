"""Statements that run at every request: sent with their values apart and kept prepared on the connection.

Django writes the values into each statement, so PostgreSQL parses and plans it anew each time; under row-level policies
planning a filing took longer than carrying it out (measured: 3.8 ms of PostgreSQL a filing, 2.0 ms prepared).
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
from django.db import connection
from django.db.models import Model
from django.db.models.expressions import DatabaseDefault

Rows = list[tuple[Any, ...]]
M = TypeVar("M", bound=Model)


def array(numbers: Iterable[int | float]) -> str:
    """Numbers for a parameter that the statement casts, as `%s::bigint[]`: several times as fast as a list of them."""
    return f"{{{','.join(map(repr, numbers))}}}"


def run(sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Rows:
    """The rows that come back, if any; errors are Django's. The text must be the same at every call."""
    connection.ensure_connection()
    began = time.monotonic()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(sql, values, prepare=True)
        rows = cursor.fetchall() if cursor.description else []
    if connection.queries_logged:
        connection.queries_log.append({"sql": sql, "time": f"{time.monotonic() - began:.3f}"})
    return rows


def rows(model: type[M], where: str, values: Sequence[Any], *, beside: str = "") -> list[M]:
    """A model's rows by a condition on its own columns, whose text is the same at every call.

    For what is asked at every request: composing the statement anew costs Django 1 to 2 ms of CPU each time.
    `beside` is evaluated with each row and dropped.
    """
    sql, names, converters = _reading(model, where, beside)
    found = run(sql, values)
    if converters:
        found = [tuple(_converted(row, converters)) for row in found]
    return [model.from_db(connection.alias, names, row[: len(names)]) for row in found]


def row(model: type[M], where: str, values: Sequence[Any]) -> M | None:
    """The first of `rows`."""
    return next(iter(rows(model, where, values)), None)


def insert(row: M) -> M:
    """A new row, with all its columns but those that the database fills; its id where it has none."""
    insert_all([row])
    return row


def insert_all(rows: Sequence[M]) -> Sequence[M]:
    """Several rows of one model with one statement; they leave the same columns to the database."""
    if not rows:
        return rows
    model = type(rows[0])
    fields = [one for one in model._meta.concrete_fields if not _left_to_the_database(rows[0], one)]
    sql = _inserting(model, tuple(one.column for one in fields), len(rows))
    values = [one.get_db_prep_save(one.pre_save(row, True), connection) for row in rows for one in fields]
    for row, (made,) in zip(rows, run(sql, values), strict=True):
        setattr(row, model._meta.pk.attname, made)
        row._state.adding, row._state.db = False, connection.alias
    return rows


def update(row: Model, fields: Sequence[str]) -> None:
    """These fields of a row, by its key."""
    model = type(row)
    named = [one for one in model._meta.concrete_fields if one.name in fields or one.attname in fields]
    sql = _updating(model, tuple(one.column for one in named))
    run(sql, [*(one.get_db_prep_save(one.pre_save(row, False), connection) for one in named), row.pk])


def _left_to_the_database(row: Model, field: Any) -> bool:
    value = getattr(row, field.attname)
    return isinstance(value, DatabaseDefault) or (field.primary_key and value is None)


@lru_cache(maxsize=128)
def _inserting(model: type[Model], columns: tuple[str, ...], count: int) -> str:
    names, one = ", ".join(f'"{one}"' for one in columns), f"({', '.join(['%s'] * len(columns))})"
    meta = model._meta
    return f'INSERT INTO "{meta.db_table}" ({names}) VALUES {", ".join([one] * count)} RETURNING "{meta.pk.column}"'


@lru_cache(maxsize=128)
def _updating(model: type[Model], columns: tuple[str, ...]) -> str:
    meta, sets = model._meta, ", ".join(f'"{one}" = %s' for one in columns)
    return f'UPDATE "{meta.db_table}" SET {sets} WHERE "{meta.pk.column}" = %s'


Converters = dict[int, Callable[..., Any]]


@lru_cache(maxsize=128)
def _reading(model: type[Model], where: str, beside: str) -> tuple[str, tuple[str, ...], Converters]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    converters = {
        place: field.from_db_value for place, field in enumerate(fields) if hasattr(field, "from_db_value")
    }
    picked = f"{columns}, {beside}" if beside else columns
    sql = f'SELECT {picked} FROM "{model._meta.db_table}" WHERE {where}'
    return sql, tuple(field.attname for field in fields), converters


def _converted(row: tuple[Any, ...], converters: Converters) -> Iterable[Any]:
    for place, value in enumerate(row):
        convert = converters.get(place)
        yield convert(value, None, connection) if convert else value
