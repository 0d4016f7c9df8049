"""How alike texts are: the share of a sample that has a near-equal other one in it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

SHINGLE = 3
HASHES = 64
ROWS = 4  # of a band: 16 bands of 4 find a pair at 0.8 with a chance above 0.999
NEAR = 0.8
MOST_IN_A_BUCKET = 40
PRIME = np.uint64(2**31 - 1)
Codes = npt.NDArray[np.uint64]


def near_equal_share(texts: Sequence[str]) -> float:
    """Share of texts with another at a Jaccard likeness over 0.8 of their 3-character pieces (MinHash, then exact)."""
    pieces = [codes(text) for text in texts]
    alike: set[int] = set()
    for a, b in _candidates(pieces):
        if not (a in alike and b in alike) and jaccard(pieces[a], pieces[b]) > NEAR:
            alike |= {a, b}
    return len(alike) / len(texts) if texts else 0.0


def codes(text: str) -> Codes:
    """The different 3-character pieces as numbers below 2**31; one number for a shorter text."""
    points = np.frombuffer(text.ljust(SHINGLE).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    mixed = points[:-2] * np.uint64(1_000_003) + points[1:-1] * np.uint64(10_007) + points[2:]
    return np.unique(mixed * np.uint64(2_654_435_761) % PRIME)


def jaccard(a: Codes, b: Codes) -> float:
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return shared / (len(a) + len(b) - shared)


def _candidates(pieces: Sequence[Codes]) -> set[tuple[int, int]]:
    random = np.random.Generator(np.random.PCG64(7))
    factors = random.integers(1, 2**31, size=(HASHES, 1), dtype=np.uint64)
    shifts = random.integers(0, 2**31, size=(HASHES, 1), dtype=np.uint64)
    signatures = np.array([((piece * factors + shifts) % PRIME).min(axis=1) for piece in pieces])
    pairs: set[tuple[int, int]] = set()
    for start in range(0, HASHES, ROWS):
        buckets: dict[bytes, list[int]] = {}
        for number, row in enumerate(signatures[:, start : start + ROWS]):
            buckets.setdefault(row.tobytes(), []).append(number)
        for members in buckets.values():
            pairs |= {(a, b) for k, a in enumerate(members) for b in members[k + 1 : k + MOST_IN_A_BUCKET]}
    return pairs
