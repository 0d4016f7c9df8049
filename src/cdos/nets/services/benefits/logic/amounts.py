"""What a programme pays one party."""

import math
from datetime import date

from cdos.base.rules.contracts import Facts, Value

from ..contracts import Amount, Period


def of(amount: Amount, facts: Facts) -> int | None:
    """Integer fen; None: the datum it depends on is not known; 0: no tier holds."""
    if not amount.field:
        return amount.fen
    value = facts.get(amount.field)
    if value is None or isinstance(value, float) and not math.isfinite(value):
        return None
    if amount.tiers:
        return next((fen for end, fen in amount.tiers if _within(value, end)), 0)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    share = max(amount.fen, int(value * amount.permille) // 1000)
    return min(share, amount.most_fen) if amount.most_fen else share


def _within(value: Value, end: Value) -> bool:
    if end is None:
        return True
    if isinstance(value, (int, float)) and not isinstance(value, bool) and isinstance(end, (int, float)):
        return value <= end
    return value == end


def overlap(one: str, other: str) -> bool:
    """Whether two periods share a day: a month lies in its year, and what is had once is had for good."""
    return "once" in (one, other) or one.startswith(other) or other.startswith(one)


def period_key(period: Period, on: date) -> str:
    """ "once", "2026", "2026-11"."""
    return {Period.ONCE: "once", Period.YEAR: f"{on:%Y}", Period.MONTH: f"{on:%Y-%m}"}[period]


def period_of(key: str) -> Period:
    """Of `period_key`."""
    return {"": Period.YEAR, "-": Period.MONTH}[key[4:5]] if key[:4].isdigit() else Period.ONCE
