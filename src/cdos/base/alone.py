"""One process of the city at a time does something long, outside of any transaction of its own."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection


@contextmanager
def alone(what: int, number: int) -> Iterator[bool]:
    """False: another process is at it. However this process ends, the lock ends with it.

    Held by an open transaction of a connection of its own, which a pooler in between does not share.
    """
    holder = connection.copy()
    try:
        with holder.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s::int, %s::int)", [what, number])
            (mine,) = cursor.fetchone()
        try:
            yield bool(mine)
        finally:
            with suppress(DatabaseError), holder.cursor() as cursor:  # it was lost, and the lock with it
                cursor.execute("ROLLBACK")
    finally:
        holder.close()
