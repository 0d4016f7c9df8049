"""Rows to learn from: what clerks named, and what imported files say; held-out rows are the same at every training."""

from collections.abc import Sequence
from hashlib import blake2s

from cdos.nets.governance.appeals import api as appeals

from ..contracts import Example, Level
from . import labels

MOST_ROWS = 20_000
HELD_OUT = 5  # one group of like texts in so many is never learned from
READ = 4000


def gathered() -> list[Example]:
    """Newest first, with the label of each level where it is known."""
    items = appeals.duty_items()
    by_code = {item.code: item for item in items}
    called = {level: labels.names(items, level) for level in labels.LEVELS}
    found = []
    for row in appeals.learnable(limit=MOST_ROWS):
        item = by_code.get(row.item)
        known = labels.keys_of(item) if item else _of_category(row.category, called)
        if known:
            found.append(Example(row.matter_id, row.title, row.text[:READ], known))
    return found


def _of_category(category: str, called: dict[Level, dict[str, str]]) -> dict[Level, str]:
    """What the file's own category names in the duty list, with the coarser levels above it."""
    for level in labels.LEVELS:
        key = called[level].get(category.strip())
        if key and level is not Level.ITEM:
            return {level: key, Level.CLASS: key.partition("/")[0]}
        if key:
            items = {item.code: item for item in appeals.duty_items()}
            return labels.keys_of(items[key])
    return {}


def parted(rows: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """To learn from, and held out; near-duplicates are on one side, and each group is on the same side every night."""
    from cdos.hubs.ai import api as ai

    groups = ai.same_text_groups([f"{row.title} {row.text}" for row in rows])
    first: dict[int, int] = {}
    for row, group in zip(rows, groups, strict=True):
        first[group] = min(row.id, first.get(group, row.id))
    learn: list[Example] = []
    out: list[Example] = []
    for row, group in zip(rows, groups, strict=True):
        (out if _is_held_out(first[group]) else learn).append(row)
    return learn, out


def _is_held_out(id: int) -> bool:
    return blake2s(str(id).encode(), digest_size=4).digest()[0] % HELD_OUT == 0
