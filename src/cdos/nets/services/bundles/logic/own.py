"""Finds items that may be combined, for who puts a bundle together: by name, synonym or topic; every word must fit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Sought:
    """An item with its words as they are searched."""

    item: Item
    title: str
    words: str


_held: list[tuple[date, tuple[Item, ...], tuple[Sought, ...]]] = []


def _combinable() -> tuple[Sought, ...]:
    """Folded once for as long as the catalogue in memory is the same."""
    found = tuple(items.live_items(combinable=True))
    today = timezone.localdate()
    if not _held or _held[0][0] != today or _held[0][1] != found:
        folded = tuple(
            Sought(
                item, item.title.casefold(), " ".join((*item.words, *item.topics, item.summary)).casefold()
            )
            for item in found
        )
        _held[:] = [(today, found, folded)]
    return _held[0][2]


def find(words: str, *, audience: str = "", without: Collection[str] = (), limit: int = SHOWN) -> list[Item]:
    """Best first: the title begins with the words, holds them, then what people call it."""
    wanted = words.casefold().split()
    found: list[tuple[int, int, str, Item]] = []
    for one in _combinable():
        if one.item.code in without or (audience and not _for(one.item, audience)):
            continue
        if all(word in one.title or word in one.words for word in wanted):
            rank = _rank(one, wanted)
            found.append((rank, len(one.title), one.item.code, one.item))
    return [item for _rank_, _length, _code, item in sorted(found, key=lambda row: row[:3])[:limit]]


def _rank(one: Sought, wanted: list[str]) -> int:
    if not wanted or one.title.startswith(wanted[0]):
        return 0
    return 1 if all(word in one.title for word in wanted) else 2


def _for(item: Item, audience: str) -> bool:
    kinds = {"person" if code == "1" else "enterprise" for code in item.audience}
    return audience in kinds


def topics(audience: str) -> list[tuple[str, list[Item]]]:
    """What may be combined, by topic, the topics with most items first."""
    found: dict[str, list[Item]] = {}
    for one in _combinable():
        if not _for(one.item, audience):
            continue
        for topic in one.item.topics[:1]:
            found.setdefault(topic, []).append(one.item)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
