"""The only door to similar-case groups."""

from collections.abc import Hashable, Iterable, Sequence

from .contracts import Heat, Message, Topic
from .logic import features, heat, naming, yardsticks
from .logic.features import BANDS_ALIKE
from .logic.group import Group
from .logic.grouping import Groups
from .logic.stream import LOOKED_AT, Keys, Ready, Shelf, Stream, packed, unpacked

__all__ = [
    "BANDS_ALIKE",
    "LOOKED_AT",
    "Group",
    "Groups",
    "Keys",
    "Ready",
    "Shelf",
    "Stream",
    "packed",
    "topic_of",
    "topics_of",
    "unpacked",
]
PEOPLE = 2  # of whom a topic needs at least so many


def topics_of(messages: Sequence[Message], *, people: int = PEOPLE) -> list[Topic]:
    """Topics among messages that are all there, the hottest first; a message is in one topic or in none."""
    groups = Groups()
    groups.learn(messages)
    for message in sorted(messages, key=lambda each: (each.at is None, each.at, str(each.id))):
        groups.add(message)
    groups.settle()
    by_id = {message.id: message for message in messages}
    found = []
    for group in groups.groups.values():
        if group.size > 1:
            topic = topic_of([by_id[member] for member in group.members], groups, people=people)
            found += [topic] if topic else []
    return sorted(found, key=lambda topic: (-topic.heat, topic.name))


def topic_of(messages: Iterable[Message], groups: Groups, *, people: int = PEOPLE) -> Topic | None:
    """The topic that these messages of one group make; None where fewer people are behind them."""
    ordered = sorted(messages, key=lambda each: (each.at is None, each.at, str(each.id)))
    hot = heat.of(ordered)
    if hot.people < people:
        return None
    place, problem = naming.name_of(ordered, lambda words: features.rarity_of(groups.counts, words))
    first, last = heat.span(ordered)
    members: list[Hashable] = [message.id for message in ordered]
    return Topic(
        name=_name(place, problem),
        place=place,
        problem=problem,
        heat=hot.value,
        first=first,
        last=last,
        members=members,
        people=hot.people,
        growth=hot.growth,
        severity=hot.severity,
    )


def yardstick(messages: Iterable[Message]) -> bytes:
    """What is known of the words of these messages, for a `Stream`; 2 ms of work each, at most a few MB."""
    return yardsticks.make(messages)


def named(messages: Iterable[Message], stream: Stream) -> tuple[str, str, str]:
    """(name, place, problem) of messages of one group, in plain words of theirs."""
    place, problem = naming.name_of(list(messages), stream.rarity)
    return _name(place, problem), place, problem


def heat_of(*, people: int, support: float, lately: float, dangerous: float) -> Heat:
    """People x growth x severity, of figures that were counted: see `logic.heat.made`."""
    return heat.made(people, support, lately, dangerous)


def is_dangerous(message: Message) -> bool:
    """It speaks of danger to life or health."""
    return heat.danger(message)


def _name(place: str, problem: str) -> str:
    if place.isascii() and problem.isascii():
        return f"{place}: {problem}" if place else problem
    return place + problem
