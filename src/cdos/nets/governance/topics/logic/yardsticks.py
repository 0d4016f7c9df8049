"""What is known of the words of a city's messages, small enough to keep: how rare each is and how alike two are by chance.

Groups that are kept for long are compared by a yardstick that is made anew from time to time, from the latest messages,
and stays as it is in between: so a message gets the same group whoever puts it there, and whenever.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
import numpy as np

from ..contracts import Message
from . import comparing, features
from .chance import Chance
from .features import BITS, Counts, Ids, Weights
from .group import Group

LIKENESSES = (comparing.AT_PLACE, comparing.NOWHERE)
NOT_OWN = 0.999  # below it a feature is not quite one place's own
OFTEN = 2  # a word met once is as rare as one never met


@dataclass(frozen=True, slots=True)
class Kept:
    """As it is stored; arrays as bytes of little-endian int32 and float32."""

    messages: int
    words: tuple[bytes, bytes]  # features and in how many messages each is
    places: tuple[bytes, bytes]
    own: tuple[bytes, bytes]  # features that name more than one place, and how little
    likeness: dict[str, float]  # share of random pairs -> likeness


class KeptCounts(Counts):
    """Counts that do not change."""

    def __init__(self, kept: Kept | None) -> None:
        self.messages = kept.messages if kept else 0
        self.words, self.places = np.zeros(1 << BITS, np.int32), np.zeros(1 << BITS, np.int32)
        self._own = np.ones(1 << BITS, np.float32)
        if kept:
            self.words[_ids(kept.words[0])] = _ids(kept.words[1])
            self.places[_ids(kept.places[0])] = _ids(kept.places[1])
            self._own[_ids(kept.own[0])] = np.frombuffer(kept.own[1], np.float32)

    def own(self, ids: Ids) -> Weights:
        return self._own[ids]


class KeptLikeness:
    """Of what was measured; what was not is asked for in full."""

    def __init__(self, kept: Kept | None) -> None:
        self.known = kept.likeness if kept else {}

    def above(self, share: float, least: float, most: float) -> float:
        return min(max(self.known.get(str(share), most), least), most)


def make(messages: Iterable[Message]) -> bytes:
    """A yardstick of these messages, 2 ms each."""
    counts, chance = Counts(), Chance()
    read = [features.read(message) for message in messages]
    for found in read:
        features.count(counts, found)
    comparer = comparing.Comparer(counts, chance)
    for found in read:
        weighed = features.weigh(counts, found)
        comparer.sample(Group.of(0, 0, weighed), weighed, chance)
    kept = Kept(
        messages=counts.messages,
        words=_sparse(counts.words),
        places=_sparse(counts.places),
        own=_shared(counts),
        likeness={str(bounds[0]): chance.above(*bounds) for bounds in LIKENESSES},
    )
    return zlib.compress(msgspec.msgpack.encode(kept), 6)


def opened(data: bytes) -> Kept | None:
    """None for none yet."""
    return msgspec.msgpack.decode(zlib.decompress(data), type=Kept) if data else None


def _ids(data: bytes) -> Ids:
    return np.frombuffer(data, np.int32)


def _sparse(table: Ids) -> tuple[bytes, bytes]:
    at = np.flatnonzero(table >= OFTEN).astype(np.int32)
    return at.tobytes(), table[at].tobytes()


def _shared(counts: Counts) -> tuple[bytes, bytes]:
    at = np.flatnonzero(counts.places).astype(np.int32)
    own = counts.own(at)
    few = own < NOT_OWN
    return at[few].tobytes(), own[few].tobytes()
