"""Puts messages one by one into groups that are kept elsewhere, in a table for instance.

Each message is compared with a bounded number of groups, which the shelf finds by keys: rare words, places and pieces of
the map. What a message costs does not grow with the number of groups.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec
import numpy as np

from ..contracts import Message, Stored
from . import features, yardsticks
from .comparing import Comparer
from .group import Group

ROUNDS = 3  # groups that one message may bring together
GROWTH = 1.5
LOOKED_AT = 32
CELL_DEG = 0.0025  # a piece of the map, about 250 m
CELLS = 144_000  # around the earth
CELL_KEYS = 1 << 40  # where the keys of pieces of the map begin


Keys = Sequence[tuple[int, float]]  # with the weight of each


class Shelf(Protocol):
    """Where the groups are kept; every call is within one transaction, and nobody else puts messages there meanwhile."""

    def near(self, keys: Keys, most: int) -> list[Group]:
        """Groups found by the most weight of keys, the latest of each key."""
        ...

    def copies(self, bands: Sequence[int], least: int) -> list[Group]:
        """Groups with a text that has at least so many of these bands."""
        ...

    def create(self, group: Group) -> int:
        """The number of a new group."""
        ...

    def change(self, group: Group, keys: Sequence[int]) -> None:
        """The group has more members, and is found by these keys from now on instead of those before."""
        ...

    def text(self, number: int, bands: Sequence[int]) -> None:
        """A text of the group is found by these bands."""
        ...

    def join(self, small: int, large: int) -> None:
        """The members of one are the other's now."""
        ...


@dataclass(frozen=True, slots=True)
class Ready:
    """A message as a group of one, with the keys and bands by which it will be compared."""

    group: Group
    keys: Keys
    bands: tuple[int, ...]


class Stream:
    """Holds one yardstick; two threads must not share it."""

    def __init__(self, yardstick: bytes) -> None:
        kept = yardsticks.opened(yardstick)
        self.comparer = Comparer(yardsticks.KeptCounts(kept), yardsticks.KeptLikeness(kept))

    def ready(self, message: Message, lon: float | None, lat: float | None) -> Ready:
        found = features.read(message)
        group = Group.of(0, message.id, features.weigh(self.comparer.counts, found))
        group.members, group.more = [], 1
        group.put(lon, lat)
        return Ready(group, self._asked(group), tuple(found.bands))

    def put(self, shelf: Shelf, ready: Ready) -> int:
        """The number of the group in which the message is now."""
        group = ready.group
        for other in shelf.copies(ready.bands, features.BANDS_ALIKE):
            if self.comparer.same_text_same_place(group, other):
                other.take(group)
                shelf.change(other, self._filed(other))
                return other.number
        group = self._gathered(shelf, ready)
        if not group.number:
            group.number = shelf.create(group)
        shelf.change(group, self._filed(group))
        shelf.text(group.number, ready.bands)
        return group.number

    def _gathered(self, shelf: Shelf, ready: Ready) -> Group:
        """The group after it was joined with what it belongs to."""
        group, keys = ready.group, ready.keys
        for _ in range(ROUNDS):
            near = shelf.near(keys, LOOKED_AT)
            fits = self.comparer.fits(group, [each for each in near if each.number != group.number])
            if not fits:
                break
            best = max(fits, key=lambda fit: fit.score).group
            before = best.size
            group = _joined(shelf, group, best)
            if not _grown(before, group.size):
                break
            keys = self._asked(group)
        return group

    def _filed(self, group: Group) -> list[int]:
        keys = [key for key, _ in self.comparer.keys(group)]
        return keys + [_cell(*group.middle)] if group.middle else keys

    def _asked(self, group: Group) -> list[tuple[int, float]]:
        keys = list(self.comparer.keys(group))
        if group.middle:
            lon, lat = group.middle
            weight = self.comparer.telling()
            steps = (-CELL_DEG, 0.0, CELL_DEG)
            keys += [(_cell(lon + east, lat + north), weight) for east in steps for north in steps]
        return keys

    def rarity(self, words: str) -> float:
        return features.rarity_of(self.comparer.counts, words)


def _grown(before: int, size: int) -> bool:
    """Whether a group is to be compared anew: each time it has grown by half, not with each of a thousand members."""
    return math.floor(math.log(size, GROWTH)) > math.floor(math.log(before, GROWTH))


def _joined(shelf: Shelf, group: Group, other: Group) -> Group:
    large, small = (other, group) if other.size >= group.size or not group.number else (group, other)
    large.join(small)
    if small.number:
        shelf.join(small.number, large.number)
    return large


def _cell(lon: float, lat: float) -> int:
    column, row = math.floor((lon + 180) / CELL_DEG), math.floor((lat + 90) / CELL_DEG)
    return CELL_KEYS + row * CELLS + column % CELLS


@dataclass(frozen=True, slots=True)
class _Packed:
    size: int
    texts: int
    sites: int
    points: int
    east: float
    north: float
    admin: dict[str, int]
    arrays: tuple[bytes, ...]  # ids, sums, named, times, rarity, proper


def packed(group: Group) -> bytes:
    arrays = (group.ids, group.sums, group.named, group.times, group.rarity, group.proper)
    return msgspec.msgpack.encode(
        _Packed(
            size=group.size,
            texts=group.texts,
            sites=group.sites,
            points=group.points,
            east=group.east,
            north=group.north,
            admin=dict(group.admin.most_common(8)),
            arrays=tuple(array.tobytes() for array in arrays),
        )
    )


def unpacked(stored: Stored) -> Group:
    kept = msgspec.msgpack.decode(stored.data, type=_Packed)
    kinds = (np.int32, np.float32, np.int32, np.float32, np.float32, np.float32)
    arrays: list[Any] = [np.frombuffer(data, kind) for data, kind in zip(kept.arrays, kinds, strict=True)]
    group = Group(
        number=stored.number,
        members=[],
        ids=arrays[0],
        sums=arrays[1],
        named=arrays[2],
        times=arrays[3],
        rarity=arrays[4],
        proper=arrays[5],
        sites=kept.sites,
        more=kept.size,
        points=kept.points,
        east=kept.east,
        north=kept.north,
        texts=kept.texts,
        admin=Counter(kept.admin),
    )
    group.settle()
    return group
