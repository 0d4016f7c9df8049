"""One similar-case group: what its messages say together, and where."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np

from .features import Features, Ids, Weights

CORE = 0.5  # a place belongs to the case when half of the messages name it
NAMED = 0.3  # what so many name as a place is no sign of the problem
WORDS_KEPT = 400
PLACES_KEPT = 200


def together(ids: Ids, weights: Weights, more: Ids, extra: Weights) -> tuple[Ids, Weights]:
    """The sum of two sparse vectors."""
    every, at = np.unique(np.concatenate([ids, more]), return_inverse=True)
    return every, np.bincount(at, np.concatenate([weights, extra]), len(every)).astype(np.float32)


@dataclass(slots=True)
class Group:
    """`sums` adds the unit vectors of the members; `named` counts in how many members a place feature occurs."""

    number: int
    members: list[Hashable]
    ids: Ids
    sums: Weights
    named: Ids
    times: Weights
    rarity: Weights
    proper: Weights
    sites: int  # texts that name more than a part of the city
    more: int = 0  # members that are kept elsewhere
    points: int = 0  # of members that know theirs; `east` and `north` add their degrees
    east: float = 0.0
    north: float = 0.0
    texts: int = 1  # different texts among the members; `sums` and `named` count each once
    admin: Counter[str] = field(default_factory=Counter)
    core: Ids = field(default_factory=lambda: np.empty(0, np.int32))
    core_weights: Weights = field(default_factory=lambda: np.empty(0, np.float32))
    core_weight: float = 0.0
    shares: Weights = field(default_factory=lambda: np.empty(0, np.float32))
    body: Weights = field(
        default_factory=lambda: np.empty(0, np.float32)
    )  # mean member beside the place's name
    within: float = 0.0  # mean likeness of two texts, about the problem alone

    @property
    def size(self) -> int:
        return len(self.members) + self.more

    @property
    def middle(self) -> tuple[float, float] | None:
        """Longitude and latitude, WGS 84 degrees."""
        return (self.east / self.points, self.north / self.points) if self.points else None

    def put(self, lon: float | None, lat: float | None) -> None:
        """A member is at this point."""
        if lon is not None and lat is not None:
            self.points, self.east, self.north = self.points + 1, self.east + lon, self.north + lat

    @classmethod
    def of(cls, number: int, member: Hashable, found: Features) -> "Group":
        """A group of one; its place is that of its title, where the title names one."""
        times = np.ones(len(found.named), np.float32)
        if len(found.titled):
            times[~np.isin(found.named, found.titled)] = CORE * 0.9
        made = cls(
            number=number,
            members=[member],
            ids=found.ids,
            sums=found.weights,
            named=found.named,
            times=times,
            rarity=found.rarity,
            proper=found.proper,
            sites=int(found.sited),
            admin=Counter(found.admin),
        )
        made.settle()
        return made

    def repeat(self, member: Hashable) -> None:
        """The same text once more: a member, but no more is known of the case."""
        self.members.append(member)

    def take(self, other: "Group") -> None:
        """The same text once more, with the point where it was said."""
        self.more += other.size
        self.points, self.east, self.north = (
            self.points + other.points,
            self.east + other.east,
            self.north + other.north,
        )

    def join(self, other: "Group") -> None:
        self.members.extend(other.members)
        self.more += other.more
        self.points += other.points
        self.east += other.east
        self.north += other.north
        self.texts += other.texts
        self.ids, self.sums = together(self.ids, self.sums, other.ids, other.sums)
        named, times = together(self.named, self.times, other.named, other.times)
        rarity, proper = np.zeros(len(named), np.float32), np.zeros(len(named), np.float32)
        for group in (other, self):
            at = np.searchsorted(named, group.named)
            rarity[at], proper[at] = group.rarity, group.proper
        self.named, self.times, self.rarity, self.proper = named, times, rarity, proper
        self.sites += other.sites
        self.admin += other.admin
        self._shorten()
        self.settle()

    def _shorten(self) -> None:
        if len(self.ids) > 2 * WORDS_KEPT:
            kept = np.sort(np.argpartition(-self.sums, WORDS_KEPT)[:WORDS_KEPT])
            self.ids, self.sums = self.ids[kept], self.sums[kept]
        if len(self.named) > 2 * PLACES_KEPT:
            kept = np.sort(np.argpartition(-self.times * self.rarity, PLACES_KEPT)[:PLACES_KEPT])
            self.named, self.times = self.named[kept], self.times[kept]
            self.rarity, self.proper = self.rarity[kept], self.proper[kept]

    def settle(self) -> None:
        """What follows from the members: the place they share and how alike they are beside it."""
        share = self.times / self.texts
        kept = share >= CORE
        self.core, self.core_weights = self.named[kept], (share * self.rarity)[kept].astype(np.float32)
        if (proper := self.proper[kept] > 0).any():
            self.core_weights[~proper] = (
                0  # a plant or a station is a place only where none with a name is named
            )
        self.shares = np.minimum(1, share / CORE).astype(np.float32)
        if (self.proper[kept] > 0).any():
            # A plant or a station is the place only where none with a name of its own is named.
            self.core_weights[self.proper[kept] == 0] = 0
            self.shares[self.proper == 0] = 0
        self.core_weight = float(self.core_weights.sum())
        # What is in the name of the place says nothing about the problem.
        body = self.sums.copy()
        body[np.isin(self.ids, self.named[(share >= NAMED) & (self.proper > 0)])] = 0
        square, whole = float(body @ body), float(self.sums @ self.sums)
        left = (
            (square / whole) ** 0.5 if square else 1.0
        )  # so that what is left is a mean of unit vectors again
        self.body = (body / (left * self.texts)).astype(np.float32)
        if self.texts > 1:
            mean = float(self.body @ self.body)
            self.within = max(0.0, (mean * self.texts - 1) / (self.texts - 1))
