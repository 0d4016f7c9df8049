"""Character n-grams of many texts at once, hashed with numpy: one pass over all characters for each length.

Chinese needs no word list this way, and a new word counts from the first message that has it.
"""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

_ODD, _MULTIPLY, _FINISH = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0x9FB21C651E98DF25),
    np.uint64(0xD6E8FEB86659FD93),
)
_SPACE = ord(" ")
_digits, _blanks = re.compile(r"\d+"), re.compile(r"\s+")
_between = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])")
SEGMENTED = 0.15  # share of blanks from which a Chinese text was cut into words


def folded(text: str) -> str:
    """One form for what means the same: NFKC, lower case, each number as 0, words cut apart put together again."""
    text = _blanks.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()
    if text.count(" ") > SEGMENTED * len(text):
        text = _between.sub("", text)
    return _digits.sub("0", text)


def hashed(
    texts: Sequence[str], orders: Sequence[int], bits: int, salt: int = 0
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """All n-grams of the given lengths that hold no blank: text number, bucket below 2**bits, first character's place."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    joined = "".join(texts).encode("utf-32-le", "replace")
    codes = np.frombuffer(joined, dtype=np.uint32).astype(np.uint64)
    text = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    begins = np.repeat(np.cumsum(lengths) - lengths, lengths)
    place = np.arange(len(codes), dtype=np.int64) - begins
    left = np.repeat(lengths, lengths) - place
    blank = codes == _SPACE
    state, spoiled = (
        np.full(len(codes), _ODD ^ np.uint64(salt), dtype=np.uint64),
        np.zeros(len(codes), dtype=bool),
    )
    found: list[tuple[npt.NDArray[np.int64], ...]] = []
    for order in range(1, max(orders) + 1):
        size = max(0, len(codes) - order + 1)
        state = (state[:size] ^ codes[order - 1 :]) * _MULTIPLY
        state ^= state >> np.uint64(29)
        spoiled = spoiled[:size] | blank[order - 1 :]
        if order in orders:
            whole = (left[:size] >= order) & ~spoiled
            mixed = state[whole] * _FINISH + np.uint64(order)
            mixed ^= mixed >> np.uint64(32)
            bucket = (mixed & np.uint64((1 << bits) - 1)).astype(np.int64)
            found.append((text[:size][whole], bucket, place[:size][whole]))
    texts_, buckets, places = (np.concatenate(column) for column in zip(*found, strict=True))
    return texts_, buckets, places


def counts(texts: Sequence[str], orders: Sequence[int], bits: int, salt: int = 0) -> sparse.csr_matrix:
    """How often each text has each bucket: shape (texts, 2**bits), float32."""
    text, bucket, _place = hashed(texts, orders, bits, salt)
    keys = (text << bits) | bucket
    keys.sort()
    first = (
        np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        if len(keys)
        else np.zeros(0, np.int64)
    )
    values = np.diff(np.append(first, len(keys))).astype(np.float32)
    kept = keys[first]
    rows = np.searchsorted(kept >> bits, np.arange(len(texts) + 1))
    columns = (kept & ((1 << bits) - 1)).astype(np.int32)
    return sparse.csr_matrix((values, columns, rows), shape=(len(texts), 1 << bits))
