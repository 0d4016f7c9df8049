"""When to start again what ended: soon after a steady life, later and later after short ones, at last not at all."""

import time
from dataclasses import dataclass

FIRST_PAUSE_S, LONGEST_PAUSE_S, STEADY_S = 0.5, 30.0, 10.0
QUICK_ENDS = 8  # about a minute of trying


class GaveUp(RuntimeError):
    """Something ends as soon as it is started; the message says what, and where to read why."""


@dataclass(slots=True)
class Patience:
    started_at: float = 0.0
    short_lives: int = 0
    own_ends: int = 0  # short lives that nobody killed

    def begin(self) -> None:
        self.started_at = time.monotonic()

    def ended(self, code: int) -> float:
        """Seconds to wait before the next start; `code` as subprocess gives it, negative when killed."""
        if time.monotonic() - self.started_at > STEADY_S:
            self.short_lives = self.own_ends = 0
        self.short_lives += 1
        self.own_ends += code >= 0
        return min(FIRST_PAUSE_S * 2.0 ** (self.short_lives - 1), LONGEST_PAUSE_S)

    @property
    def at_its_end(self) -> bool:
        return self.own_ends >= QUICK_ENDS
