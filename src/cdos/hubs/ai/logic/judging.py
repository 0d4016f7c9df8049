"""Measuring how well replies are judged, with what their length alone would give beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cdos.hubs.ai.contracts import LabelledReplies, ModelRefused, Prediction, ReplyEvaluation
from cdos.hubs.ai.logic import answers, duplicates, measures
from cdos.hubs.ai.logic.answers import Floats, Ints


@dataclass(slots=True)
class Judged:
    """Chances of each label and the signed length of each judged row: the more, the likelier positive."""

    names: list[str]
    wanted: Ints
    chances: Floats
    lengths: Floats
    by_length: Floats


def on_test(
    train: LabelledReplies, test: LabelledReplies, positive: str
) -> tuple[ReplyEvaluation, list[Prediction]]:
    names = _names([*train.labels, *test.labels], positive)
    pairs = answers.read([*train.messages, *test.messages], [*train.replies, *test.replies])
    wanted = _places(names, [*train.labels, *test.labels])
    cut = len(train.labels)
    seen, unseen = np.arange(cut), np.arange(cut, len(pairs))
    judged = _judge(pairs, wanted, seen, unseen, names, positive)
    return _measured(judged, cut, positive), list(_said(judged))


def by_folds(rows: LabelledReplies, positive: str, folds: int) -> tuple[ReplyEvaluation, list[Prediction]]:
    """Near-duplicates are in one fold."""
    names = _names(rows.labels, positive)
    pairs, wanted = answers.read(rows.messages, rows.replies), _places(names, rows.labels)
    fold = duplicates.folds(pairs.group, folds)
    whole = Judged(names, wanted, np.zeros((len(wanted), len(names))), pairs.lengths, np.zeros(len(wanted)))
    for one in range(folds):
        seen, unseen = np.flatnonzero(fold != one), np.flatnonzero(fold == one)
        part = _judge(pairs, wanted, seen, unseen, names, positive)
        whole.chances[unseen], whole.by_length[unseen] = part.chances, part.by_length
    return _measured(whole, round(len(wanted) * (folds - 1) / folds), positive), list(_said(whole))


def _names(labels: Sequence[str], positive: str) -> list[str]:
    names = sorted(set(labels))
    if positive and positive not in names:
        raise ModelRefused(f"No row has the label “{positive}”; there are: {', '.join(names)}.")
    return names


def _places(names: list[str], labels: Sequence[str]) -> Ints:
    return np.searchsorted(np.array(names), np.array(list(labels))).astype(np.int64)


def _judge(
    pairs: answers.Pairs, wanted: Ints, seen: Ints, unseen: Ints, names: list[str], positive: str
) -> Judged:
    chances = answers.judge(pairs, seen, wanted[seen], unseen, len(names))
    lengths = pairs.lengths[unseen]
    true = wanted[seen] == names.index(positive) if positive else np.zeros(len(seen), dtype=bool)
    shorter = not true.any() or np.median(pairs.lengths[seen][true]) <= np.median(pairs.lengths[seen][~true])
    return Judged(names, wanted[unseen], chances, lengths, -lengths if shorter else lengths)


def _measured(judged: Judged, train_rows: int, positive: str) -> ReplyEvaluation:
    predicted = judged.chances.argmax(axis=1)
    f1 = measures.f1_by_label(predicted, judged.wanted, len(judged.names))
    by_label = {name: round(float(value), 4) for name, value in zip(judged.names, f1, strict=True)}
    plain = ReplyEvaluation(
        rows=len(predicted),
        train_rows=train_rows,
        accuracy=round(float((predicted == judged.wanted).mean()), 4),
        macro_f1=round(measures.macro_f1(predicted, judged.wanted), 4),
        f1=by_label[positive] if positive else by_label,
    )
    if not positive:
        return plain
    at = judged.names.index(positive)
    true, score = judged.wanted == at, judged.chances[:, at]
    return replace(
        plain,
        average_precision=round(answers.average_precision(true, score), 4),
        length_only_ap=round(answers.average_precision(true, judged.by_length), 4),
        banded_ap=round(answers.banded(true, score, judged.lengths), 4),
        length_only_banded_ap=round(answers.banded(true, judged.by_length, judged.lengths), 4),
    )


def _said(judged: Judged) -> Iterator[Prediction]:
    order = np.argsort(-judged.chances, axis=1, kind="stable")[:, :2]
    for row, (first, second) in enumerate(order):
        confidence = float(judged.chances[row, first])
        yield Prediction(judged.names[first], judged.names[second], confidence, sure=False)
