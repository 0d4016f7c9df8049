"""Made-up cities full of messages, of which it is known which are about one case."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.support import topic_texts as texts

from cdos.nets.governance.topics.contracts import Message

START = datetime(2031, 1, 1)
LARGE = (48, 40)
MIDDLE = (22, 18, 15, 12, 10, 9, 8)
WRITES = "ABCDEFGHJKLMNPQRSTUVWXY"


@dataclass(frozen=True)
class Place:
    name: str
    city: str
    district: str


class City:
    """One city's places and a source of messages about them; the same seed makes the same city."""

    def __init__(self, seed: int, *, english: bool = False, coded: bool = False) -> None:
        self.random = random.Random(seed)
        self.english = english
        self.problems = texts.ENGLISH if english else texts.PROBLEMS
        self.name = "" if english else ("A市" if coded else self._stem() + "市")
        self.districts = (
            [""] if english else [f"A{n}区" if coded else self._stem() + "区" for n in range(1, 8)]
        )
        self.people = 0

    def _stem(self, length: int = 2) -> str:
        return "".join(self.random.sample(texts.STEMS, length))

    def place(self) -> Place:
        if self.english:
            name = f"{self.random.choice(texts.ENGLISH_STEMS)} {self.random.choice(texts.ENGLISH_STEMS)}"
            return Place(f"{name} {self.random.choice(texts.ENGLISH_SITES)}", "", "")
        kind = self.random.choice([*texts.SITES, *texts.SITES, *texts.ROADS, *texts.FIRMS])
        return Place(
            self._stem(self.random.choice((2, 2, 3))) + kind, self.name, self.random.choice(self.districts)
        )

    def message(self, number: str, place: Place, problem: str, at: datetime, person: str = "") -> Message:
        titles, sentences = self.problems[problem]
        said = self.random.sample(sentences, self.random.randint(2, min(4, len(sentences))))
        openers, closers = (
            (texts.ENGLISH_OPENERS, texts.ENGLISH_CLOSERS) if self.english else (texts.OPENERS, texts.CLOSERS)
        )
        detail = "".join(
            [
                self.random.choice(openers),
                *(f"{sentence} " if self.english else sentence for sentence in said),
                self.random.choice(closers),
            ]
        )
        title = self.random.choice(titles)
        if place.name and "{p}" not in title + detail:
            title = ("{p}: " if self.english else "{p}：") + title
        self.people += 1
        votes = int(self.random.paretovariate(1.2)) - 1
        return Message(
            number,
            self._written(title, place),
            self._written(detail, place),
            at,
            person or f"u{self.people}",
            votes,
        )

    def _written(self, text: str, place: Place) -> str:
        """The place as different people write it: with or without its area, now and then misspelt."""
        while "{p}" in text:
            name = place.name
            if not self.english:
                if len(name) > 4 and self.random.random() < 0.03:
                    at = self.random.randrange(2)
                    name = name[:at] + self.random.choice(texts.STEMS) + name[at + 1 :]
                area = self.random.choice(("", "", place.city, place.district, place.city + place.district))
                name = area + name
            text = text.replace("{p}", name, 1)
        return text


def made(
    seed: int, size: int, *, english: bool = False, coded: bool = False
) -> tuple[list[Message], dict[str, set[str]]]:
    """Messages of one city in random order, and the known cases: name -> ids."""
    city = City(seed, english=english, coded=coded)
    found: list[Message] = []
    cases: dict[str, set[str]] = {}
    for number, (place, problem, members) in enumerate(_cases(city, size)):
        start = START + timedelta(days=city.random.uniform(0, 600))
        spread = city.random.choice((20, 45, 90)) if members > 5 else 120
        ids = set()
        for n in range(members):
            at = start + timedelta(days=city.random.uniform(0, spread))
            found.append(city.message(f"c{number}-{n}", place, problem, at))
            ids.add(f"c{number}-{n}")
        cases[f"{place.name} {problem}"] = ids
    _traps(city, found)
    while len(found) < size:
        at = START + timedelta(days=city.random.uniform(0, 700))
        problem = city.random.choice(list(city.problems))
        found.append(city.message(f"s{len(found)}", city.place(), problem, at))
    city.random.shuffle(found)
    return found, cases


def _cases(city: City, size: int) -> Iterator[tuple[Place, str, int]]:
    problems = list(city.problems)
    sizes = [*LARGE, *MIDDLE, *([3] * (size // 100)), *([2] * (size // 100))]
    total = 0
    for members in sizes:
        if total + members > size * 0.6:
            break
        total += members
        place, problem = city.place(), city.random.choice(problems)
        yield place, problem, members
        if members >= 8 and city.random.random() < 0.5:  # another case at the same place
            other = city.random.choice([each for each in problems if each != problem])
            total += members // 2
            yield place, other, members // 2


def _traps(city: City, found: list[Message]) -> None:
    """One message that thousands like, and one person who writes the same thirty times."""
    loud = city.message("loud", city.place(), city.random.choice(list(city.problems)), START)
    found.append(Message(loud.id, loud.title, loud.detail, loud.at, loud.person, 3_000))
    again = city.message("again", city.place(), city.random.choice(list(city.problems)), START)
    for n in range(30):
        at = START + timedelta(days=n / 3)
        found.append(Message(f"again{n}", again.title, again.detail, at, "one", 0))
