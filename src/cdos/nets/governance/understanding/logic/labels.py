"""What the labels of a model name: items, groups or classes of the duty list in force."""

from collections import Counter
from collections.abc import Sequence

from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import DutyItemInfo

from ..contracts import Level

LEVELS = (Level.ITEM, Level.GROUP, Level.CLASS)
MOST_LABELS = {
    Level.ITEM: 60,
    Level.GROUP: 120,
    Level.CLASS: 200,
}  # of a dense model that a web process holds
LEAST_ROWS = 5  # of a label, to be learned
ENOUGH = 0.7  # share of the rows that a level must explain to be chosen


def names(items: Sequence[DutyItemInfo], level: Level) -> dict[str, str]:
    """How a file or a person may call a label -> its key; what names two things names none."""
    found: dict[str, set[str]] = {}
    for item in items:
        key = appeals.label_of(item=item, level=level.value)
        calls = {
            Level.ITEM: (item.code, item.name),
            Level.GROUP: (key, item.group),
            Level.CLASS: (item.class_name,),
        }[level]
        for call in calls:
            found.setdefault(call, set()).add(key)
    return {call: next(iter(keys)) for call, keys in found.items() if len(keys) == 1}


def level_of(labels: Sequence[str], items: Sequence[DutyItemInfo]) -> tuple[Level, dict[str, str]] | None:
    """The level at which most labels are known, with label -> key; None where fewer than half are known anywhere."""
    best: tuple[int, Level, dict[str, str]] | None = None
    for level in LEVELS:
        known = names(items, level)
        here = {label: known[label] for label in labels if label in known}
        if best is None or len(here) > best[0]:
            best = (len(here), level, here)
    if best is None or best[0] * 2 < len(labels):
        return None
    return best[1], best[2]


def coarser(one: Level, other: Level) -> Level:
    return LEVELS[max(LEVELS.index(one), LEVELS.index(other))]


def keys_of(item: DutyItemInfo) -> dict[Level, str]:
    return {level: appeals.label_of(item=item, level=level.value) for level in LEVELS}


def lifted(key: str, level: Level, to: Level, by_code: dict[str, DutyItemInfo]) -> str:
    """A label as the coarser level calls it."""
    if level == to:
        return key
    if level is Level.ITEM:
        item = by_code.get(key)
        return appeals.label_of(item=item, level=to.value) if item else ""
    return key.partition("/")[0]


def chosen_level(known: dict[Level, list[str]], rows: int) -> Level:
    """The finest level whose frequent labels are few enough and explain most rows."""
    for level in LEVELS:
        counts = Counter(label for label in known[level] if label)
        frequent = {label: count for label, count in counts.items() if count >= LEAST_ROWS}
        few = 2 <= len(frequent) <= MOST_LABELS[level]
        if few and sum(frequent.values()) >= ENOUGH * max(rows, 1):
            return level
    return Level.CLASS
