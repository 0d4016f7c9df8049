"""How good and how sure: F1, chances from scores, the threshold for a wanted precision."""

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

SHARPNESS = np.geomspace(0.5, 12, 40)
LEAST_ROWS = 30  # from which a share of right ones is believed


def chances(scores: Scores, sharpness: float) -> npt.NDArray[np.float64]:
    """Softmax of sharpened scores: each row sums to 1."""
    lifted = np.exp(sharpness * (scores - scores.max(axis=1, keepdims=True)).astype(np.float64))
    found: npt.NDArray[np.float64] = lifted / lifted.sum(axis=1, keepdims=True)
    return found


def sharpness(scores: Scores, wanted: Ints) -> float:
    """The factor under which the chances of the right labels are likeliest together (temperature scaling)."""
    rows = np.arange(len(wanted))
    losses = [
        -np.log(np.maximum(chances(scores, factor)[rows, wanted], 1e-12)).mean() for factor in SHARPNESS
    ]
    return float(SHARPNESS[int(np.argmin(losses))])


def threshold(chance: npt.NDArray[np.float64], wanted: Ints, *, precision: float) -> float:
    """The least confidence above which at least `precision` of the rows were right; 1.01 where there is none."""
    confidence, right = chance.max(axis=1), chance.argmax(axis=1) == wanted
    order = np.argsort(-confidence, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((share >= precision) & (np.arange(1, len(order) + 1) >= LEAST_ROWS))
    return float(confidence[order[enough[-1]]]) if len(enough) else 1.01


def f1_by_label(predicted: Ints, wanted: Ints, labels: int) -> npt.NDArray[np.float64]:
    """2 TP / (2 TP + FP + FN) of each label; 0 where a label was neither there nor said."""
    right = np.bincount(wanted[predicted == wanted], minlength=labels)
    both = np.bincount(predicted, minlength=labels) + np.bincount(wanted, minlength=labels)
    found: npt.NDArray[np.float64] = 2 * right / np.maximum(1, both)
    return found


def macro_f1(predicted: Ints, wanted: Ints) -> float:
    """The mean over the labels that occur, in the rows or in what was said of them."""
    labels = int(max(predicted.max(initial=0), wanted.max(initial=0))) + 1
    there = np.union1d(predicted, wanted)
    return float(f1_by_label(predicted, wanted, labels)[there].mean()) if len(there) else 0.0


def top2(scores: Scores, wanted: Ints) -> float:
    best = np.argsort(-scores, axis=1, kind="stable")[:, :2]
    return float((best == wanted[:, None]).any(axis=1).mean()) if len(wanted) else 0.0


def summary(scores: Scores, wanted: Ints) -> dict[str, float]:
    predicted = scores.argmax(axis=1)
    return {
        "accuracy": round(float((predicted == wanted).mean()), 4),
        "macro_f1": round(macro_f1(predicted, wanted), 4),
        "top2_accuracy": round(top2(scores, wanted), 4),
    }
