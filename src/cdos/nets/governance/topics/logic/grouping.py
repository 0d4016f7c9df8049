"""Puts each message into the group of its case as it arrives.

A message is compared with a bounded number of groups, found through an inverted index of rare words and places, so the
cost of a message does not grow with their number. It joins the best group where it is *at the same place* and *alike
about the problem*; what counts as alike is measured, not set: more than nearly all random pairs of messages are, and
half as much as the members are among themselves. A group that grew is offered to its neighbours in the same way, so
the order of arrival matters little.
"""

import math
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from ..contracts import Message
from . import features
from .chance import Chance
from .features import Counts, Features
from .group import Group

KEYS = 20  # rare words by which a message is found again
PLACE_KEYS = 16
POSTINGS = 200  # groups kept for a key, the latest
LOOKED_AT = 32  # groups compared with a message

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


class Groups:
    """Similar-case groups that grow. `learn` counts words of the past without grouping; `add` groups."""

    def __init__(self) -> None:
        self.counts = Counts()
        self.chance = Chance()
        self.groups: dict[int, Group] = {}
        self.group_of: dict[Hashable, int] = {}
        self._index: dict[int, list[int]] = {}
        # A sparse vector laid out wide: others read from it by their ids. Zero between uses.
        self._words = np.zeros(1 << features.BITS, np.float32)
        self._shares = np.zeros(1 << features.BITS, np.float32)
        self._cores = np.zeros(1 << features.BITS, np.float32)
        self._next = 0
        self._texts: dict[int, Hashable] = {}  # a band of its signature -> the first message with it
        self._learnt: dict[Hashable, features.Read] = {}

    def learn(self, messages: Iterable[Message]) -> None:
        """Count the words and places of messages that will be added, so that the first are weighed as the last."""
        for message in messages:
            found = features.read(message)
            features.count(self.counts, found)
            self._learnt[message.id] = found

    def add(self, message: Message) -> list[Group]:
        """The group of the message, and of groups that became one because of it, the joined one. Adding again: none."""
        if message.id in self.group_of:
            return []
        found = self._learnt.pop(message.id, None)
        if found is None:
            found = features.read(message)
            features.count(self.counts, found)
        weighed = features.weigh(self.counts, found)
        self._next += 1
        group = Group.of(self._next, message.id, weighed)
        copied = self._copied(group, found)
        if copied is not None:
            copied.repeat(message.id)
            self.group_of[message.id] = copied.number
            return [copied]
        self._sample(group, weighed)
        self.groups[group.number] = group
        self.group_of[message.id] = group.number
        group = self._gather(group)
        self._file(group)
        return [group]

    def _copied(self, group: Group, found: features.Read) -> Group | None:
        """The group of an earlier message with nearly the same text, about the same place if either names one."""
        hits = [self._texts.setdefault(band, group.members[0]) for band in found.bands]
        for member in set(hits) - {group.members[0]}:
            other = self.groups[self.group_of[member]]
            if hits.count(member) < features.BANDS_ALIKE:
                continue
            if not len(group.named):
                return other
            self._lay(group)
            same = self._same_place(group, other) and not _elsewhere(group, other)
            self._clear(group)
            if same:
                return other
        return None

    def _sample(self, group: Group, found: Features) -> None:
        self._words[found.ids] = found.weights
        self._shares[found.named] = found.rarity
        self.chance.take(found, self._words, self._shares, self._telling() / 2)
        self._clear(group)

    def _telling(self) -> float:
        """Rarity that tells a place from others: that of what is in as many messages as the root of all."""
        return 0.5 * float(np.log(self.counts.messages + features.BEFORE))

    def settle(self) -> None:
        """Offer every group to its neighbours once more, small ones first: for a file that is complete."""
        for number in sorted(self.groups, key=lambda number: self.groups[number].size):
            if number in self.groups:
                self._gather(self.groups[number])

    def _gather(self, group: Group) -> Group:
        """The group after it was joined with whatever it belongs to."""
        while True:
            fits = self._fits(group)
            if not fits:
                return group
            group = self._join(group, max(fits, key=lambda fit: fit.score).group)

    def _join(self, group: Group, other: Group) -> Group:
        large, small = (group, other) if group.size >= other.size else (other, group)
        for member in small.members:
            self.group_of[member] = large.number
        del self.groups[small.number]
        large.join(small)
        self._file(large)
        return large

    def _keys(self, group: Group) -> Iterator[tuple[int, float]]:
        """Keys of a group with their weight: its places and its heaviest words."""
        named = group.times * group.rarity
        for at in np.argsort(-named, kind="stable")[:PLACE_KEYS].tolist():
            yield int(group.named[at]) + (1 << features.BITS), float(named[at]) / group.texts
        for at in np.argsort(-group.sums, kind="stable")[:KEYS].tolist():
            yield int(group.ids[at]), 10 * float(group.sums[at]) / group.texts

    def _file(self, group: Group) -> None:
        for key, _ in self._keys(group):
            numbers = self._index.setdefault(key, [])
            if group.number in numbers:
                continue
            numbers.append(group.number)
            if len(numbers) > POSTINGS:
                numbers[:] = [number for number in numbers if number in self.groups][-POSTINGS * 3 // 4 :]

    def _near(self, group: Group) -> list[Group]:
        """Groups that share the most rare words and places."""
        votes: dict[int, float] = {}
        for key, weight in self._keys(group):
            for number in self._index.get(key, ()):
                votes[number] = votes.get(number, 0.0) + weight
        votes.pop(group.number, None)
        best = sorted(votes, key=lambda number: -votes[number])
        near = []
        for number in best:
            if number in self.groups:
                near.append(self.groups[number])
                if len(near) == LOOKED_AT:
                    break
        return near

    def _fits(self, group: Group) -> list[Fit]:
        """The neighbours to which a group belongs."""
        self._lay(group)
        fits = [self._fit(group, other) for other in self._near(group)]
        self._clear(group)
        return [fit for fit in fits if fit.score >= 1]

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
        if likeness < self.chance.above(*AT_PLACE):
            return Fit(other, 0)
        same = self._same_place(group, other)
        if _elsewhere(group, other) or not same and _sited(group) and _sited(other):
            return Fit(other, 0)
        return Fit(other, likeness / self._needed(group, other, same))

    def _needed(self, group: Group, other: Group, same: bool) -> float:
        by_chance = self.chance.above(*(AT_PLACE if same else NOWHERE))
        by_chance *= 1 + 1 / math.sqrt(
            group.texts * other.texts
        )  # a mean of many pairs is surer than one pair
        of_members = AS_MEMBERS if same else AS_MEMBERS_NOWHERE
        known = [each.within for each in (group, other) if each.texts > 2]
        # Members that copied each other are alike beyond what the case asks for.
        return max(float(by_chance), min(of_members * min(known, default=0), CLOSE * by_chance), 1e-6)

    def _same_place(self, group: Group, other: Group) -> bool:
        """One names what names the place of the other, and that is telling."""
        telling = self._telling()
        covers = (
            (float(self._shares[other.core] @ other.core_weights), other.core_weight),
            (float(self._cores[other.named] @ other.shares), group.core_weight),
        )
        return any(found >= telling and found >= SAME_PLACE * whole for found, whole in covers)


def _sited(group: Group) -> bool:
    return group.sites * 2 >= group.texts


def _elsewhere(one: Group, other: Group) -> bool:
    """Both say which city, or both which district, and not the same."""
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
