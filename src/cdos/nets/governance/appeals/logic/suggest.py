"""Which duty item a text is about, from the list's own wording alone: no history, no training.

Every item is a bag of weighted 2-character pieces (and whole keywords). A text scores an item by the pieces they
share, each weighted by how few items have it. What decided is shown as words.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..contracts import DutyItemInfo, Suggestion
from .text import RUN, folded, pieces

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
READ = 2000  # characters of a text that are looked at
# Chosen by meaning, not fitted to any messages: a keyword was written to be met, help only explains.
NAME, GROUP, CLASS, KEYWORD, HELP = 2.0, 1.0, 0.4, 2.0, 0.3
WHOLE_KEYWORD = 3.0  # beside its pieces, for the keyword met as a whole
PRIOR = 14.0  # score at which a lone item is believed by half
# Pieces of asking and telling which every message has.
COMMON = frozenset(
    [
        "请问",
        "问题",
        "反映",
        "投诉",
        "咨询",
        "建议",
        "希望",
        "我们",
        "你们",
        "他们",
        "一个",
        "没有",
        "有关",
        "相关",
        "部门",
        "处理",
        "解决",
        "情况",
        "市民",
        "居民",
        "政府",
        "领导",
        "工作",
        "进行",
        "是否",
        "如何",
        "怎么",
        "为什",
        "什么",
        "可以",
        "现在",
        "已经",
        "不能",
        "要求",
        "办理",
        "管理",
        "服务",
        "来电",
        "来信",
    ]
)


@dataclass(frozen=True, slots=True)
class Scored:
    """An item and how much of a text speaks for it; scores of one text can be compared, no others."""

    item: DutyItemInfo
    score: float


class Suggester:
    """An index over the items of one list; safe to share between threads."""

    def __init__(self, items: Sequence[DutyItemInfo]) -> None:
        self.items = tuple(items)
        self.numbers = {item.code: number for number, item in enumerate(self.items)}
        bags = [_bag(item) for item in self.items]
        spread: dict[str, int] = defaultdict(int)
        for bag in bags:
            for piece in bag:
                spread[piece] += 1
        self.rare = {piece: math.log((len(bags) + 1) / (count + 0.5)) for piece, count in spread.items()}
        self.weights = [{piece: weight * self.rare[piece] for piece, weight in bag.items()} for bag in bags]
        having: dict[str, list[int]] = defaultdict(list)
        for number, bag in enumerate(bags):
            for piece in bag:
                having[piece].append(number)
        self.postings = {
            piece: (np.array(numbers), np.array([self.weights[number][piece] for number in numbers]))
            for piece, numbers in having.items()
        }
        self.keywords = self._keywords()

    def _keywords(self) -> dict[str, list[tuple[str, Numbers]]]:
        """Keywords longer than a piece with the items that have them, by their first piece."""
        owners: dict[str, list[int]] = defaultdict(list)
        for number, item in enumerate(self.items):
            for word in {folded(word) for word in item.keywords}:
                owners[word].append(number)
        found: dict[str, list[tuple[str, Numbers]]] = defaultdict(list)
        for word, numbers in owners.items():
            parts = pieces(word)
            if parts and len(word) > 1:
                found[parts[0]].append((word, np.array(numbers)))
        return found

    def _scores(self, text: str, present: set[str]) -> Scores:
        """By the number of the item."""
        scores: Scores = np.zeros(len(self.items))
        for piece in present:
            if (posting := self.postings.get(piece)) is not None:
                scores[posting[0]] += posting[1]
            for word, numbers in self.keywords.get(piece, ()):
                if word in text:
                    scores[numbers] += WHOLE_KEYWORD * self.rare.get(piece, 1.0)
        return scores

    def _best(self, text: str, limit: int) -> list[tuple[int, float]]:
        """Number and score of the best, best first; the first in the list where scores are equal."""
        scores = self._scores(text, set(pieces(text)) - COMMON)
        order = np.argsort(-scores, kind="stable")[:limit]
        return [(int(number), float(scores[number])) for number in order if scores[number] > 0]

    def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """The best items first; none where the text shares nothing with the list."""
        read = folded(text[:READ])
        best = self._best(read, max(limit, 3))
        whole = sum(score for _number, score in best[:3]) + PRIOR
        return [
            Suggestion(
                self.items[number],
                round(score / whole, 4),
                self._words(number, read, self._met(number, read)),
            )
            for number, score in best[:limit]
        ]

    def scored(self, text: str, limit: int) -> list[Scored]:
        """The best by their score alone, best first."""
        return [Scored(self.items[number], score) for number, score in self._best(folded(text[:READ]), limit)]

    def words(self, code: str, text: str) -> tuple[str, ...]:
        """What in the text speaks for an item."""
        read, number = folded(text[:READ]), self.numbers[code]
        return self._words(number, read, self._met(number, read))

    def _met(self, number: int, text: str) -> list[str]:
        """The item's own keywords that stand whole in the text."""
        return [word for word in map(folded, self.items[number].keywords) if len(word) > 1 and word in text]

    def _words(self, number: int, text: str, met: list[str]) -> tuple[str, ...]:
        """The keywords met, else the runs of pieces that weighed most; at most four."""
        words = sorted(set(met), key=lambda word: -len(word))
        if len(words) < 2:
            words += [
                run
                for run in self._runs(number, text)
                if not any(run in word or word in run for word in words)
            ]
        return tuple(words[:4])

    def _runs(self, number: int, text: str) -> list[str]:
        weights: dict[str, float] = {}
        for run in RUN.findall(text):
            word, weight = "", 0.0
            for at in range(max(1, len(run) - 1)):
                piece = run if run[0] < "\u3400" else run[at : at + 2]
                gain = 0.0 if piece in COMMON else self.weights[number].get(piece, 0.0)
                if gain:
                    word = piece if not word else word + piece[-1]
                    weight += gain
                if word and (not gain or at >= len(run) - 2):
                    weights[word] = max(weight, weights.get(word, 0.0))
                    word, weight = "", 0.0
                if run[0] < "\u3400":
                    break
        return [word for word, _weight in sorted(weights.items(), key=lambda pair: -pair[1])]


def _bag(item: DutyItemInfo) -> dict[str, float]:
    bag: dict[str, float] = {}
    parts = (
        (item.name, NAME),
        (item.group, GROUP),
        (item.class_name, CLASS),
        (item.help, HELP),
        *((word, KEYWORD) for word in item.keywords),
    )
    for words, weight in parts:
        for piece in set(pieces(words)):
            if piece not in COMMON:
                bag[piece] = max(weight, bag.get(piece, 0.0))
    return bag
