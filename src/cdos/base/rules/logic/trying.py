"""Tries a rule before it is in force: on one person, on a population, on what was decided before."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cdos.base.organisation.contracts import Actor

from ..contracts import Facts, Node
from . import bitmaps
from .bitmaps import Population

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Crowd:
    """Many people a rule can be tried on; `load` gives the columns of these fields."""

    key: str
    title: "StrOrPromise"  # "Applications of the last year"
    note: "StrOrPromise"  # where its data come from
    load: Callable[[frozenset[str]], Population]
    there: Callable[[], bool] = lambda: True


@dataclass(frozen=True, slots=True)
class Person:
    """One person's facts, for a trial by a member of staff; `name` is masked."""

    party_id: int
    name: str
    facts: Facts


PersonReader = Callable[
    [Actor, str, frozenset[str], str], Person | None
]  # actor, what was typed, fields, purpose


@dataclass(frozen=True, slots=True)
class Count:
    yes: int
    no: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Trial:
    """How many a draft would let in, against the rule in force."""

    size: int
    now: Count | None  # the rule in force; None where there is none
    then: Count
    gained: int = 0  # yes then, not yes now
    lost: int = 0  # yes now, not yes then
    refused: int = 0  # no then, not no now


_crowds: dict[str, Crowd] = {}
_reader: list[PersonReader] = []


def add_crowd(crowd: Crowd) -> None:
    _crowds[crowd.key] = crowd


def crowds() -> list[Crowd]:
    return [one for one in _crowds.values() if one.there()]


def crowd(key: str) -> Crowd | None:
    found = _crowds.get(key)
    return found if found is not None and found.there() else None


def add_person_reader(reader: PersonReader) -> None:
    _reader[:] = [reader]


def person(actor: Actor, typed: str, fields: Iterable[str], purpose: str) -> Person | None:
    return _reader[0](actor, typed, frozenset(fields), purpose) if _reader else None


def reads_persons() -> bool:
    return bool(_reader)


def on_crowd(population: Population, then: Node, now: Node | None, *, on: date) -> Trial:
    yes, unknown = bitmaps.select(then, population, on=on)
    counted = _counted(yes, unknown, population.size)
    if now is None:
        return Trial(population.size, None, counted)
    yes_now, unknown_now = bitmaps.select(now, population, on=on)
    no, no_now = ~(yes | unknown), ~(yes_now | unknown_now)
    return Trial(
        population.size,
        _counted(yes_now, unknown_now, population.size),
        counted,
        gained=bitmaps.count(yes & ~yes_now),
        lost=bitmaps.count(yes_now & ~yes),
        refused=_within(no & ~no_now, population.size),
    )


def _within(bits: bitmaps.Bits, size: int) -> int:
    """Bits beyond the last person are not counted."""
    return len(bitmaps.members(bits, size))


def _counted(yes: bitmaps.Bits, unknown: bitmaps.Bits, size: int) -> Count:
    met, open_ = bitmaps.count(yes), bitmaps.count(unknown)
    return Count(met, size - met - open_, open_)
