"""Matter numbers: `SZ-26-0012345-7`, that is prefix, year, serial of seven or more digits, check character.

The check is ISO 7064 MOD 11-2 over year and serial (0-9 or X), as on the citizen identity card: it finds every
single wrong digit and every swap of neighbours. Serials are taken from a sequence in blocks, one block a process,
so that numbering costs next to no statements; gaps and small disorder between processes are accepted.
"""

import re
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone

BLOCK = 50
PATTERN = re.compile(r"^([A-Z0-9]{1,8})-(\d{2})-(\d{7,15})-([0-9X])$")
SEQUENCE = "matters_matter_id_seq"


@dataclass
class Serials:
    """Ids not used yet; an id is also the serial of the number."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free: deque[int] = field(default_factory=deque)

    def next(self) -> int:
        with self.lock:
            if not self.free:
                self.free.extend(take(BLOCK))
            return self.free.popleft()


SERIALS = Serials()


def take(count: int) -> list[int]:
    """`count` fresh ids from the sequence of the matter table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT nextval('{SEQUENCE}') FROM generate_series(1, %s)", [count])
        return [int(row[0]) for row in cursor.fetchall()]


def check_character(digits: str) -> str:
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2 % 11
    value = (12 - total) % 11
    return "X" if value == 10 else str(value)


def number_of(prefix: str, serial: int, filed_at: datetime) -> str:
    year = timezone.localtime(filed_at).strftime("%y")
    return f"{prefix or settings.CITY_PREFIX}-{year}-{serial:07d}-{check_character(f'{year}{serial:07d}')}"


def looks_like_number(text: str) -> bool:
    """Whether the text is a well-formed number whose check character agrees."""
    found = PATTERN.match(text.strip().upper())
    return bool(found) and check_character(found[2] + found[3]) == found[4]  # type: ignore[index]
