"""How words sound: syllables without tones, so that a wrong character of the right sound finds, and so does typed pinyin."""

from functools import cache, lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT

LONGEST_SYLLABLE = 6


@lru_cache(maxsize=60_000)
def syllables(words: str) -> tuple[str, ...]:
    """Of plain words: each character's syllable; typed letters are cut into syllables where they can be."""
    made: list[str] = []
    for run in words.split():
        if run.isascii():
            made.extend(cut(run) or (run,))
        else:
            made.extend(lazy_pinyin(run, style=Style.NORMAL, v_to_u=False))
    return tuple(made)


@lru_cache(maxsize=60_000)
def full(words: str) -> str:
    return "".join(syllables(words))


@lru_cache(maxsize=60_000)
def initials(words: str) -> str:
    return "".join(syllable[0] for syllable in syllables(words) if syllable)


@cache
def known() -> frozenset[str]:
    """All syllables of Mandarin, from the dictionary itself."""
    every = set(lazy_pinyin([chr(code) for code in PINYIN_DICT if 0x4E00 <= code <= 0x9FA5]))
    return frozenset(every - {"m", "n"})


@lru_cache(maxsize=2_000)
def cut(letters: str) -> tuple[str, ...]:
    """`shebaoka` into she, bao, ka with the fewest syllables; empty where it is no pinyin."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for begin in range(max(0, end - LONGEST_SYLLABLE), end):
            before = best[begin]
            if before is None or letters[begin:end] not in known():
                continue
            here = best[end]
            if here is None or len(before) + 1 < len(here):
                best[end] = (*before, letters[begin:end])
    return best[-1] or ()
