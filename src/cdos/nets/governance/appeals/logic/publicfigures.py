"""The city's figures as everybody reads them: counted once in some minutes a process, however many come to look."""

import threading
import time
from dataclasses import dataclass, field

from cdos.base.fence import api as fence

from ..contracts import Period, Statistics
from . import figures

KEPT_S = 300.0
MOST = 64  # periods kept; the spans of the page are four


@dataclass(slots=True)
class _Memory:
    lock: threading.Lock = field(default_factory=threading.Lock)
    found: dict[Period, tuple[float, Statistics]] = field(default_factory=dict)

    def forget(self) -> None:
        with self.lock:
            self.found.clear()


MEMORY = _Memory()


def of(period: Period) -> Statistics:
    """As of at most five minutes ago; groups of fewer than five are masked."""
    kept = _kept(period)
    if kept is not None:
        return kept
    with MEMORY.lock:  # who comes meanwhile waits for the first one's answer
        return _kept(period) or _count(period)


def _kept(period: Period) -> Statistics | None:
    until, found = MEMORY.found.get(period, (0.0, None))
    return found if time.monotonic() < until else None


def _count(period: Period) -> Statistics:
    chosen = figures.narrowed(None, "", "", "")
    with fence.everything():
        found = figures.statistics(period=period, chosen=chosen, area="", smallest=figures.SMALLEST_CELL)
    while len(MEMORY.found) >= MOST:
        del MEMORY.found[next(iter(MEMORY.found))]
    MEMORY.found[period] = (time.monotonic() + KEPT_S, found)
    return found
