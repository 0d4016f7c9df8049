"""Measuring a classifier on rows that it has not seen."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cdos.hubs.ai.contracts import Columns, Evaluation, Prediction
from cdos.hubs.ai.logic import duplicates, linear


@dataclass(slots=True)
class Judged:
    """The measures, and what was said of each row, in the order of the rows."""

    evaluation: Evaluation
    predictions: list[Prediction]


def on_test(
    train: Sequence[Columns], labels: Sequence[str], test: Sequence[Columns], wanted: Sequence[str]
) -> Judged:
    began = time.process_time()
    model = linear.train(train, labels)
    trained = time.process_time()
    said = model.predict(test)
    return Judged(_measured(said, wanted, len(train), trained - began, time.process_time() - trained), said)


def by_folds(texts: Sequence[Columns], labels: Sequence[str], number: int) -> Judged:
    """Each row by a model of the other folds; near-duplicates are in one fold."""
    linear.check_rows(texts, labels)
    fold = duplicates.folds(duplicates.groups([" ".join(text) for text in texts]), number)
    said: dict[int, Prediction] = {}
    training = classifying = 0.0
    for one in range(number):
        seen, unseen = np.flatnonzero(fold != one).tolist(), np.flatnonzero(fold == one).tolist()
        began = time.process_time()
        model = linear.train([texts[row] for row in seen], [labels[row] for row in seen])
        trained = time.process_time()
        said.update(zip(unseen, model.predict([texts[row] for row in unseen]), strict=True))
        training, classifying = training + trained - began, classifying + time.process_time() - trained
    in_order = [said[row] for row in range(len(texts))]
    train_rows = round(len(texts) * (number - 1) / number)
    return Judged(_measured(in_order, labels, train_rows, training, classifying), in_order)


def _measured(
    said: Sequence[Prediction], wanted: Sequence[str], train_rows: int, training: float, classifying: float
) -> Evaluation:
    first = np.array([one.label for one in said])
    second = np.array([one.second for one in said])
    true = np.array(list(wanted))
    right = first == true
    sure = np.array([one.sure for one in said], dtype=bool)
    f1 = {
        str(label): 2
        * float((right & (true == label)).sum())
        / float((first == label).sum() + (true == label).sum())
        for label in sorted(set(true.tolist()) | set(first.tolist()))
    }
    return Evaluation(
        rows=len(said),
        train_rows=train_rows,
        accuracy=round(float(right.mean()), 4),
        macro_f1=round(sum(f1.values()) / len(f1), 4),
        top2_accuracy=round(float((right | (second == true)).mean()), 4),
        f1={label: round(value, 4) for label, value in f1.items()},
        coverage_at_99=round(float(sure.mean()), 4),
        precision_at_99=round(float(right[sure].mean()), 4) if sure.any() else 0.0,
        rows_per_cpu_s=round(len(said) / max(classifying, 1e-9), 1),
        train_cpu_s=round(training, 1),
    )
