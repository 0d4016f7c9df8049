"""Which services a question means: as typed, by everyday words, by sound, by typed pinyin, by a near spelling."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from rapidfuzz import fuzz, process

from . import sounds
from .index import Index, Scores, grams, pairs
from .words import Everyday, Reading, everyday, readings, wanted

LOOKED_AT = 60  # entries a reading's names are compared with
SURE = 0.72  # above this no other way of reading is tried
LEAST = 0.30  # below this it is not what was meant
LEAST_COVER = 0.28
SOUND, SPELLING = 0.86, 0.9
FAR, FAR_SAID = 0.42, 0.55  # of the first one's score; what was put in other words is nearer or not meant
SAME_AUDIENCE, LIKED, BUNDLE = 0.06, 0.05, 0.035


@dataclass(slots=True)
class Found:
    place: int
    score: float
    how: str = "words"  # words | everyday | sound | pinyin | spelling
    by: str = ""


class Best:
    """The best that any way of reading said of each entry."""

    def __init__(self) -> None:
        self.found: dict[int, Found] = {}

    def add(self, place: int, score: float, how: str, by: str = "") -> None:
        known = self.found.get(place)
        if known is None or known.score < score:
            self.found[place] = Found(place, score, how, by)

    @property
    def top(self) -> float:
        return max((one.score for one in self.found.values()), default=0.0)


def search(index: Index, asked: str, *, audience: str = "", limit: int = 10) -> list[Found]:
    """Best first. `audience` ("person", "enterprise") puts its own first, and keeps the others."""
    question = wanted(asked)
    if not question or not index.entries:
        return []
    best = Best()
    if question.replace(" ", "").isascii():
        by_letters_typed(index, question.replace(" ", ""), best)
    by_words(index, question, best)
    if best.top < SURE:
        by_sound(index, question, best)
    if best.top < SURE:
        by_spelling(index, question, best)
    return ordered(index, best, audience, limit)


def ordered(index: Index, best: Best, audience: str, limit: int) -> list[Found]:
    kept = [one for one in best.found.values() if one.score >= LEAST]
    mine = index.enterprise if audience == "enterprise" else index.person
    for one in kept:
        one.score += LIKED * float(index.liked[one.place])
        one.score += BUNDLE if index.entries[one.place].kind == "bundle" else 0.0
        if audience:
            one.score += SAME_AUDIENCE if mine[one.place] else 0.0
    kept.sort(key=lambda one: (-one.score, len(index.entries[one.place].title), one.place))
    if kept:  # far behind the first is not what was meant
        kept = [one for one in kept if one.score >= kept[0].score * (FAR_SAID if one.by else FAR)]
    return kept[:limit]


def by_words(index: Index, question: str, best: Best) -> None:
    for reading in readings(question):
        by_reading(index, reading, best, "everyday" if reading.by else "words")


def by_reading(index: Index, reading: Reading, best: Best, how: str) -> None:
    wanted_grams = grams(reading.words)
    cover = index.letters.cover(wanted_grams)
    for place in candidates(cover):
        score = 0.5 * float(cover[place]) + 0.5 * nearest(index, place, reading.words, wanted_grams)
        best.add(place, score * reading.weight, how, reading.by)


def candidates(scores: Scores) -> list[int]:
    if len(scores) > LOOKED_AT:
        top = np.argpartition(scores, -LOOKED_AT)[-LOOKED_AT:]
    else:
        top = np.arange(len(scores))
    return [int(place) for place in top if scores[place] >= LEAST_COVER]


def nearest(index: Index, place: int, words: str, wanted_grams: list[str]) -> float:
    """How near the question is to one of the entry's names as a whole, 0 to 1; a name that is not the title a little less."""
    tight = words.replace(" ", "")
    asked = {gram for gram in wanted_grams if len(gram) > 1} or set(wanted_grams)
    return max(
        (
            likeness(tight, name.tight, asked) * (1.0 if at == 0 else 0.97)
            for at, name in enumerate(index.of_entry[place])
        ),
        default=0.0,
    )


def likeness(asked: str, name: str, asked_grams: set[str]) -> float:
    if asked == name:
        return 1.0
    if asked in name:
        return 0.72 + 0.24 * len(asked) / len(name)
    if name in asked and len(name) > 1:
        return 0.62 + 0.34 * len(name) / len(asked)
    own = {gram for gram in grams(name) if len(gram) > 1}
    both = len(own & asked_grams)
    return 0.85 * 2 * both / (len(own) + len(asked_grams)) if both else 0.0


def by_sound(index: Index, question: str, best: Best) -> None:
    """社宝卡 sounds like 社保卡."""
    said = sounds.syllables(question)
    wanted_pairs = pairs(said)
    if not wanted_pairs:
        return
    for word, entry in heard(said):
        if word in question:  # read already, for what it is worth there
            continue
        for meaning in entry.means:
            by_reading(index, Reading(meaning, SOUND, word), best, "sound")
    cover = index.sounds.cover(wanted_pairs)
    whole = "".join(said)
    for place in candidates(cover):
        near = max((sounding(whole, name.full) for name in index.of_entry[place]), default=0.0)
        best.add(place, SOUND * (0.45 * float(cover[place]) + 0.55 * near), "sound")


@cache
def everyday_sounds() -> tuple[tuple[str, str, Everyday], ...]:
    """Each everyday word of two syllables or more as it sounds."""
    return tuple(
        (f" {' '.join(sounds.syllables(word))} ", word, entry)
        for entry in everyday()
        for word in entry.say
        if len(word) > 1
    )


def heard(said: Sequence[str]) -> list[tuple[str, Everyday]]:
    """Everyday words that sound like a part of what was typed, the longest first."""
    whole = f" {' '.join(said)} "
    found = [(word, entry) for sound, word, entry in everyday_sounds() if sound in whole]
    return sorted(found, key=lambda pair: -len(pair[0]))[:2]


def sounding(said: str, full: str) -> float:
    if said == full:
        return 1.0
    if said in full:
        return 0.75 + 0.2 * len(said) / len(full)
    if full in said:
        return 0.65 + 0.3 * len(full) / len(said)
    return 0.8 * fuzz.ratio(said, full) / 100


def by_letters_typed(index: Index, letters: str, best: Best) -> None:
    """shebaoka, sbk: typed without changing to characters; everyday words may be typed so, too."""
    for name in index.names:
        if letters in name.full:
            best.add(name.place, 0.74 + 0.26 * len(letters) / len(name.full), "pinyin")
        elif len(letters) > 1 and letters in name.initials:
            start = 0.08 if name.initials.startswith(letters) else 0.0
            best.add(name.place, 0.52 + start + 0.36 * len(letters) / len(name.initials), "pinyin")
    for word in everyday_typed(letters):
        by_words(index, word, best)
    if best.top < SURE and len(letters) >= 5:
        near = process.extract(letters, index.fulls, scorer=fuzz.ratio, limit=20, score_cutoff=78)
        for _, score, at in near:
            best.add(index.names[at].place, 0.8 * score / 100, "spelling")


def everyday_typed(letters: str) -> list[str]:
    return [
        word
        for entry in everyday()
        for word in entry.say
        if letters == sounds.full(word) or (len(letters) > 2 and letters == sounds.initials(word))
    ][:3]


def by_spelling(index: Index, question: str, best: Best) -> None:
    """A wrong, missing or further character: near by edits to a whole name."""
    tight = question.replace(" ", "")
    if len(tight) < 2:
        return
    near = process.extract(tight, index.tights, scorer=fuzz.ratio, limit=30, score_cutoff=55)
    for _, score, at in near:
        best.add(index.names[at].place, SPELLING * 0.95 * score / 100, "spelling")
