"""Households and the people in them, community by community."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from cdos.base.identity.contracts import DocumentKind, NewParty, PartyKind
from cdos.base.organisation.contracts import AreaLevel
from cdos.sample import data_files, names
from cdos.sample.ground.shapes import stream
from cdos.sample.people.documents import (
    CITY_ORIGINS,
    CITY_SHARE,
    FIRST_DAY,
    ORIGINS,
    CitizenNumbers,
    Ints,
    born_on,
    phone,
)

PEOPLE = 20_000_000  # at scale 1
SIZES = np.array([1, 2, 3, 4, 5])
SHARES = np.array([0.30, 0.24, 0.24, 0.15, 0.07])
ADULT, SPOUSE, CHILD, ELDER = 0, 1, 2, 3
ROLES = {1: (ADULT,), 2: (ADULT, SPOUSE), 3: (ADULT, SPOUSE, CHILD), 4: (ADULT, SPOUSE, CHILD, CHILD)}
ROLES[5] = (ADULT, SPOUSE, CHILD, CHILD, ELDER)
CHILD_PHONE_FROM = 12  # years


@dataclass(frozen=True, slots=True)
class Census:
    """How many people live where; people are numbered through, community after community."""

    communities: list[str]
    counts: Ints
    starts: Ints

    @property
    def total(self) -> int:
        return int(self.counts.sum())


@dataclass(frozen=True, slots=True)
class People:
    """The people of one community; `household` numbers its households, `role` says who they are in it."""

    rows: list[NewParty]
    household: Ints
    role: Ints
    age: Ints
    born: Ints  # days since FIRST_DAY
    male: npt.NDArray[np.bool_]


def take_census(scale: float, seed: int) -> Census:
    """Communities differ in size by a factor of about ten, as they do."""
    communities = data_files.codes(AreaLevel.COMMUNITY)
    random = stream(seed, "census")
    weights = random.lognormal(0.0, 0.55, size=len(communities))
    weights[[code[6] == "4" for code in communities]] *= 0.1  # bonded zones and the airport: few live there
    wanted = weights / weights.sum() * PEOPLE * scale
    counts = np.maximum(4, np.rint(wanted)).astype(np.int64)
    return Census(communities, counts, np.concatenate([[0], np.cumsum(counts)[:-1]]))


def residents(census: Census, seed: int, today: date) -> Iterator[People]:
    """In the order of the census; constant memory but for the counters of identity numbers."""
    numbers = CitizenNumbers()
    for code, count, start in zip(
        census.communities, census.counts.tolist(), census.starts.tolist(), strict=True
    ):
        yield _people(code, count, start, numbers, stream(seed, "people", code), today)


def _people(
    code: str, count: int, start: int, numbers: CitizenNumbers, random: np.random.Generator, today: date
) -> People:
    household, role = _households(count, random)
    age = _ages(household, role, random)
    born = (today - FIRST_DAY).days - age * 365 - random.integers(1, 365, size=count) - age // 4
    male = np.where(role == ADULT, random.random(count) < 0.55, random.random(count) < 0.5)
    male = np.where(role == SPOUSE, ~male[np.maximum(np.arange(count) - 1, 0)], male)
    local = random.random(count) < CITY_SHARE
    origin = np.where(
        local,
        random.integers(0, CITY_ORIGINS, size=count),
        random.integers(CITY_ORIGINS, len(ORIGINS), size=count),
    )
    documents = numbers.take(origin, born, male)
    called = _names(household, role, male, random)
    rows = [
        NewParty(
            kind=PartyKind.PERSON,
            name=called[i],
            document_kind=DocumentKind.CITIZEN_ID.value,
            document_number=documents[i],
            phone=phone(start + i) if age[i] >= CHILD_PHONE_FROM else "",
            community=code,
            born_on=born_on(int(born[i])),
            sex="m" if male[i] else "f",
        )
        for i in range(count)
    ]
    return People(rows, household, role, age, born, male)


def _households(count: int, random: np.random.Generator) -> tuple[Ints, Ints]:
    sizes = random.choice(SIZES, size=count, p=SHARES)
    household = np.repeat(np.arange(count), sizes)[:count]
    roles = np.concatenate([ROLES[size] for size in sizes[: int(household[-1]) + 1].tolist()])[:count]
    return household, roles.astype(np.int64)


def _ages(household: Ints, role: Ints, random: np.random.Generator) -> Ints:
    count = int(household[-1]) + 1
    head = np.clip(random.normal(36, 11, size=count), 19, 84)[household]
    noise = random.normal(0, 3, size=len(role))
    ages = np.select(
        [role == ADULT, role == SPOUSE, role == CHILD, role == ELDER],
        [
            head,
            np.clip(head + noise, 20, 88),
            np.clip(head - 29 + noise, 0, 30),
            np.clip(head + 27 + noise, 50, 97),
        ],
    )
    return ages.astype(np.int64)


def _names(
    household: Ints, role: Ints, male: npt.NDArray[np.bool_], random: np.random.Generator
) -> list[str]:
    """Children bear the first adult's surname; a given name has one or two characters."""
    count = len(role)
    # Few surnames are borne by most: the weight falls with the rank.
    weights = 1.0 / (np.arange(len(names.SURNAMES)) + 6.0)
    surnames = random.choice(len(names.SURNAMES), size=count, p=weights / weights.sum())
    heads = np.flatnonzero(np.diff(household, prepend=-1))
    surnames = np.where(role == CHILD, surnames[heads[household]], surnames)
    first, second = random.integers(0, 1000, size=(2, count)).tolist()
    two = (random.random(count) < 0.82).tolist()
    result = []
    for i, (surname, is_male) in enumerate(zip(surnames.tolist(), male.tolist(), strict=True)):
        pool = names.MALE if is_male else names.FEMALE
        given = pool[first[i] % len(pool)] + (pool[second[i] % len(pool)] if two[i] else "")
        result.append(names.SURNAMES[surname] + given)
    return result
