"""Near-duplicates: texts that share at least half of their 3-grams, so that a copy never stands on both sides of a test."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from cdos.hubs.ai.logic import grams

BITS, ORDER = 22, 3
COMMON = (
    60  # a 3-gram in more texts than this links nobody by itself; the true share is worked out for candidates
)
LEAST_SHARED = 8
ALIKE = 0.5  # Jaccard


def groups(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """A group number for each text; who is alike directly or through others has the same."""
    found = grams.counts([grams.folded(text) for text in texts], [ORDER], BITS)
    found.data[:] = 1
    in_texts = np.asarray(found.sum(axis=0)).ravel()
    rare = found[:, np.flatnonzero((in_texts > 1) & (in_texts <= COMMON))].tocsr()
    shared = sparse.triu(rare @ rare.T, k=1).tocoo()
    sizes = np.asarray(rare.sum(axis=1)).ravel()
    smaller = np.maximum(1, np.minimum(sizes[shared.row], sizes[shared.col]))
    likely = (shared.data >= LEAST_SHARED) & (shared.data >= ALIKE * smaller)
    one, other = shared.row[likely], shared.col[likely]
    alike = _jaccard(found, one, other) >= ALIKE
    links = sparse.coo_matrix(
        (np.ones(int(alike.sum())), (one[alike], other[alike])), shape=(len(texts), len(texts))
    )
    joined: npt.NDArray[np.int64] = connected_components(links, directed=False)[1].astype(np.int64)
    return joined


def _jaccard(
    found: sparse.csr_matrix, one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    if not len(one):
        return np.zeros(0)
    sizes = np.asarray(found.sum(axis=1)).ravel()
    both = np.asarray(found[one].multiply(found[other]).sum(axis=1)).ravel()
    share: npt.NDArray[np.float64] = both / (sizes[one] + sizes[other] - both)
    return share


def folds(group: npt.NDArray[np.int64], number: int, seed: int = 0) -> npt.NDArray[np.int64]:
    """Which of `number` folds each row falls into; a group stays together, the same seed gives the same folds."""
    order = np.random.default_rng(seed).permutation(int(group.max()) + 1 if len(group) else 0)
    found: npt.NDArray[np.int64] = order[group] % number
    return found
