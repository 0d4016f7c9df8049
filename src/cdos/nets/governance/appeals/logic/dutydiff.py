"""How two versions of the duty list differ, and a draft put on top of a newer version."""

from collections.abc import Mapping

from ..contracts import DutyItemInfo, ItemChange, ListDiff

FIELDS = (
    "class_name",
    "group",
    "name",
    "function",
    "level",
    "urgency",
    "handling",
    "keywords",
    "legal_basis",
    "help",
)
Items = Mapping[str, DutyItemInfo]


def differing(one: DutyItemInfo, other: DutyItemInfo) -> tuple[str, ...]:
    """Names of the fields that differ; the order of keywords says nothing."""
    return tuple(name for name in FIELDS if _plain(one, name) != _plain(other, name))


def _plain(item: DutyItemInfo, name: str) -> object:
    value: object = getattr(item, name)
    return frozenset(item.keywords) if name == "keywords" else value


def diff(before: Items, after: Items) -> ListDiff:
    added = [ItemChange(code, None, after[code]) for code in sorted(after.keys() - before.keys())]
    removed = [ItemChange(code, before[code], None) for code in sorted(before.keys() - after.keys())]
    changed = [
        ItemChange(code, before[code], after[code], fields)
        for code in sorted(before.keys() & after.keys())
        if (fields := differing(before[code], after[code]))
    ]
    return ListDiff(tuple(added), tuple(removed), tuple(changed))


def rebased(base: Items, draft: Items, newest: Items) -> tuple[dict[str, DutyItemInfo], list[str]]:
    """The draft's changes on top of a newer list, and the codes that both changed (the draft's word stands)."""
    mine, theirs = diff(base, draft), diff(base, newest)
    touched = {change.code for part in (theirs.added, theirs.removed, theirs.changed) for change in part}
    made, clashes = dict(newest), []
    for part in (mine.added, mine.removed, mine.changed):
        for change in part:
            if change.code in touched and newest.get(change.code) != change.after:
                clashes.append(change.code)
            if change.after is None:
                made.pop(change.code, None)
            else:
                made[change.code] = change.after
    return made, sorted(clashes)
