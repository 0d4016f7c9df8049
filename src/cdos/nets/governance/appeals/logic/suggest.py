"""Which duty item a text is about, from the list's own wording alone: no history, no training.

Every item is a bag of weighted 2-character pieces (and whole keywords). A text scores an item by the pieces they
share, each weighted by how few items have it. What decided is shown as words.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..contracts import DutyItemInfo, Suggestion
from .text import RUN, folded, pieces

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
        self.postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, bag in enumerate(bags):
            for piece, weight in bag.items():
                self.postings[piece].append((number, weight * self.rare[piece]))
        self.keywords = self._keywords()

    def _keywords(self) -> dict[str, list[tuple[str, int]]]:
        """Keywords longer than a piece, by their first piece."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, item in enumerate(self.items):
            for word in {folded(word) for word in item.keywords}:
                parts = pieces(word)
                if parts and len(word) > 1:
                    found[parts[0]].append((word, number))
        return found

    def _scores(self, text: str, present: set[str]) -> tuple[dict[int, float], dict[int, list[str]]]:
        scores: dict[int, float] = defaultdict(float)
        met: dict[int, list[str]] = defaultdict(list)
        for piece in present:
            for number, weight in self.postings.get(piece, ()):
                scores[number] += weight
            for word, number in self.keywords.get(piece, ()):
                if word in text:
                    scores[number] += WHOLE_KEYWORD * self.rare.get(piece, 1.0)
                    met[number].append(word)
        return scores, met

    def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """The best items first; none where the text shares nothing with the list."""
        read = folded(text[:READ])
        order = pieces(read)
        scores, met = self._scores(read, set(order) - COMMON)
        best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[: max(limit, 3)]
        whole = sum(score for _number, score in best[:3]) + PRIOR
        return [
            Suggestion(self.items[number], round(score / whole, 4), self._words(number, read, met[number]))
            for number, score in best[:limit]
        ]

    def scored(self, text: str, limit: int) -> list[Scored]:
        """The best by their score alone, best first."""
        read = folded(text[:READ])
        scores, _met = self._scores(read, set(pieces(read)) - COMMON)
        best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return [Scored(self.items[number], score) for number, score in best]

    def words(self, code: str, text: str) -> tuple[str, ...]:
        """What in the text speaks for an item."""
        read, number = folded(text[:READ]), self.numbers[code]
        parts = set(pieces(read))
        met = [
            word
            for part in parts
            for word, found in self.keywords.get(part, ())
            if found == number and word in read
        ]
        return self._words(number, read, met)

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
                gain = 0.0 if piece in COMMON else self._weight(piece, number)
                if gain:
                    word = piece if not word else word + piece[-1]
                    weight += gain
                if word and (not gain or at >= len(run) - 2):
                    weights[word] = max(weight, weights.get(word, 0.0))
                    word, weight = "", 0.0
                if run[0] < "\u3400":
                    break
        return [word for word, _weight in sorted(weights.items(), key=lambda pair: -pair[1])]

    def _weight(self, piece: str, number: int) -> float:
        return next((weight for found, weight in self.postings.get(piece, ()) if found == number), 0.0)


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
