"""A value kept in the process and loaded again when a small stamp in the database has changed.

Hot paths read such a value without a query; another process's change is seen after at most `every_s` seconds.
"""

import math
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Versioned(Generic[T]):
    """`stamp` reads one small row, `load` builds the value; both run in the caller's connection."""

    def __init__(self, *, stamp: Callable[[], object], load: Callable[[], T], every_s: float = 5.0) -> None:
        self._stamp, self._load, self._every_s = stamp, load, every_s
        self._lock = threading.Lock()
        self._held: tuple[object, T] | None = None
        self._checked = -math.inf

    def get(self) -> T:
        held = self._held
        if held is not None and time.monotonic() - self._checked < self._every_s:
            return held[1]
        with self._lock:
            return self._checked_value()

    def find(self, look: Callable[[T], R | None]) -> R | None:
        """What `look` finds; what is missing may be a moment old in another process, so the stamp is asked before None."""
        found = look(self.get())
        if found is None:
            self.forget()
            found = look(self.get())
        return found

    def forget(self) -> None:
        """The next `get` asks the stamp again."""
        self._checked = -math.inf

    def _checked_value(self) -> T:
        held = self._held
        if held is not None and time.monotonic() - self._checked < self._every_s:
            return held[1]  # another thread was faster
        now = time.monotonic()
        # The stamp is read before the value: a change in between costs one more load, never a stale value.
        stamp = self._stamp()
        if held is None or held[0] != stamp:
            held = (stamp, self._load())
            self._held = held
        self._checked = now
        return held[1]
