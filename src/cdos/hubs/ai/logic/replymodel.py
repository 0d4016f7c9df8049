"""A judge of replies in a file: trained on labelled pairs, asked one by one, with what spoke and what length alone says."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cdos.hubs.ai.contracts import Judgement, LabelledReplies, ModelRefused, ReplyModelInfo
from cdos.hubs.ai.logic import answers, duplicates, grams
from cdos.hubs.ai.logic.answers import Boundary, Common, Floats, Ints, Learned
from cdos.hubs.ai.logic.forest import Boosted, Forest
from cdos.hubs.ai.logic.linear import View

Bools = npt.NDArray[np.bool_]

FORMAT = 2
FOLDS = 5  # on which the threshold is chosen
BANDS = 10  # of length, for what length alone says
STRETCHES = 4
LEAST = 5  # rows of each label that a fold must learn from to say anything
FOREST = ("roots", "left", "right", "feature", "threshold", "leaf")
COMMON = ("often", "fairly", "untelling")


@dataclass(slots=True)
class ReplyModel:
    """`edges` are lengths between bands, `shares` how many of each band were hollow: what length alone gives."""

    learned: Learned
    edges: Floats
    shares: Floats
    info: ReplyModelInfo

    def judge(self, messages: Sequence[str], replies: Sequence[str]) -> list[Judgement]:
        pairs = answers.read(messages, replies)
        chances = self.learned.chances(pairs, np.arange(len(pairs)))[:, 1]
        bands = np.searchsorted(self.edges, pairs.lengths, side="right")
        return [
            Judgement(
                chance=float(chance),
                by_length=float(self.shares[band]),
                hollow=bool(chance >= self.info.threshold),
                stretches=_stretches(self.learned.boundary, reply),
            )
            for chance, band, reply in zip(chances, bands, replies, strict=True)
        ]


def train(rows: LabelledReplies, positive: str) -> ReplyModel:
    """ModelRefused where the positive label, or any other, is missing."""
    if positive not in set(rows.labels):
        raise ModelRefused(
            f"No row has the label “{positive}”; there are: {', '.join(sorted(set(rows.labels)))}."
        )
    pairs = answers.read(rows.messages, rows.replies)
    wanted = np.array([label == positive for label in rows.labels], dtype=np.int64)
    everything, lengths = np.arange(len(wanted)), pairs.lengths
    held_out, told = _held_out(pairs, wanted)
    threshold, f1 = best_threshold(held_out[told], wanted[told])
    learned = answers.learn(pairs, everything, wanted)
    edges, shares = _by_length(pairs.lengths, wanted)
    digest = hashlib.sha256(
        learned.forest.threshold.tobytes() + learned.boundary.weights.tobytes()
    ).hexdigest()
    info = ReplyModelInfo(
        version=digest[:16],
        positive=positive,
        rows=len(wanted),
        hollow=int(wanted.sum()),
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
        threshold=round(threshold, 6),
        held_out={
            "rows": int(told.sum()),
            "average_precision": round(answers.average_precision(wanted[told] == 1, held_out[told]), 4),
            "f1": round(f1, 4),
            "banded_ap": round(answers.banded(wanted[told] == 1, held_out[told], lengths[told]), 4),
            "length_only_banded_ap": round(
                answers.banded(wanted[told] == 1, -lengths[told], lengths[told]), 4
            ),
        },
    )
    return ReplyModel(learned, edges, shares, info)


def _held_out(pairs: answers.Pairs, wanted: Ints) -> tuple[Floats, Bools]:
    """The chance of each row by a model that has not seen it nor its near-duplicates; and for which rows there was one."""
    fold, chances = duplicates.folds(pairs.group, FOLDS, seed=1), np.zeros(len(wanted))
    told = np.zeros(len(wanted), dtype=bool)
    for number in range(FOLDS):
        seen, unseen = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if min(wanted[seen].sum(), (1 - wanted[seen]).sum()) >= LEAST:
            told[unseen] = True
            chances[unseen] = answers.learn(pairs, seen, wanted[seen]).chances(pairs, unseen)[:, 1]
    return chances, told


def best_threshold(chances: Floats, wanted: Ints) -> tuple[float, float]:
    """The chance from which calling a row positive gives the best F1, halfway to the next lower one; and that F1.

    One half where nothing could be held out."""
    if not wanted.any():
        return 0.5, 0.0
    order = np.argsort(-chances, kind="stable")
    right = np.cumsum(wanted[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + wanted.sum())
    best = int(np.argmax(f1))
    below = chances[order[best + 1]] if best + 1 < len(order) else 0.0
    return float((chances[order[best]] + below) / 2), float(f1[best])


def _by_length(lengths: Floats, wanted: Ints) -> tuple[Floats, Floats]:
    """Edges between bands of equal count, and the share of positive rows in each band."""
    edges = np.unique(np.quantile(lengths, np.linspace(0, 1, BANDS + 1)[1:-1]))
    bands = np.searchsorted(edges, lengths, side="right")
    count = np.bincount(bands, minlength=len(edges) + 1)
    hits = np.bincount(bands, weights=wanted, minlength=len(edges) + 1)
    return edges, (hits + wanted.mean()) / (count + 1)


def _stretches(boundary: Boundary, reply: str) -> tuple[str, ...]:
    """The stretches of the reply that spoke most for hollow, as they stand in it after folding."""
    words = grams.folded(reply)
    if not words:
        return ()
    _text, buckets, places = grams.hashed([words], [2], answers.BITS)
    columns = boundary.view.column[buckets]
    spoken = np.where(columns >= 0, boundary.weights[columns, 0] * boundary.view.idf[columns], 0)
    worth = np.zeros(len(words))
    np.add.at(worth, places, spoken / 2)
    np.add.at(worth, places + 1, spoken / 2)
    found, begin = [], 0
    for place in range(len(words) + 1):
        if place == len(words) or worth[place] <= 0 or not words[place].isalnum():
            if place - begin >= 3:
                found.append((float(worth[begin:place].sum()), words[begin:place][:12]))
            begin = place + 1
    return tuple(dict.fromkeys(stretch for _worth, stretch in sorted(found, reverse=True)))[:STRETCHES]


def save(model: ReplyModel, path: Path) -> None:
    """One file, replaced whole; plain arrays and JSON, so that reading a model runs no code of its."""
    facts = asdict(model.info) | {"format": FORMAT, "kind": "replies"}
    boundary, boosted, out = model.learned.boundary, model.learned.boosted, io.BytesIO()
    np.savez_compressed(
        out,
        facts=np.frombuffer(json.dumps(facts, ensure_ascii=False).encode(), dtype=np.uint8),
        buckets=boundary.view.buckets.astype(np.int32),
        idf=boundary.view.idf,
        weights=boundary.weights.astype(np.float32),
        bias=boundary.bias,
        edges=model.edges,
        shares=model.shares,
        **{name: getattr(model.learned.common, name).astype(np.int32) for name in COMMON},
        **_arrays("", model.learned.forest),
        **_arrays("boosted_", boosted.trees),
        start=np.array([boosted.start]),
    )
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(out.getvalue())
    beside.replace(path)


def _arrays(prefix: str, forest: Forest) -> dict[str, Any]:
    return {f"{prefix}{name}": getattr(forest, name) for name in FOREST}


def load(path: Path) -> ReplyModel:
    """ModelRefused for a file that is no model of this format."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            facts = json.loads(kept["facts"].tobytes())
            if facts.pop("format") != FORMAT or facts.pop("kind", "") != "replies":
                raise ModelRefused(f"{path.name} is no judge of replies of this version; train it again.")
            view = View(kept["buckets"].astype(np.int64), kept["idf"])
            boundary = Boundary(view, kept["weights"].astype(np.float64), kept["bias"])
            common = Common(*(kept[name].astype(np.int64) for name in COMMON))
            forest = Forest(*(kept[name] for name in FOREST))
            boosted = Boosted(Forest(*(kept[f"boosted_{name}"] for name in FOREST)), float(kept["start"][0]))
            learned = Learned(boundary, common, forest, boosted)
            return ReplyModel(learned, kept["edges"], kept["shares"], ReplyModelInfo(**facts))
    except ModelRefused:
        raise
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise ModelRefused(f"{path.name} is no model of CDOS, or it is damaged.") from error
