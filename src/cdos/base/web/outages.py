"""Which errors are an outage: what the city stands on is away or full, and the same request may work in a minute."""

import errno

import psycopg
from django.db import Error as DatabaseError
from django.db import OperationalError

RETRY_AFTER_S = 5
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
# PostgreSQL's classes of errors: no connection, no resources (disk full), the operator stopped it, its own disk fails;
# 25006: it takes no changes now. A cancelled statement (57014) is none.
CLASSES = ("08", "53", "57P", "58", "25006")


def is_outage(error: BaseException | None) -> bool:
    """Looks through the causes, since pages and doors wrap what they caught."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if _says_so(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _says_so(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL
    if not isinstance(error, DatabaseError | psycopg.Error):
        return False
    code = getattr(error.__cause__, "sqlstate", None) or getattr(error, "sqlstate", None)
    if code is None:  # it broke before the server could say why: the connection, or the wait for one
        return isinstance(error, OperationalError | psycopg.OperationalError)
    return str(code).startswith(CLASSES)
