"""A forest of decision trees as plain arrays: it is asked without the library that grew it, and its file runs no code."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int32]


@dataclass(slots=True)
class Forest:
    """All nodes of all trees in one row; `left` of a leaf is -1, `leaf` holds the shares of each label at every node."""

    roots: Places
    left: Places
    right: Places
    feature: Places
    threshold: Floats
    leaf: npt.NDArray[np.float32]

    def chances(self, rows: Floats) -> Floats:
        """Mean of the trees: shape (rows, labels)."""
        asked = rows.astype(np.float32)  # as the library compares
        node = np.tile(self.roots, (len(asked), 1))
        row = np.arange(len(asked))[:, None]
        while (inner := self.left[node] >= 0).any():
            goes_left = asked[row, np.maximum(0, self.feature[node])] <= self.threshold[node]
            node = np.where(inner, np.where(goes_left, self.left[node], self.right[node]), node)
        found: Floats = self.leaf[node].astype(np.float64).mean(axis=1)
        return found


def of(grown: Any, classes: int) -> Forest:
    """From the library's fitted forest; labels that it never saw have no chance."""
    trees = [one.tree_ for one in grown.estimators_]
    starts = np.concatenate([[0], np.cumsum([tree.node_count for tree in trees])[:-1]])
    shift = np.repeat(starts, [tree.node_count for tree in trees])
    left, right, feature, threshold = (
        np.concatenate([getattr(tree, name) for tree in trees])
        for name in ("children_left", "children_right", "feature", "threshold")
    )
    values = np.concatenate([tree.value[:, 0, :] for tree in trees])
    leaf = np.zeros((len(values), classes), dtype=np.float32)
    leaf[:, grown.classes_] = values / values.sum(axis=1, keepdims=True)
    return Forest(
        roots=starts.astype(np.int32),
        left=np.where(left >= 0, left + shift, -1).astype(np.int32),
        right=np.where(right >= 0, right + shift, -1).astype(np.int32),
        feature=feature.astype(np.int32),
        threshold=threshold.astype(np.float64),
        leaf=leaf,
    )
