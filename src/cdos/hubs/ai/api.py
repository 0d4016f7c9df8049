"""The door of the AI hub: train a classifier of texts, ask it, measure it; read the words in files. No database, no network."""

from collections.abc import Sequence
from pathlib import Path

from cdos.base.files.contracts import FileKind
from cdos.hubs.ai.adapters import registry
from cdos.hubs.ai.adapters.base import FileReader
from cdos.hubs.ai.contracts import (
    Columns,
    Evaluation,
    Judgement,
    LabelledReplies,
    ModelInfo,
    Prediction,
    Ranked,
    ReplyEvaluation,
    ReplyModelInfo,
)
from cdos.hubs.ai.logic import duplicates, evaluating, judging, linear, ranking, replymodel

__all__ = ["FileReader"]


def train(*, texts: Sequence[Columns], labels: Sequence[str], path: Path) -> ModelInfo:
    """Learn from rows and write the model to `path`, replacing what was there. ModelRefused."""
    model = linear.train(texts, labels)
    linear.save(model, path)
    return model.info


class Classifier:
    """A model read from its file, ready to be asked; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """ModelRefused for a file that is none."""
        self._model = linear.load(path)

    @property
    def info(self) -> ModelInfo:
        return self._model.info

    def predict(self, texts: Sequence[Columns], *, explain: bool = False) -> list[Prediction]:
        """One proposal a text; with `explain` also the words that decided, which costs about a millisecond each."""
        return self._model.predict(texts, explain=explain)

    def ranked(self, texts: Sequence[Columns], *, most: int = 10) -> list[list[tuple[str, float]]]:
        """The likeliest labels of each text with their chances, best first."""
        return self._model.ranked(texts, most)

    def words(self, text: Columns, label: str) -> tuple[str, ...]:
        """What in the text spoke for a label of the model."""
        return linear.explained(self._model, text, label)


def evaluate(
    *, train: Sequence[Columns], labels: Sequence[str], test: Sequence[Columns], wanted: Sequence[str]
) -> tuple[Evaluation, list[Prediction]]:
    """Train on the one, measure on the other. ModelRefused."""
    judged = evaluating.on_test(train, labels, test, wanted)
    return judged.evaluation, judged.predictions


def evaluate_folds(
    *, texts: Sequence[Columns], labels: Sequence[str], folds: int
) -> tuple[Evaluation, list[Prediction]]:
    """Each row judged by a model of the other folds; near-duplicates are kept in one fold. ModelRefused."""
    judged = evaluating.by_folds(texts, labels, folds)
    return judged.evaluation, judged.predictions


def evaluate_replies(
    *, train: LabelledReplies, test: LabelledReplies | None = None, positive: str = "", folds: int = 5
) -> tuple[ReplyEvaluation, list[Prediction]]:
    """Judge the replies of `test` as `train` teaches; without `test` each row by the other folds. ModelRefused."""
    if test is None:
        return judging.by_folds(train, positive, folds)
    return judging.on_test(train, test, positive)


def train_replies(*, rows: LabelledReplies, positive: str, path: Path) -> ReplyModelInfo:
    """Learn which replies have the label `positive` and write the judge to `path`. ModelRefused."""
    model = replymodel.train(rows, positive)
    replymodel.save(model, path)
    return model.info


class ReplyJudge:
    """A judge of replies read from its file; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """ModelRefused for a file that is none."""
        self._model = replymodel.load(path)

    @property
    def info(self) -> ReplyModelInfo:
        return self._model.info

    def judge(self, messages: Sequence[str], replies: Sequence[str]) -> list[Judgement]:
        """One judgement a pair of message and reply."""
        return self._model.judge(messages, replies)


def same_text_groups(texts: Sequence[str]) -> list[int]:
    """A group number for each text: near-duplicates (half of their 3-grams shared) have the same."""
    return [int(group) for group in duplicates.groups(texts)]


class Ranking:
    """A collection of texts, ready to be asked which of them a question is about; safe to share between threads."""

    def __init__(self, *, texts: Sequence[str], questions: Sequence[str] = ()) -> None:
        """`questions`, one a text: from twenty on, what a text must cover to be an answer is learned from them."""
        self._index = ranking.Index(texts, questions)

    @property
    def bar(self) -> float:
        """What a text must cover of a question to be taken for an answer."""
        return self._index.bar

    def ask(self, question: str, *, limit: int = 5) -> list[Ranked]:
        """The likeliest first; `sure` says whether it may be shown as an answer."""
        return self._index.ask(question, limit)


def file_readers() -> dict[FileKind, FileReader]:
    """What reads speech in clips and print in photos, by kind; whether it is installed each says itself (`missing`)."""
    return registry.readers()
