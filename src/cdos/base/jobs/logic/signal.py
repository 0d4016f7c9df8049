"""Waking an idle worker at once; the worker polls too, so a lost signal costs half a second, never work."""

import threading
import time
from types import TracebackType

import psycopg
from django.db import connection, transaction

from cdos.base import own_line

CHANNEL = "cdos_jobs"
# NOTIFY takes a lock over the whole cluster at commit: send few, outside the caller's transaction.
QUIET_S = 0.2

_lock = threading.Lock()
_last = 0.0


def wake_on_commit() -> None:
    if _due():
        transaction.on_commit(_notify, robust=True)


def _due() -> bool:
    return time.monotonic() - _last >= QUIET_S


def _notify() -> None:
    global _last
    with _lock:
        if not _due():
            return
        _last = time.monotonic()
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


class Listener:
    """A connection of its own that waits for the signal; without one (a pooler in between) it just sleeps."""

    def __init__(self) -> None:
        self._connection: psycopg.Connection[tuple[object, ...]] | None = None

    def __enter__(self) -> "Listener":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Return at a signal, or after `seconds`."""
        try:
            for _ in self._listening().notifies(timeout=seconds, stop_after=1):
                return
        except (psycopg.Error, OSError):
            self._close()
            stop.wait(seconds)

    def _listening(self) -> "psycopg.Connection[tuple[object, ...]]":
        if self._connection is None:
            self._connection = psycopg.connect(**own_line.parameters(), autocommit=True)
            self._connection.execute(f"LISTEN {CHANNEL}")
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
