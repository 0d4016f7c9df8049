"""Which texts of a small collection a question is about: BM25 over single characters and their pairs.

Pairs need no word list and beat word segmentation on Chinese questions. `covered` says how much of the question stands in
a text: the share of its characters that lie in a pair which the text has, rare characters counting more; Latin words count
as wholes. What a text must cover to be an answer is learned from the collection itself: every question asked with its own
text taken away shows how much a wrong text covers.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from cdos.hubs.ai.contracts import Ranked
from cdos.hubs.ai.logic import grams

Floats = npt.NDArray[np.float64]

BITS, ORDERS = 18, (1, 2)
K1, B = 1.2, 0.75
ASKED, COMPARED = 400, 5  # questions that the bar is learned from, and wrong texts looked at for each
WRONG = 0.95  # share of wrong answers that the bar keeps out
BAR, LOWEST, HIGHEST, FEW = 0.6, 0.45, 0.85, 20
_run = re.compile("[a-z0-9]+|[^a-z0-9 ]+")


def folded(text: str) -> str:
    """NFKC, lower case, a blank for whatever is no letter and no figure."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(char if char.isalnum() else " " for char in plain)


def spots(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each Latin word, and each other character with the pairs it lies in; a character alone lies in none."""
    for run in _run.findall(folded(text)):
        if run[0].isascii():
            yield run, (run,)
            continue
        for at, char in enumerate(run):
            yield (
                char,
                tuple(pair for pair in (run[max(0, at - 1) : at + 1], run[at : at + 2]) if len(pair) == 2),
            )


def pairs(text: str) -> frozenset[str]:
    return frozenset(pair for _spot, its in spots(text) for pair in its)


class Index:
    """Texts counted once; safe to share between threads."""

    def __init__(self, texts: Sequence[str], questions: Sequence[str] = ()) -> None:
        """`questions`: what each text answers, in the same order; the bar is learned from them."""
        self.size = len(texts)
        counted = grams.counts([folded(text) for text in texts] or [""], ORDERS, BITS)
        lengths = np.asarray(counted.sum(axis=1)).ravel()
        there = np.bincount(counted.indices, minlength=1 << BITS)
        weight = np.log(1 + (max(1, self.size) - there + 0.5) / (there + 0.5))
        self._scores = _bm25(counted, lengths, weight)
        self._pairs = [pairs(text) for text in texts]
        self._often = Counter(spot for text in texts for spot in {spot for spot, _its in spots(text)})
        self.bar = self._learned(questions) if len(questions) >= FEW else BAR

    def ask(self, question: str, limit: int = 5) -> list[Ranked]:
        """The likeliest texts first; none where not one pair of characters is shared."""
        found = []
        for at, score in self._best(question, limit):
            covered = self._covered(question, at)
            if covered > 0:
                found.append(Ranked(at, score, round(covered, 4), covered >= self.bar))
        return found

    def _best(self, question: str, limit: int) -> list[tuple[int, float]]:
        asked = grams.counts([folded(question)], ORDERS, BITS)
        asked.data[:] = 1
        scores: Floats = np.asarray((self._scores @ asked.T).todense()).ravel().astype(np.float64)
        order = np.argsort(-scores, kind="stable")[:limit]
        return [(int(at), float(scores[at])) for at in order if at < self.size and scores[at] > 0]

    def _covered(self, question: str, at: int) -> float:
        """0..1: share of the question's weight that stands in the text."""
        held, whole, shared = self._pairs[at], 0.0, 0.0
        for spot, its in spots(question):
            if its:
                weight = math.log(1 + max(1, self.size) / (1 + self._often[spot]))
                whole += weight
                shared += weight if any(pair in held for pair in its) else 0.0
        return shared / whole if whole else 0.0

    def _learned(self, questions: Sequence[str]) -> float:
        wrong = []
        for own in range(0, len(questions), max(1, len(questions) // ASKED)):
            best = self._best(questions[own], COMPARED + 1)
            wrong.append(
                max((self._covered(questions[own], at) for at, _score in best if at != own), default=0.0)
            )
        return float(np.clip(np.quantile(wrong, WRONG), LOWEST, HIGHEST))


def _bm25(counted: sparse.csr_matrix, lengths: Floats, weight: Floats) -> sparse.csr_matrix:
    mean = max(1.0, float(lengths.mean()))
    scores = counted.astype(np.float64)
    per_value = np.repeat(lengths, np.diff(scores.indptr))
    often = scores.data
    scores.data = often * (K1 + 1) / (often + K1 * (1 - B + B * per_value / mean)) * weight[scores.indices]
    return scores.tocsr()
