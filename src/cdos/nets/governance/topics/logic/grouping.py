"""Puts each message into the group of its case as it arrives.

A message is compared with a bounded number of groups, found through an inverted index of rare words and places, so the
cost of a message does not grow with their number. It joins the best group where it is *at the same place* and *alike
about the problem*; what counts as alike is measured, not set: more than nearly all random pairs of messages are, and
half as much as the members are among themselves. A group that grew is offered to its neighbours in the same way, so
the order of arrival matters little.
"""

from collections.abc import Hashable, Iterable

from ..contracts import Message
from . import features
from .chance import Chance
from .comparing import Comparer
from .features import Counts
from .group import Group

POSTINGS = 200  # groups kept for a key, the latest
LOOKED_AT = 32  # groups compared with a message


class Groups(Comparer):
    """Similar-case groups that grow. `learn` counts words of the past without grouping; `add` groups."""

    def __init__(self) -> None:
        self.chance = Chance()
        super().__init__(Counts(), self.chance)
        self.groups: dict[int, Group] = {}
        self.group_of: dict[Hashable, int] = {}
        self._index: dict[int, list[int]] = {}
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
        self.sample(group, weighed, self.chance)
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
            if self.same_text_same_place(group, other):
                return other
        return None

    def settle(self) -> None:
        """Offer every group to its neighbours once more, small ones first: for a file that is complete."""
        for number in sorted(self.groups, key=lambda number: self.groups[number].size):
            if number in self.groups:
                self._gather(self.groups[number])

    def _gather(self, group: Group) -> Group:
        """The group after it was joined with whatever it belongs to."""
        while True:
            fits = self.fits(group, self._near(group))
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

    def _file(self, group: Group) -> None:
        for key, _ in self.keys(group):
            numbers = self._index.setdefault(key, [])
            if group.number in numbers:
                continue
            numbers.append(group.number)
            if len(numbers) > POSTINGS:
                numbers[:] = [number for number in numbers if number in self.groups][-POSTINGS * 3 // 4 :]

    def _near(self, group: Group) -> list[Group]:
        """Groups that share the most rare words and places."""
        votes: dict[int, float] = {}
        for key, weight in self.keys(group):
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
