"""Whether two similar-case groups are one case: at the same place, and alike about the problem.

What counts as alike is measured, not set: more than nearly all random pairs of messages are, and half as much as the
members are among themselves. Where both know their point on the map, the distance says whether the place is the same.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from . import features
from .chance import Chance
from .features import Counts, Features
from .group import Group

KEYS = 20  # rare words by which a message is found again
PLACE_KEYS = 16
BESIDE_M = 250.0  # points of one case
AWAY_M = 2_000.0  # points of two cases
EARTH_M = 6_371_000

# Likeness asked for: (share of random pairs above it, at least, at most)
AT_PLACE = (0.003, 0.04, 0.10)
NOWHERE = (0.0005, 0.10, 0.30)  # no place in common is named
AS_MEMBERS = 0.4
AS_MEMBERS_NOWHERE = 0.55
CLOSE = 1.25
AREAS = (("市", " City"), ("区", "县", "旗", " District", " County"))
AREA_SHARE = 0.3
SAME_PLACE = 0.6  # of what names the place, weighted by rarity


@dataclass(slots=True)
class Fit:
    group: Group
    score: float  # 1 and more: belongs there


class Likeness(Protocol):
    def above(self, share: float, least: float, most: float) -> float:
        """The likeness that only this share of random pairs exceed, within bounds."""
        ...


class Comparer:
    """Compares groups by what is known of the words of all messages."""

    def __init__(self, counts: Counts, chance: Likeness) -> None:
        self.counts, self.likeness = counts, chance
        # A sparse vector laid out wide: others read from it by their ids. Zero between uses.
        self._words = np.zeros(1 << features.BITS, np.float32)
        self._shares = np.zeros(1 << features.BITS, np.float32)
        self._cores = np.zeros(1 << features.BITS, np.float32)

    def fits(self, group: Group, others: Iterable[Group]) -> list[Fit]:
        """Those of the others to which the group belongs."""
        self._lay(group)
        fits = [self._fit(group, other) for other in others]
        self._clear(group)
        return [fit for fit in fits if fit.score >= 1]

    def same_text_same_place(self, group: Group, other: Group) -> bool:
        """For a group of one whose text is nearly that of a member of the other: about the same place, if it names one."""
        if not len(group.named):
            return not _away(group, other)
        self._lay(group)
        same = self._same_place(group, other) and not _elsewhere(group, other)
        self._clear(group)
        return same

    def sample(self, group: Group, found: Features, chance: Chance) -> None:
        """Compare a message with random others, for what is alike by chance."""
        self._words[found.ids] = found.weights
        self._shares[found.named] = found.rarity
        chance.take(found, self._words, self._shares, self.telling() / 2)
        self._clear(group)

    def telling(self) -> float:
        """Rarity that tells a place from others: that of what is in as many messages as the root of all."""
        return 0.5 * float(np.log(self.counts.messages + features.BEFORE))

    def keys(self, group: Group) -> Iterator[tuple[int, float]]:
        """Keys of a group with their weight: its places and its heaviest words."""
        named = group.times * group.rarity
        for at in np.argsort(-named, kind="stable")[:PLACE_KEYS].tolist():
            yield int(group.named[at]) + (1 << features.BITS), float(named[at]) / group.texts
        for at in np.argsort(-group.sums, kind="stable")[:KEYS].tolist():
            yield int(group.ids[at]), 10 * float(group.sums[at]) / group.texts

    def _lay(self, group: Group) -> None:
        self._words[group.ids] = group.body
        self._shares[group.named] = group.shares
        self._cores[group.core] = group.core_weights

    def _clear(self, group: Group) -> None:
        self._words[group.ids] = 0
        self._shares[group.named] = 0
        self._cores[group.core] = 0

    def _fit(self, group: Group, other: Group) -> Fit:
        """How far above what belonging asks for the likeness of two groups is. The group lies in the wide vectors."""
        likeness = float(self._words[other.ids] @ other.body)
        if likeness < self.likeness.above(*AT_PLACE):
            return Fit(other, 0)
        same = self._same_place(group, other)
        if _elsewhere(group, other) or not same and _sited(group) and _sited(other):
            return Fit(other, 0)
        return Fit(other, likeness / self._needed(group, other, same))

    def _needed(self, group: Group, other: Group, same: bool) -> float:
        by_chance = self.likeness.above(*(AT_PLACE if same else NOWHERE))
        by_chance *= 1 + 1 / math.sqrt(
            group.texts * other.texts
        )  # a mean of many pairs is surer than one pair
        of_members = AS_MEMBERS if same else AS_MEMBERS_NOWHERE
        known = [each.within for each in (group, other) if each.texts > 2]
        # Members that copied each other are alike beyond what the case asks for.
        return max(float(by_chance), min(of_members * min(known, default=0), CLOSE * by_chance), 1e-6)

    def _same_place(self, group: Group, other: Group) -> bool:
        """One names what names the place of the other, and that is telling; or their points lie side by side."""
        if _beside(group, other):
            return True
        telling = self.telling()
        covers = (
            (float(self._shares[other.core] @ other.core_weights), other.core_weight),
            (float(self._cores[other.named] @ other.shares), group.core_weight),
        )
        return any(found >= telling and found >= SAME_PLACE * whole for found, whole in covers)


def _sited(group: Group) -> bool:
    return group.sites * 2 >= group.texts


def _elsewhere(one: Group, other: Group) -> bool:
    """Both say which city, or both which district, and not the same; or their points lie far apart."""
    if _away(one, other):
        return True
    for endings in AREAS:
        named = [
            {
                name
                for name, times in group.admin.items()
                if name.endswith(endings) and times >= AREA_SHARE * group.texts
            }
            for group in (one, other)
        ]
        if named[0] and named[1] and not named[0] & named[1]:
            return True
    return False


def metres(one: Group, other: Group) -> float | None:
    """Between the middles of two groups; None where either knows no point."""
    if one.middle is None or other.middle is None:
        return None
    (lon, lat), (other_lon, other_lat) = one.middle, other.middle
    north = math.radians(other_lat - lat)
    east = math.radians(other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return EARTH_M * math.hypot(north, east)


def _beside(one: Group, other: Group) -> bool:
    between = metres(one, other)
    return between is not None and between <= BESIDE_M


def _away(one: Group, other: Group) -> bool:
    between = metres(one, other)
    return between is not None and between > AWAY_M
