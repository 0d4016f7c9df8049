"""Everybody's data as columns: the nightly extract, with what the registers have newer laid over it."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Value
from cdos.hubs.registers import api as registers

from ..contracts import About

PARTY = "party"
DISTRICT = {About.PERSON: "residence_district", About.ENTERPRISE: "enterprise_district"}


@dataclass(frozen=True, slots=True)
class Everybody:
    """`parties` ascends; the columns are in its order."""

    parties: npt.NDArray[np.int64]
    population: rules.Population


def path(about: About) -> Path:
    return registers.extract_path("enterprise" if about is About.ENTERPRISE else "person")


def there(about: About) -> bool:
    return path(about).is_file()


def load(about: About, fields: set[str]) -> Everybody:
    """Persons and households are one file: a household is looked at through its head."""
    population, parties = rules.load_people(path(about), fields, key=PARTY)
    newer = registers.newer_rows(fields)
    return Everybody(parties, overlaid(population, parties, newer))


def overlaid(population: rules.Population, parties: npt.NDArray[np.int64], newer: Any) -> rules.Population:
    """What a register was told since the extract holds, the newest last; parties that the extract lacks wait for the next."""
    changed: dict[str, dict[int, Value]] = {}
    for party, values, _as_of in newer:
        at = int(np.searchsorted(parties, party))
        if at == len(parties) or parties[at] != party:
            continue
        for name, value in values.items():
            changed.setdefault(name, {})[at] = value
    columns = dict(population.columns)
    for name, values in changed.items():
        if name in columns:
            columns[name] = _with(columns[name], values, population.size)
    return rules.Population(columns, population.size)


def _with(column: rules.Column, values: dict[int, Value], size: int) -> rules.Column:
    """The same column with other values at these positions; what is of the wrong kind stays as it was."""
    if column.family == "many":
        return _with_several(column, values, size)
    fresh = rules.column([values[at] for at in values], column.family)
    known = np.unpackbits(column.known, count=size).astype(np.bool_)
    held, labels = column.values.copy(), dict(column.labels)
    if column.family == "text":
        held = held.astype(np.int32)
    names = {code: label for label, code in fresh.labels.items()}
    fresh_known = np.unpackbits(fresh.known, count=len(values)).astype(np.bool_)
    for at, value, is_known in zip(values, fresh.values.tolist(), fresh_known.tolist(), strict=True):
        if is_known:
            held = _wide_enough(held, value)
            held[at] = labels.setdefault(names[value], len(labels)) if column.family == "text" else value
            known[at] = True
    return replace(column, values=held, known=np.packbits(known), labels=labels)


def _wide_enough(held: npt.NDArray[Any], value: Any) -> npt.NDArray[Any]:
    """A value that the column's narrow type does not hold."""
    if held.dtype.kind not in "iu" or isinstance(value, bool):
        return held
    if isinstance(value, float):
        return held.astype(np.float64)
    span = np.iinfo(held.dtype)
    return held if span.min <= value <= span.max else held.astype(np.int64)


def _with_several(column: rules.Column, values: dict[int, Value], size: int) -> rules.Column:
    known = np.unpackbits(column.known, count=size).astype(np.bool_)
    sets = {label: np.unpackbits(bits, count=size).astype(np.bool_) for label, bits in column.sets.items()}
    for at, value in values.items():
        if not isinstance(value, (list, tuple)):
            continue
        known[at] = True
        for label in {*sets, *map(str, value)}:
            sets.setdefault(label, np.zeros(size, np.bool_))[at] = label in map(str, value)
    packed = {label: np.packbits(mask) for label, mask in sets.items()}
    return replace(column, known=np.packbits(known), sets=packed)


def value_at(column: rules.Column, at: int) -> Value:
    """One person's value; None where it is not known."""
    if not column.known[at // 8] >> (7 - at % 8) & 1:
        return None
    value = column.values[at].item()
    if isinstance(value, float):
        return rules.exact(value)
    if column.family == "text":
        return next((label for label, code in column.labels.items() if code == value), None)
    return bool(value) if column.family == "boolean" else value
