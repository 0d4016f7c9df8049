"""What is compared of a message: character pairs weighted by rarity, and those of the places it names.

A message becomes a unit vector of at most `KEPT` weighted features. Features are hashed to `BITS` bits, so the counts
behind the weights have a fixed size however many messages there are.
"""

import itertools
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..contracts import Message
from . import places
from .text import normalised

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]

BITS = 21
KEPT = 100
READ = 1500  # characters of the detail; what a message is about is said by then
PLACES_KEPT = 48
BANDS, ROWS = 3, 3
BANDS_ALIKE = 2
_HASHES = np.random.default_rng(4403).integers(1 << 16, 1 << 32, BANDS * ROWS, dtype=np.uint32) | np.uint32(1)
BEFORE = 100.0  # as if so many messages without it came before: in few messages one case is no common word
SKETCH, SKETCHED, MET = (
    4,
    200,
    5,
)  # words of 64 bits; messages that are looked at; those after which it is known
ALONE = 0.75  # other names for each message: up to so many, a name is one place's own
OWN = 0.5
TITLE = 2  # a title counts as if said twice
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_CJK = (0x3400, 0x9FFF)
_words = re.compile(r"[a-z0-9][a-z0-9'’-]+")


@dataclass(slots=True)
class Features:
    """One message, ready to be compared. `ids` and `weights` are its unit vector; `named` weighs place features."""

    ids: Ids
    weights: Weights
    named: Ids  # features of the places named, the weightiest
    rarity: Weights  # of each of them, among places
    proper: (
        Weights  # 1 where it is in the name of a place, 0 where only in that of works (a plant, a station)
    )
    titled: Ids  # those named in the title, where it names a place of its own
    sited: bool  # more than a part of the city is named
    admin: frozenset[str]


def pairs(text: str) -> Ids:
    """Hashes of each two neighbouring Chinese characters and each word or number in other letters, in order."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    cjk = (codes >= _CJK[0]) & (codes <= _CJK[1])
    mixed = (codes[:-1] * _MIX[0] + codes[1:] * _MIX[1]) >> np.uint64(64 - BITS)
    chinese = mixed[cjk[:-1] & cjk[1:]].astype(np.int32)
    words = [word_id(word) for word in _words.findall(text.lower())]
    return np.concatenate([chinese, np.array(words, np.int32)]) if words else chinese


def word_id(word: str) -> int:
    return zlib.crc32(word.encode()) & ((1 << BITS) - 1)


def bands(ids: NDArray[np.uint32]) -> list[int]:
    """MinHash in bands: two texts share a band with the third power of the share of features they have in common."""
    if not len(ids):
        return []
    least = (ids[:, None] * _HASHES[None, :]).min(axis=0).reshape(BANDS, -1)
    return [hash((number, *band)) for number, band in enumerate(least.tolist())]


class Counts:
    """In how many messages each feature occurs; of words and of places apart."""

    def __init__(self) -> None:
        self.messages = 0
        self.words = np.zeros(1 << BITS, np.int32)
        self.places = np.zeros(1 << BITS, np.int32)
        self._met = np.zeros(1 << BITS, np.int16)
        self._others = np.zeros((1 << BITS, SKETCH), np.uint64)

    def meet(self, own: Ids, others: Ids) -> None:
        """A place feature was named with other places in the title: for the number of different ones."""
        fresh = own[self._met[own] < SKETCHED]
        self._met[fresh] += 1
        marks = np.zeros(SKETCH, np.uint64)
        np.bitwise_or.at(marks, (others >> 6) % SKETCH, np.uint64(1) << (others & 63).astype(np.uint64))
        self._others[fresh] |= marks

    def own(self, ids: Ids) -> Weights:
        """From 1 for what names one place to 0 for what is said of many places, as in 'ran on to the road'.

        A name of a place comes with few other names; an ordinary word that looks like one comes with a new name
        nearly every time.
        """
        met = np.maximum(self._met[ids], 1)
        marked = np.bitwise_count(self._others[ids]).sum(axis=-1).astype(float)  # unsigned has no minus
        bits = 64 * SKETCH
        others = -bits * np.log1p(-np.minimum(marked, bits - 1) / bits)  # linear counting
        share = np.where(met >= MET, np.minimum(1, ALONE * met / np.maximum(others, 1)), 1.0)
        return (share**2).astype(np.float32)

    def rarity(self, table: NDArray[np.int32], ids: Ids) -> Weights:
        """log of messages over messages with it; never seen counts as seen once."""
        seen = np.maximum(table[ids], 1)
        return np.log((self.messages + BEFORE) / seen).astype(np.float32)


@dataclass(slots=True)
class Read:
    """A message taken apart, before weights."""

    ids: Ids
    times: Weights
    named: Ids
    proper: Ids
    titled: Ids
    sites: Ids
    admin: frozenset[str]
    bands: list[int]  # of texts that are nearly the same at least `BANDS_ALIKE` are equal
    mentions: tuple[list[places.Mention], list[places.Mention]]  # in the title and in the detail


def of_places(found: list[places.Mention], kinds: frozenset[int] = places.LOCAL) -> Ids:
    """Features of the names; the pair that only says what kind of place it is tells nothing and is left out."""
    parts = [_of_name(mention.name) for mention in found if mention.kind in kinds]
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int32)


@lru_cache(maxsize=20_000)
def _of_name(name: str) -> Ids:
    """Not to be changed: names come again. Pairs of characters; of a name in other letters its words and each two of them."""
    words = name.lower().split() if name.isascii() else []
    two = [word_id(" ".join(both)) for both in itertools.pairwise(words)]
    return np.concatenate([pairs(name), np.array(two, np.int32)]) if two else pairs(name)


def _without_areas(text: str, found: list[places.Mention]) -> str:
    """The name of the city or the district tells nothing of a problem."""
    for area in {mention.text for mention in found if mention.kind == places.ADMIN}:
        text = text.replace(area, " ")
    return places.CODE.sub(" ", text)


def read(message: Message) -> Read:
    title, detail = normalised(message.title), normalised(message.detail[: 2 * READ])[:READ]
    in_title, in_detail = places.mentions(title), places.mentions(detail)
    words = pairs(_without_areas(title, in_title)), pairs(_without_areas(detail, in_detail))
    ids, times = np.unique(np.concatenate([words[0]] * TITLE + [words[1]]), return_counts=True)
    local = of_places(in_title, places.IN_TITLE)
    areas = [found.text for found in in_title if found.kind == places.ADMIN]
    areas = areas or [found.text for found in in_detail if found.kind == places.ADMIN]
    sites = of_places(in_title, places.IN_TITLE - {places.TOWN})
    return Read(
        ids=ids.astype(np.int32),
        times=(1 + np.log(times)).astype(np.float32),
        named=of_places(in_title + in_detail),
        proper=np.union1d(local, of_places(in_detail, places.IN_DETAIL)),
        titled=of_places(in_title) if len(local) else local,
        sites=sites if len(sites) else of_places(in_detail, places.IN_DETAIL - {places.TOWN}),
        admin=frozenset(areas),
        bands=bands(ids.astype(np.uint32)),
        mentions=(in_title, in_detail),
    )


def _beside(in_title: list[places.Mention], in_detail: list[places.Mention]) -> Iterator[tuple[Ids, Ids]]:
    """Each place with all that is named with it: its own pairs and what else the title names."""
    titled = {found.name: _of_name(found.name) for found in in_title if found.kind in places.IN_TITLE}
    for name in {found.name: None for found in in_title + in_detail if found.kind in places.LOCAL}:
        own = _of_name(name)
        others = [each for each in titled.values() if not np.isin(each, own).any()]
        # Its own pairs too: of 某某电子厂 only what is not in every other 电子厂 is a name.
        yield own, np.concatenate([own, *others])


def count(counts: Counts, found: Read) -> None:
    counts.messages += 1
    counts.words[found.ids] += 1
    counts.places[found.named] += 1
    for own, others in _beside(*found.mentions):
        counts.meet(own, others)


def weigh(counts: Counts, found: Read) -> Features:
    """The unit vector of the heaviest features, and the rarest places."""
    weights = found.times * counts.rarity(counts.words, found.ids)
    ids, weights = _heaviest(found.ids, weights, KEPT)
    length = float(np.sqrt(weights @ weights)) or 1.0
    own = counts.own(found.named)
    rarity = own * counts.rarity(counts.places, found.named)
    named, rarity = _heaviest(found.named, rarity, PLACES_KEPT)
    proper = (np.isin(named, found.proper) & (counts.own(named) >= OWN)).astype(np.float32)
    sited = bool((counts.own(found.sites) >= OWN).any())
    return Features(ids, weights / length, named, rarity, proper, found.titled, sited, found.admin)


def _heaviest(ids: Ids, weights: Weights, most: int) -> tuple[Ids, Weights]:
    if len(ids) <= most:
        return ids, weights
    kept = np.sort(np.argpartition(-weights, most)[:most])
    return ids[kept], weights[kept]


def rarity_of(counts: Counts, words: str) -> float:
    """Of two Chinese characters or of one word in other letters."""
    return float(counts.rarity(counts.words, pairs(words)).max(initial=0))
