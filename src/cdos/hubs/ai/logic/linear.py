"""A classifier of short texts: tf-idf of hashed characters and pairs, one-against-rest support vectors, and a kernel beside.

Four views of a message: the title, the body, the body's beginning, where people say what they want, and the learned
words of all of it; columns count by how much they tell of a label (NBSVM). A radial kernel over latent factors (`kernel`)
has half a say. Measured on 8,154 messages in 7 classes against longer n-grams, nearest neighbours, Bayes and a small
network: docs/systems/appeals.md.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from cdos.hubs.ai.contracts import Columns, ModelInfo, ModelRefused, Prediction
from cdos.hubs.ai.logic import duplicates, grams, kernel, measures
from cdos.hubs.ai.logic import words as learned

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

BITS, ORDERS = 20, (1, 2)
HEAD = 150  # characters of the body that stand for what it is about
LEAST_TEXTS = 2  # in which a bucket must occur
SHARES = (1.0, 1.0, 0.7, 1.0)  # length of each view: the beginning is in the body, too
PENALTY, SMOOTH = 0.3, 0.5
INNER_FOLDS = 3  # on which confidence is learned
AT_ONCE = 4096
WORDS = 6
FORMAT = 3
WITHOUT_KERNEL = 2  # the format before, which is still read


@dataclass(slots=True)
class View:
    """One block of columns: which buckets count, and how much each tells."""

    buckets: Ints  # sorted
    idf: Floats
    width: int = 1 << BITS  # how many buckets there are
    share: float = 1.0
    column: npt.NDArray[np.int32] = field(init=False)  # of each bucket, -1 where it does not count

    def __post_init__(self) -> None:
        self.column = np.full(self.width, -1, dtype=np.int32)
        self.column[self.buckets] = np.arange(len(self.buckets), dtype=np.int32)

    def weigh(self, counted: sparse.csr_matrix) -> sparse.csr_matrix:
        """Rows as long as this view's share (or zero)."""
        columns = self.column[counted.indices]
        known = columns >= 0
        ends = np.concatenate([[0], np.cumsum(known)])[counted.indptr]
        columns = columns[known]
        values = (1 + np.log(counted.data[known])) * self.idf[columns]
        shape = (counted.shape[0], len(self.buckets))
        weighed = sparse.csr_matrix((values.astype(np.float32), columns, ends), shape=shape)
        lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        lengths[lengths == 0] = 1
        lengths /= self.share
        weighed.data /= np.repeat(lengths, np.diff(ends)).astype(np.float32)
        return weighed


@dataclass(slots=True)
class Fitted:
    """What was learned of counted texts: `weights` (columns of all views, labels), `bias` (labels), and a kernel."""

    views: list[View]
    weights: Floats
    bias: Floats
    kernel: kernel.Kernel

    def opinions(self, counted: Sequence[sparse.csr_matrix]) -> tuple[Floats, Floats]:
        """Scores by the boundaries and scores by the kernel, each of shape (texts, labels)."""
        weighed = [view.weigh(one) for view, one in zip(self.views, counted, strict=True)]
        rows = sparse.hstack(weighed, format="csr")
        return rows @ self.weights + self.bias, self.kernel.scores(rows)


@dataclass(slots=True)
class Model:
    """`says`: the factors of the linear score and the kernel's in a text's score; `sharpness` of confidence."""

    words: Ints  # learned, see `words`
    fitted: Fitted
    info: ModelInfo
    says: tuple[float, float] = (1.0, 0.0)
    sharpness: float = 1.0

    def scores(self, texts: Sequence[Columns]) -> Floats:
        """Shape (texts, labels): the higher, the likelier; `sharpness` makes chances of them."""
        parts = []
        for start in range(0, len(texts), AT_ONCE):
            counted = counted_views(texts[start : start + AT_ONCE], self.words)
            parts.append(_together(self.fitted.opinions(counted), self.says))
        return np.concatenate(parts) if parts else np.zeros((0, len(self.info.labels)), np.float32)

    def predict(self, texts: Sequence[Columns], *, explain: bool = False) -> list[Prediction]:
        return [
            replace(said, words=explained(self, text, said.label)) if explain else said
            for text, said in zip(texts, self._said(self.scores(texts)), strict=True)
        ]

    def ranked(self, texts: Sequence[Columns], most: int) -> list[list[tuple[str, float]]]:
        chances = measures.chances(self.scores(texts), self.sharpness)
        order = np.argsort(-chances, axis=1, kind="stable")[:, :most]
        return [
            [(self.info.labels[at], float(row[at])) for at in best]
            for row, best in zip(chances, order, strict=True)
        ]

    def _said(self, scores: Floats) -> Iterator[Prediction]:
        chances = measures.chances(scores, self.sharpness)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :2]
        for row, (first, second) in enumerate(order):
            confidence = float(chances[row, first])
            yield Prediction(
                label=self.info.labels[first],
                second=self.info.labels[second],
                confidence=confidence,
                sure=confidence >= self.info.threshold,
            )


def views_of(text: Columns) -> tuple[str, str, str, str]:
    """Title, body, beginning of the body, all of it; one column alone is both title and body."""
    title = grams.folded(text[0]) if text else ""
    body = grams.folded(" ".join(part for part in text[1:] if part.strip())) or title
    return title, body, body[:HEAD], f"{title} {body}"


def counted_views(texts: Sequence[Columns], words: Ints) -> list[sparse.csr_matrix]:
    *views, whole = zip(*map(views_of, texts), strict=True)
    return [*(grams.counts(view, ORDERS, BITS) for view in views), learned.counts(whole, words)]


def train(texts: Sequence[Columns], labels: Sequence[str]) -> Model:
    """ModelRefused where there are fewer than two labels, or a label with fewer rows than inner folds need."""
    names = check_rows(texts, labels)
    wanted = np.searchsorted(np.array(names), np.array(labels))
    words = learned.learn([views_of(text)[-1] for text in texts])
    counted = counted_views(texts, words)
    opinions = _held_out(texts, counted, wanted, len(names))
    says = _says(opinions, wanted)
    held_out = _together(opinions, says)
    sharpness = measures.sharpness(held_out, wanted)
    threshold = measures.threshold(measures.chances(held_out, sharpness), wanted, precision=0.99)
    fitted = fit(counted, wanted, len(names))
    info = ModelInfo(
        version=_digest(fitted, names),
        labels=tuple(names),
        rows=len(texts),
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
        threshold=threshold,
        held_out=measures.summary(held_out, wanted),
    )
    return Model(words, fitted, info, says, sharpness)


def _digest(fitted: Fitted, names: Sequence[str]) -> str:
    """Of the linear part, which the rows alone decide; the kernel's last digits may differ between processors."""
    told = f"{FORMAT}".encode() + fitted.weights.tobytes() + fitted.bias.tobytes() + "\n".join(names).encode()
    return hashlib.sha256(told).hexdigest()[:16]


def check_rows(texts: Sequence[Columns], labels: Sequence[str]) -> list[str]:
    """The labels in order."""
    names = sorted(set(labels))
    if len(names) < 2:
        raise ModelRefused("There is nothing to tell apart: the rows have fewer than two labels.")
    if not any(any(part.strip() for part in text) for text in texts):
        raise ModelRefused("Every text is empty.")
    return names


def _held_out(
    texts: Sequence[Columns], counted: list[sparse.csr_matrix], wanted: Ints, labels: int
) -> tuple[Floats, Floats]:
    """Both opinions of each row by a model that has not seen it nor its near-duplicates."""
    fold = duplicates.folds(duplicates.groups([" ".join(text) for text in texts]), INNER_FOLDS, seed=1)
    scores = np.full((2, len(texts), labels), -1.0, dtype=np.float32)
    for number in range(INNER_FOLDS):
        seen, unseen = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if len(unseen) and len(set(wanted[seen].tolist())) > 1:
            fitted = fit([view[seen] for view in counted], wanted[seen], labels)
            scores[:, unseen] = fitted.opinions([rows[unseen] for rows in counted])
    return scores[0], scores[1]


def _says(opinions: tuple[Floats, Floats], wanted: Ints) -> tuple[float, float]:
    """An equal say: half of each opinion, both as sharp as makes the right labels likeliest."""
    linear, near = opinions
    if not (near != near[:1]).any():
        return 1.0, 0.0
    return measures.sharpness(linear, wanted) / 2, measures.sharpness(near, wanted) / 2


def _together(opinions: tuple[Floats, Floats], says: tuple[float, float]) -> Floats:
    linear, near = opinions
    found: Floats = (says[0] * linear + says[1] * near).astype(np.float32)
    return found


def fit(counted: list[sparse.csr_matrix], wanted: Ints, labels: int) -> Fitted:
    """A label that no row has gets a bias that never wins.

    Each label against the rest, on columns that count the more the more unevenly they are shared between the two (NBSVM:
    Wang and Manning 2012). That part is as linear, and as fast, as without it. The kernel counts a column by the label that it
    tells most of.
    """
    from sklearn.svm import LinearSVC  # only training needs it

    views = [_view(one, share) for one, share in zip(counted, SHARES, strict=True)]
    rows = sparse.hstack([view.weigh(one) for view, one in zip(views, counted, strict=True)], format="csr")
    weights = np.zeros((rows.shape[1], labels), dtype=np.float32)
    bias = np.full(labels, -10.0, dtype=np.float32)
    most = np.zeros(rows.shape[1], dtype=np.float32)
    for label in np.unique(wanted):
        mine = wanted == label
        telling = _telling(rows, mine)
        np.maximum(most, telling, out=most)
        machine = LinearSVC(C=PENALTY, tol=1e-3, random_state=0).fit(rows @ sparse.diags(telling), mine)
        weights[:, label], bias[label] = telling * machine.coef_[0], machine.intercept_[0]
    return Fitted(views, weights, bias, kernel.fit(rows, most, wanted, labels))


def _telling(rows: sparse.csr_matrix, mine: npt.NDArray[np.bool_]) -> Floats:
    """For each column half of the mean, and half by how far its share in these rows is from its share in the others."""
    here, there = (np.asarray(rows[one].sum(axis=0)).ravel() + SMOOTH for one in (mine, ~mine))
    ratio = np.abs(np.log((here / here.sum()) / (there / there.sum())))
    telling: Floats = (0.5 + 0.5 * ratio / max(float(ratio.mean()), 1e-9)).astype(np.float32)
    return telling


def _view(counted: sparse.csr_matrix, share: float) -> View:
    in_texts = np.bincount(counted.indices, minlength=counted.shape[1])
    kept = np.flatnonzero(in_texts >= LEAST_TEXTS)
    idf = np.log((1 + counted.shape[0]) / (1 + in_texts[kept])) + 1
    return View(kept, idf.astype(np.float32), counted.shape[1], share)


def explained(model: Model, text: Columns, label: str) -> tuple[str, ...]:
    """The stretches of the text that spoke most for the label, as they stand in it after folding."""
    at = model.info.labels.index(label)
    best: dict[str, float] = {}
    start = 0
    *views, whole = views_of(text)
    for view, words in zip(model.fitted.views, views, strict=False):
        weight = model.fitted.weights[start : start + len(view.buckets), at]
        start += len(view.buckets)
        for stretch, worth in _stretches(view, weight, words):
            best[stretch] = max(worth, best.get(stretch, 0.0))
    for word, worth in _words(model, model.fitted.weights[start:, at], learned.runs(whole)):
        best[word] = max(worth, best.get(word, 0.0))
    ranked = sorted(best, key=lambda stretch: -best[stretch])
    return tuple(
        stretch
        for place, stretch in enumerate(ranked)
        if not any(stretch in other for other in ranked[:place])
    )[:WORDS]


def _words(model: Model, weight: Floats, whole: str) -> Iterator[tuple[str, float]]:
    """The learned words that speak for the label."""
    view = model.fitted.views[-1]
    _text, which, places, lengths = learned.met([whole], model.words)
    columns = view.column[which]
    worth = np.where(columns >= 0, weight[columns] * view.idf[columns], 0)
    for at in np.flatnonzero(worth > 0):
        yield whole[places[at] : places[at] + lengths[at]], float(worth[at])


def _stretches(view: View, weight: Floats, words: str) -> Iterator[tuple[str, float]]:
    """Runs of characters that all speak for the label; a pair speaks for both of its characters."""
    if not words:
        return
    _text, buckets, places = grams.hashed([words], [2], BITS)
    columns = view.column[buckets]
    worth = np.zeros(len(words))
    spoken = np.where(columns >= 0, weight[columns] * view.idf[columns], 0)
    np.add.at(worth, places, spoken / 2)
    np.add.at(worth, places + 1, spoken / 2)
    begin = 0
    for place in range(len(words) + 1):
        if place == len(words) or worth[place] <= 0 or not words[place].isalnum():
            if place - begin >= 2:
                yield words[begin:place][:8], float(worth[begin:place].max())
            begin = place + 1


def save(model: Model, path: Path) -> None:
    """One file, replaced whole; plain arrays and JSON, so that reading a model runs no code of its."""
    facts = {
        "format": FORMAT,
        "version": model.info.version,
        "labels": model.info.labels,
        "rows": model.info.rows,
        "trained_at": model.info.trained_at,
        "threshold": model.info.threshold,
        "held_out": model.info.held_out,
        "sharpness": model.sharpness,
        "says": model.says,
    }
    fitted = model.fitted
    arrays: dict[str, Any] = {"words": model.words}
    arrays |= {f"kernel_{name}": array for name, array in fitted.kernel.arrays().items()}
    for number, view in enumerate(fitted.views):
        arrays |= {f"buckets{number}": view.buckets.astype(np.int32), f"idf{number}": view.idf}
    out = io.BytesIO()
    np.savez_compressed(
        out,
        facts=np.frombuffer(json.dumps(facts, ensure_ascii=False).encode(), dtype=np.uint8),
        weights=fitted.weights.astype(np.float16),
        bias=fitted.bias,
        **arrays,
    )
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(out.getvalue())
    beside.replace(path)


def load(path: Path) -> Model:
    """ModelRefused for a file that is no model of this format."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            facts = json.loads(kept["facts"].tobytes())
            before = facts["format"] == WITHOUT_KERNEL
            if facts.pop("format") not in (FORMAT, WITHOUT_KERNEL):
                raise ModelRefused(f"{path.name} was made by another version of CDOS; train it again.")
            words = kept["words"]
            widths = (1 << BITS, 1 << BITS, 1 << BITS, max(1, len(words)))
            views = [
                View(kept[f"buckets{n}"].astype(np.int64), kept[f"idf{n}"], width, share)
                for n, (width, share) in enumerate(zip(widths, SHARES, strict=True))
            ]
            weights, bias = kept["weights"].astype(np.float32), kept["bias"]
            near = kernel.nothing(len(bias)) if before else kernel.read(kept, "kernel_")
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        if isinstance(error, ModelRefused):
            raise
        raise ModelRefused(f"{path.name} is no model of CDOS, or it is damaged.") from error
    sharpness, says = facts.pop("sharpness"), tuple(facts.pop("says", (1.0, 0.0)))
    info = ModelInfo(**(facts | {"labels": tuple(facts["labels"])}))
    return Model(words, Fitted(views, weights, bias, near), info, says, sharpness)
