"""Decision trees as plain arrays: they are asked without the library that grew them, and their file runs no code."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int32]


@dataclass(slots=True)
class Forest:
    """All nodes of all trees in one row; `left` of a leaf is -1, `leaf` holds at every node what it says of each label."""

    roots: Places
    left: Places
    right: Places
    feature: Places
    threshold: Floats
    leaf: npt.NDArray[np.float32]

    def leaves(self, rows: "npt.NDArray[np.floating[Any]]") -> Floats:
        """What each tree says: shape (rows, trees, labels)."""
        node = np.tile(self.roots, (len(rows), 1))
        row = np.arange(len(rows))[:, None]
        while (inner := self.left[node] >= 0).any():
            goes_left = rows[row, np.maximum(0, self.feature[node])] <= self.threshold[node]
            node = np.where(inner, np.where(goes_left, self.left[node], self.right[node]), node)
        return self.leaf[node].astype(np.float64)

    def chances(self, rows: Floats) -> Floats:
        """Mean of the trees, each of which votes: shape (rows, labels)."""
        found: Floats = self.leaves(rows.astype(np.float32)).mean(axis=1)  # as the library compares
        return found


@dataclass(slots=True)
class Boosted:
    """Trees that correct each other, for two labels: the sum of all, from `start`, is the log of the odds of the second."""

    trees: Forest
    start: float

    def chances(self, rows: Floats) -> Floats:
        odds = self.start + self.trees.leaves(rows)[:, :, 0].sum(axis=1)
        second = 1 / (1 + np.exp(-odds))
        return np.column_stack([1 - second, second])


def of(grown: Any, classes: int) -> Forest:
    """From the library's fitted forest; labels that it never saw have no chance."""
    trees = [one.tree_ for one in grown.estimators_]
    columns = {
        name: np.concatenate([getattr(tree, name) for tree in trees])
        for name in ("children_left", "children_right", "feature", "threshold")
    }
    values = np.concatenate([tree.value[:, 0, :] for tree in trees])
    leaf = np.zeros((len(values), classes), dtype=np.float32)
    leaf[:, grown.classes_] = values / values.sum(axis=1, keepdims=True)
    starts, shift = _starts([tree.node_count for tree in trees])
    return Forest(
        roots=starts,
        left=_moved(columns["children_left"], columns["children_left"] >= 0, shift),
        right=_moved(columns["children_right"], columns["children_right"] >= 0, shift),
        feature=columns["feature"].astype(np.int32),
        threshold=columns["threshold"].astype(np.float64),
        leaf=leaf,
    )


def boosted(grown: Any) -> Boosted:
    """From the library's fitted boosted trees over two labels and plain numbers."""
    trees = [one[0].nodes for one in grown._predictors]
    nodes = np.concatenate(trees)
    starts, shift = _starts([len(tree) for tree in trees])
    inner = nodes["is_leaf"] == 0
    forest = Forest(
        roots=starts,
        left=_moved(nodes["left"].astype(np.int64), inner, shift),
        right=_moved(nodes["right"].astype(np.int64), inner, shift),
        feature=nodes["feature_idx"].astype(np.int32),
        threshold=nodes["num_threshold"].astype(np.float64),
        leaf=nodes["value"].astype(np.float32)[:, None],
    )
    return Boosted(forest, float(np.ravel(grown._baseline_prediction)[0]))


def _starts(counts: list[int]) -> tuple[Places, Places]:
    """Where each tree begins, and that beginning for each of its nodes."""
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int32)
    return starts, np.repeat(starts, counts).astype(np.int32)


def _moved(places: npt.NDArray[Any], there: npt.NDArray[np.bool_], shift: Places) -> Places:
    return np.where(there, places + shift, -1).astype(np.int32)
