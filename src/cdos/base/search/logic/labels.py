"""Scope and month as lexemes: the index itself intersects word, scope and month.

A label is kept alone and, for areas, units and the public, joined with the month: "what this street has of this month
with this word" then reads three short lists.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from cdos.base.search.logic.grams import MARK

_WALKED = ("a:", "u:", "public")


def month(at: datetime) -> int:
    """Months since year 0, UTC."""
    utc = at.astimezone(UTC)
    return utc.year * 12 + utc.month - 1


def month_start(number: int) -> datetime:
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)


def lexemes(labels: Sequence[str], at: datetime) -> list[str]:
    when = month(at)
    found = [f"{MARK}m{when}"]
    for label in dict.fromkeys(labels):
        found.append(MARK + label)
        if label.startswith(_WALKED):
            found.append(f"{MARK}{label}|{when}")
    return found
