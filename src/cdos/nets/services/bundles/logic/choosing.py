"""Which parts of a bundle are done for whom: its conditions asked of the answers, its optional parts of the person."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Field, Truth

from ..contracts import Bundle, Part


@dataclass(frozen=True, slots=True)
class Choice:
    """The parts that are done, those left out because of what was answered, and those nobody can say yet."""

    parts: tuple[Part, ...]
    left_out: tuple[Part, ...]
    open: tuple[Part, ...]
    no_other: Mapping[str, str] = field(
        default_factory=dict
    )  # item -> why it gives the person no second licence


def questions(parts: Iterable[Part]) -> tuple[str, ...]:
    """Names of the fields that the conditions ask for, in the order of the parts."""
    found: dict[str, None] = {}
    for part in parts:
        if part.when is not None:
            found.update(dict.fromkeys(sorted(rules.fields_of(part.when))))
    return tuple(found)


def fields(parts: Iterable[Part]) -> list[Field]:
    """The questions as the rule book knows them."""
    return [found for name in questions(parts) if (found := rules.field(name)) is not None]


def choose(
    bundle: Bundle,
    *,
    chosen: Collection[str] | None,
    answers: Mapping[str, Any],
    on: date,
    no_other: Mapping[str, str] | None = None,
) -> Choice:
    """`chosen` None: all optional parts, for showing what the bundle can do. Of `no_other` none is done."""
    kept: list[Part] = []
    left_out: list[Part] = []
    unknown: list[Part] = []
    for part in bundle.parts:
        if part.optional and chosen is not None and part.item not in chosen:
            left_out.append(part)
            continue
        truth = Truth.YES if part.when is None else rules.decide(part.when, answers, on=on).truth
        {Truth.YES: kept, Truth.NO: left_out, Truth.UNKNOWN: unknown}[truth].append(part)
    held = {part.item: no_other[part.item] for part in kept if part.item in no_other} if no_other else {}
    left_out += [part for part in kept if part.item in held]
    return Choice(
        tuple(part for part in kept if part.item not in held), tuple(left_out), tuple(unknown), held
    )
