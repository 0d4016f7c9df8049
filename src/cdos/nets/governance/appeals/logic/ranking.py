"""Which duty item a text is about: the list's wording, and beside it what the city's own history says.

A model knows items, groups or classes, whatever the history named. Items of a class (or group) that the model finds likely
are ranked by their wording inside it; an item model proposes items itself. With no model only the wording speaks.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from ..contracts import DutyItemInfo, Learned, Suggestion
from .duty import HeldList
from .suggest import PRIOR, Scored

LOOKED_AT = 60  # items by wording that the history may re-rank
FLOOR = 0.02  # of a chance: the history never rules an item out alone
BEST_OF_LABEL = 3

Learner = Callable[[str, str], Learned | None]  # title, body
_learners: list[Learner] = []


def register_learner(learner: Learner) -> None:
    """Who says what the history knows; one, when its module is loaded."""
    _learners[:] = [learner]


def learned(text: str) -> Learned | None:
    """The title is the first line."""
    title, _line, body = text.partition("\n")
    return _learners[0](title, body) if _learners else None


def label_of(item: DutyItemInfo, level: str) -> str:
    return {"item": item.code, "group": f"{item.class_name}/{item.group}", "class": item.class_name}[level]


def best(held: HeldList, text: str, limit: int) -> tuple[list[Suggestion], Learned | None]:
    """Items with their confidence, best first, and what the history said."""
    said = learned(text) if text else None
    return combined(held, text, said, limit), said


def combined(held: HeldList, text: str, said: Learned | None, limit: int) -> list[Suggestion]:
    """Items by wording and by what the history said."""
    if said is None:
        return held.suggester.suggest(text, limit) if text else []
    scored = held.suggester.scored(text, LOOKED_AT)
    if said.level == "item":
        ranked = _items(held, scored, said)
    else:
        ranked = _inside(scored, said)
    return [
        Suggestion(item, round(confidence, 4), held.suggester.words(item.code, text) or said.words[:4])
        for item, confidence in ranked[:limit]
    ]


def _inside(scored: Sequence[Scored], said: Learned) -> list[tuple[DutyItemInfo, float]]:
    """The chance of the class times the item's share by wording among the best of that class."""
    chances = dict(said.chances)
    rest = max(FLOOR, 1 - sum(chances.values()))
    of_label: dict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        of_label[label_of(one.item, said.level)].append(one)
    ranked = []
    for label, ones in of_label.items():
        whole = sum(one.score for one in ones[:BEST_OF_LABEL]) + PRIOR
        chance = max(chances.get(label, rest), FLOOR)
        ranked += [(one.item, chance * one.score / whole) for one in ones]
    return sorted(ranked, key=lambda pair: (-pair[1], pair[0].code))


def _items(held: HeldList, scored: Sequence[Scored], said: Learned) -> list[tuple[DutyItemInfo, float]]:
    """The model's items at their chance; items by wording share what chance is left for those it does not know."""
    known = {code: chance for code, chance in said.chances if code in held.by_code}
    left = max(FLOOR, 1 - sum(known.values()))
    whole = sum(one.score for one in scored[:BEST_OF_LABEL]) + PRIOR
    ranked = [(held.by_code[code], chance) for code, chance in known.items()]
    ranked += [(one.item, left * one.score / whole) for one in scored if one.item.code not in known]
    return sorted(ranked, key=lambda pair: (-pair[1], pair[0].code))
