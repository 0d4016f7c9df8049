"""A second opinion on a text: a radial kernel over latent factors, which weighs together what a linear model weighs one by one.

The columns that tell most of a label (chi-squared) are reduced to latent factors (truncated SVD), and kernel ridge regression is
solved on all rows, or on as many drawn ones as a machine solves in half a minute. Three thousand drawn ones (Nyström) did
worse on 6,500 rows. Measured with the linear model: docs/systems/appeals.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

COLUMNS = 40_000  # that tell most
FACTORS = 300
LANDMARKS = 10_000  # rows that are kept at most: time grows with their cube, memory with their square
RIDGE = 0.1
EMPTY = 1e-3  # of the largest factor's size: what is smaller is rounding
LEAST_ROWS = 50  # from which factors mean anything


@dataclass(slots=True)
class Kernel:
    """What was learned: `factors` (columns, factors), `landmarks` (rows of length 1, factors), `weights` (landmarks, labels)."""

    columns: Ints  # of the linear model's, sorted
    factors: Floats
    landmarks: Floats
    weights: Floats
    place: npt.NDArray[np.int32] = field(init=False)  # of each column among `columns`, -1 where it is none

    def __post_init__(self) -> None:
        self.place = np.full(
            int(self.columns.max(initial=-1)) + 2, -1, dtype=np.int32
        )  # the last: any beyond
        self.place[self.columns] = np.arange(len(self.columns), dtype=np.int32)

    def scores(self, rows: sparse.csr_matrix) -> Floats:
        """Shape (rows, labels), about -1 to 1; zeros where nothing was learned."""
        near = _near(_placed(self._chosen(rows), self.factors), self.landmarks)
        found: Floats = near @ self.weights
        return found

    def _chosen(self, rows: sparse.csr_matrix) -> sparse.csr_matrix:
        """As `rows[:, columns]`, at a cost by what the rows hold: a message asked for alone is most of the work."""
        place = self.place[np.minimum(rows.indices, len(self.place) - 1)]
        known = place >= 0
        ends = np.concatenate([[0], np.cumsum(known)])[rows.indptr]
        shape = (rows.shape[0], len(self.columns))
        return sparse.csr_matrix((rows.data[known], place[known], ends), shape=shape)

    def arrays(self) -> dict[str, Any]:
        """For a file: what is many in half precision."""
        return {
            "columns": self.columns.astype(np.int32),
            "factors": self.factors.astype(np.float16),
            "landmarks": self.landmarks.astype(np.float16),
            "weights": self.weights,
        }


def read(kept: Mapping[str, Any], before: str) -> Kernel:
    """From arrays of a file, whose names begin with `before`."""
    columns = kept[f"{before}columns"].astype(np.int64)
    others = (kept[f"{before}{name}"].astype(np.float32) for name in ("factors", "landmarks", "weights"))
    return Kernel(columns, *others)


def nothing(labels: int) -> Kernel:
    """The kernel of too few rows: it has no opinion."""
    none = np.zeros((0, 1), np.float32)
    return Kernel(np.zeros(0, np.int64), none, none, np.zeros((0, labels), np.float32))


def fit(rows: sparse.csr_matrix, telling: Floats, wanted: Ints, labels: int) -> Kernel:
    """`telling` (columns): how much each column counts. The same rows give the same kernel."""
    if rows.shape[0] < LEAST_ROWS:
        return nothing(labels)
    columns = _most_telling(rows, wanted)
    factors = _factors(rows[:, columns], telling[columns])
    kept = np.sort(np.random.default_rng(0).permutation(rows.shape[0])[:LANDMARKS])
    landmarks = _placed(rows[kept][:, columns], factors)
    return Kernel(columns, factors, landmarks, _solved(landmarks, wanted[kept], labels))


def _most_telling(rows: sparse.csr_matrix, wanted: Ints) -> Ints:
    from sklearn.feature_selection import chi2  # only training needs it

    worth = np.nan_to_num(chi2(rows, wanted)[0])
    kept: Ints = np.sort(np.argsort(-worth, kind="stable")[:COLUMNS])
    return kept


def _factors(rows: sparse.csr_matrix, telling: Floats) -> Floats:
    from sklearn.utils.extmath import randomized_svd

    weighed = (rows @ sparse.diags(telling)).astype(np.float32)
    many = max(1, min(FACTORS, *(side - 1 for side in weighed.shape)))
    _left, sizes, right = randomized_svd(weighed, many, n_iter=3, random_state=0)
    real = np.flatnonzero(sizes > EMPTY * sizes[0])
    found = telling[:, None] * right[real].T / np.sqrt(sizes[real])
    return np.ascontiguousarray(found, dtype=np.float32)  # in another order each product copies the whole


def _placed(rows: sparse.csr_matrix, factors: Floats) -> Floats:
    """Rows among the factors, each of length 1 (or zero)."""
    found: Floats = np.asarray(rows @ factors, dtype=np.float32)
    lengths = np.sqrt((found * found).sum(axis=1, keepdims=True))
    found /= np.maximum(lengths, np.float32(1e-9))
    return found


def _near(placed: Floats, landmarks: Floats) -> Floats:
    """exp(-d²/2): 1 for the same place, e⁻¹ for nothing in common."""
    near: Floats = placed @ landmarks.T
    near -= 1
    np.exp(near, out=near)
    return near


def _solved(landmarks: Floats, wanted: Ints, labels: int) -> Floats:
    """The ridge regression's weights, towards 1 for a row's own label and -1 for the others."""
    from scipy.linalg import cho_factor, cho_solve

    matrix = _near(landmarks, landmarks)
    matrix[np.diag_indices(len(landmarks))] += RIDGE
    towards = np.full((len(landmarks), labels), -1, np.float32)
    towards[np.arange(len(landmarks)), wanted] = 1
    solved: Floats = cho_solve(cho_factor(matrix.T, overwrite_a=True), towards).astype(np.float32)
    return solved
