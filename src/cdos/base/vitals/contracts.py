"""Signs of life (运行体征): when a backup, a restore test, a walk through the whole city last went well."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

BACKUP = "backup"
RESTORE_TEST = "restore-test"
DEEP = "deep"  # a real matter, taken in and closed


@dataclass(frozen=True, slots=True)
class Mark:
    """`age_s` by the database's clock; `facts` hold no personal data."""

    name: str
    at: datetime
    age_s: float
    facts: dict[str, Any] = field(default_factory=dict)
