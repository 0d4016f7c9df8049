"""The index of one process: which entries hold which pairs of characters, and of syllables, and how they are called.

Characters by pairs, as everywhere in the city's search: no word is lost by a wrong cut. Each entry's names (its title and
what people call it) are kept apart, to compare a question with a whole name, by letters, by sound or by initials.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from . import sounds
from .entries import Entry
from .words import plain

Scores = npt.NDArray[np.float32]
Places = npt.NDArray[np.int32]
TITLE, NAME, TOPIC, MORE = 1.0, 0.95, 0.5, 0.4
MOST_MORE = 240  # characters of a summary or a question that are read


def grams(words: str) -> list[str]:
    """Pairs of neighbouring characters and single ones; a Latin word as it is."""
    made: list[str] = []
    for run in words.split():
        if run.isascii():
            made.append(run)
            continue
        made.extend(run)
        made.extend(run[at : at + 2] for at in range(len(run) - 1))
    return made


def pairs(parts: Sequence[str]) -> list[str]:
    """Of syllables: neighbours together."""
    return [f"{one} {two}" for one, two in zip(parts, parts[1:], strict=False)]


@dataclass(frozen=True, slots=True)
class Postings:
    """Gram -> the entries that hold it with how much it counts there; and how rare it is."""

    places: dict[str, tuple[Places, Scores]]
    rarity: dict[str, float]
    count: int

    def cover(self, wanted: Iterable[str]) -> Scores:
        """How much of the question each entry holds, 0 to 1, rare grams counting more."""
        scores = np.zeros(self.count, dtype=np.float32)
        whole = 0.0
        for gram in dict.fromkeys(wanted):
            weight = self.rarity.get(gram, 6.0) * (1.0 if len(gram) > 1 else 0.25)
            whole += weight
            found = self.places.get(gram)
            if found is not None:
                scores[found[0]] += found[1] * np.float32(weight)
        return scores / np.float32(whole) if whole else scores


def posted(held: Sequence[dict[str, float]]) -> Postings:
    gathered: dict[str, tuple[list[int], list[float]]] = {}
    for place, weights in enumerate(held):
        for gram, weight in weights.items():
            row = gathered.setdefault(gram, ([], []))
            row[0].append(place)
            row[1].append(weight)
    places = {
        gram: (np.array(at, dtype=np.int32), np.array(weight, dtype=np.float32))
        for gram, (at, weight) in gathered.items()
    }
    count = max(1, len(held))
    rarity = {gram: float(np.log1p(count / len(at))) for gram, (at, _) in gathered.items()}
    return Postings(places, rarity, len(held))


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one entry, in each way it may be asked for."""

    place: int
    plain: str
    tight: str  # without spaces
    full: str  # pinyin
    initials: str


@dataclass(frozen=True, slots=True)
class Index:
    entries: tuple[Entry, ...]
    letters: Postings
    sounds: Postings
    names: tuple[Name, ...]
    of_entry: tuple[tuple[Name, ...], ...]
    tights: tuple[str, ...]  # of `names`, for rapidfuzz
    fulls: tuple[str, ...]
    liked: Scores
    person: npt.NDArray[np.bool_]
    enterprise: npt.NDArray[np.bool_]


def weights_of(entry: Entry) -> dict[str, float]:
    held: dict[str, float] = {}
    fields = [
        *((text, MORE) for text in (entry.summary, entry.department, *entry.more)),
        *((text, TOPIC) for text in entry.topics),
        *((text, NAME) for text in entry.names),
        (entry.title, TITLE),
    ]
    for text, weight in fields:
        for gram in grams(plain(text[:MOST_MORE])):
            held[gram] = max(held.get(gram, 0.0), weight)
    return held


def sounds_of(names: Sequence[Name]) -> dict[str, float]:
    held: dict[str, float] = {}
    for at, name in enumerate(names):
        for pair in pairs(sounds.syllables(name.plain)):
            held[pair] = max(held.get(pair, 0.0), TITLE if at == 0 else NAME)
    return held


def named(place: int, text: str) -> Name:
    words = plain(text)
    return Name(place, words, words.replace(" ", ""), sounds.full(words), sounds.initials(words))


def built(entries: Sequence[Entry]) -> Index:
    of_entry = tuple(
        tuple(named(place, text) for text in dict.fromkeys((entry.title, *entry.names)) if plain(text))
        for place, entry in enumerate(entries)
    )
    names = tuple(name for row in of_entry for name in row)
    return Index(
        entries=tuple(entries),
        letters=posted([weights_of(entry) for entry in entries]),
        sounds=posted([sounds_of(row) for row in of_entry]),
        names=names,
        of_entry=of_entry,
        tights=tuple(name.tight for name in names),
        fulls=tuple(name.full for name in names),
        liked=np.array([entry.liked for entry in entries], dtype=np.float32),
        person=np.array(["person" in entry.audience for entry in entries], dtype=np.bool_),
        enterprise=np.array(["enterprise" in entry.audience for entry in entries], dtype=np.bool_),
    )
