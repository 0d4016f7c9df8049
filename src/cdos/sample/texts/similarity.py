"""How alike texts are: the share of a sample that has a near-equal other one in it."""

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

SHINGLE = 3
HASHES = 64
ROWS = 4  # of a band: 16 bands of 4 find a pair at 0.8 with a chance above 0.999
NEAR = 0.8
Ints = npt.NDArray[np.uint64]


def near_equal_share(texts: Sequence[str]) -> float:
    """Share of texts with another at a Jaccard likeness over 0.8 of their 3-character pieces (MinHash, then exact)."""
    pieces = [
        frozenset(text[i : i + SHINGLE] for i in range(max(1, len(text) - SHINGLE + 1))) for text in texts
    ]
    alike: set[int] = set()
    for a, b in _candidates(pieces):
        if not (a in alike and b in alike) and jaccard(pieces[a], pieces[b]) > NEAR:
            alike |= {a, b}
    return len(alike) / len(texts) if texts else 0.0


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b)


def _candidates(pieces: Sequence[frozenset[str]]) -> set[tuple[int, int]]:
    random = np.random.Generator(np.random.PCG64(7))
    factors = random.integers(1, 2**31, size=(HASHES, 1), dtype=np.uint64)
    shifts = random.integers(0, 2**31, size=(HASHES, 1), dtype=np.uint64)
    signatures = np.array([_signature(piece, factors, shifts) for piece in pieces])
    pairs: set[tuple[int, int]] = set()
    for start in range(0, HASHES, ROWS):
        buckets: dict[bytes, list[int]] = {}
        for number, row in enumerate(signatures[:, start : start + ROWS]):
            buckets.setdefault(row.tobytes(), []).append(number)
        for members in buckets.values():
            pairs |= {(a, b) for k, a in enumerate(members) for b in members[k + 1 : k + 40]}
    return pairs


def _signature(pieces: frozenset[str], factors: Ints, shifts: Ints) -> Ints:
    codes = np.array([zlib.crc32(piece.encode()) for piece in pieces], dtype=np.uint64)
    result: Ints = ((codes[None, :] * factors + shifts) % np.uint64(2**31 - 1)).min(axis=1)
    return result
