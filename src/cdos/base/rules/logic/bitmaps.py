"""Selects from a whole population: each distinct condition is looked at once, as one bit a person; rules are ands and ors of bits.

Two bit rows stand for the three values: `yes` and `no`; where neither is set the outcome is not known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from ..contracts import All, Facts, Leaf, Node, Not, Op, Ref, Value
from . import evaluator, registry, tree

Bits = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
EPOCH = date(1970, 1, 1)
FEW_LABELS = 6  # up to here comparing with each is faster than looking up each person
# A comparison and its opposite look at the same atom.
OPPOSITE = {Op.NE: Op.EQ, Op.NOT_IN: Op.IN, Op.GT: Op.LE, Op.LT: Op.GE}


@dataclass(frozen=True, slots=True)
class Column:
    """One field of everybody. `labels` are the texts behind the codes of a text column; code -1 is not known."""

    family: str
    values: npt.NDArray[Any]
    known: Bits  # one bit a person, as in what is selected
    labels: Mapping[str, int] = field(default_factory=dict)
    sets: Mapping[str, Bits] = field(default_factory=dict)  # several values: who has each of them

    @classmethod
    def of(
        cls, family: str, values: npt.NDArray[Any], missing: Mask, labels: Mapping[str, int] | None = None
    ) -> "Column":
        return cls(family, values, np.packbits(~missing), labels or {})

    def part(self, start: int, stop: int) -> "Column":
        """Persons from start to stop, a view; start is a multiple of eight."""
        bits = slice(start // 8, (stop + 7) // 8)
        sets = {label: one[bits] for label, one in self.sets.items()}
        return Column(self.family, self.values[start:stop], self.known[bits], self.labels, sets)


@dataclass(slots=True)
class Population:
    """Columns of the same length; what is computed of them is kept for the next rule."""

    columns: Mapping[str, Column]
    size: int
    _atoms: dict[tuple[object, ...], tuple[Bits, Bits]] = field(default_factory=dict)

    @property
    def atoms(self) -> int:
        """How many distinct conditions have been looked at."""
        return len(self._atoms)

    @classmethod
    def of(cls, rows: Sequence[Facts], fields: Iterable[str]) -> "Population":
        """From cases; values of the wrong kind are not known, as everywhere."""
        made = {name: column([row.get(name) for row in rows], _family(name, rows)) for name in fields}
        return cls(made, len(rows))

    def part(self, start: int, stop: int) -> "Population":
        """Persons from start to stop, a view; start is a multiple of eight."""
        stop = min(stop, self.size)
        return Population({name: one.part(start, stop) for name, one in self.columns.items()}, stop - start)


def _family(name: str, rows: Sequence[Facts]) -> str:
    known = registry.field(name)
    if known is not None:
        return tree.family_of(known.type)
    value = next((row[name] for row in rows if row.get(name) is not None), None)
    if isinstance(value, (list, tuple, set, frozenset)):
        return "many"
    return tree.family_of_value(value)


def column(values: Sequence[Value], family: str) -> Column:
    """A column of plain values."""
    read = evaluator.READ[family][1]
    got = [read(value) for value in values]
    missing = np.fromiter((one is None for one in got), np.bool_, len(got))
    if family == "number":
        return Column.of(family, np.array([0 if one is None else one for one in got]), missing)
    if family == "boolean":
        return Column.of(family, np.array([bool(one) for one in got], np.bool_), missing)
    if family == "date":
        days = np.array([0 if one is None else (one - EPOCH).days for one in got], np.int32)
        return Column.of(family, days, missing)
    if family == "many":
        return _sets(got, missing)
    labels: dict[str, int] = {}
    codes = [-1 if one is None else labels.setdefault(one, len(labels)) for one in got]
    return Column.of(family, np.array(codes, np.int32), missing, labels)


def _sets(got: Sequence[Any], missing: Mask) -> Column:
    sets: dict[str, Mask] = {}
    for at, one in enumerate(got):
        for label in one or ():
            sets.setdefault(str(label), np.zeros(len(got), np.bool_))[at] = True
    packed = {label: np.packbits(one) for label, one in sets.items()}
    return Column("many", np.empty(0, np.bool_), np.packbits(~missing), {}, packed)


def select(node: Node, population: Population, *, on: date) -> tuple[Bits, Bits]:
    """(yes, unknown), packed eight persons a byte, first person in the highest bit."""
    return of_pruned(tree.pruned(node, on), population)


def of_pruned(kept: Node | None, population: Population) -> tuple[Bits, Bits]:
    """The same of a tree whose leaves all apply; None: nothing is left of it, and everybody meets it."""
    full = _full(population)
    if kept is None:
        return full, np.zeros_like(full)
    yes, no = _node(kept, population)
    return yes, full & ~(yes | no)


def count(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def members(bits: Bits, size: int) -> npt.NDArray[np.int64]:
    """Positions of those whose bit is set."""
    return np.flatnonzero(np.unpackbits(bits, count=size)).astype(np.int64)


def _full(population: Population) -> Bits:
    found = population._atoms.get(("full",))
    if found is None:
        ones = np.packbits(np.ones(population.size, np.bool_))
        found = population._atoms[("full",)] = (ones, ones)
    return found[0]


def _node(node: Node, population: Population) -> tuple[Bits, Bits]:
    if isinstance(node, Leaf):
        return _leaf(node, population)
    if isinstance(node, Not):
        yes, no = _node(node.of, population)
        return no, yes
    first, *rest = (_node(one, population) for one in node.of)
    if not rest:
        return first
    yes, no = first[0].copy(), first[1].copy()
    both, either = (
        (np.bitwise_and, np.bitwise_or) if isinstance(node, All) else (np.bitwise_or, np.bitwise_and)
    )
    for more_yes, more_no in rest:
        both(yes, more_yes, out=yes)
        either(no, more_no, out=no)
    return yes, no


def _leaf(leaf: Leaf, population: Population) -> tuple[Bits, Bits]:
    op = OPPOSITE.get(leaf.op, leaf.op)
    key = _key(leaf, op)
    found = population._atoms.get(key)
    if found is None:
        found = population._atoms[key] = _atom(leaf, op, population)
    return found if op is leaf.op else (found[1], found[0])


def _key(leaf: Leaf, op: Op) -> tuple[object, ...]:
    """Equal for equal conditions; 1 and yes are equal in Python, and are not the same condition."""
    value = leaf.value
    if not isinstance(value, (list, tuple)):
        return leaf.field, op, type(value), value
    return leaf.field, op, type(value[0]), frozenset(value) if op is Op.IN else tuple(value)


def _atom(leaf: Leaf, op: Op, population: Population) -> tuple[Bits, Bits]:
    held = population.columns.get(leaf.field)
    other = population.columns.get(leaf.value.field) if isinstance(leaf.value, Ref) else None
    nobody = np.zeros((population.size + 7) // 8, np.uint8)
    if held is None or held.family != tree.family(leaf):
        return nobody, nobody
    known = held.known
    if isinstance(leaf.value, Ref):
        if other is None or other.family != held.family:
            return nobody, nobody
        known = known & other.known
        met = np.packbits(_compare(op, held.values, _aligned(held, other)))
    else:
        met = _met(op, held, leaf.value)
    yes = met & known
    return yes, known & ~yes


def _aligned(held: Column, other: Column) -> npt.NDArray[Any]:
    """The other column's values in the codes of this one; texts that this one never has get a code of their own."""
    if held.family != "text":
        return other.values
    table = np.full(len(other.labels) + 1, -2, np.int32)
    for label, code in other.labels.items():
        table[code] = held.labels.get(label, -2)
    return np.asarray(table[other.values])


def _met(op: Op, held: Column, value: Value) -> Bits:
    wanted = value if isinstance(value, (list, tuple)) else (value,)
    if held.family == "many":
        return held.sets.get(str(value), np.zeros_like(held.known))
    if held.family == "text":
        return _labelled(held, [str(one) for one in wanted])
    if op is Op.IN:
        among = np.array([_plain(one) for one in wanted])
        narrow = held.values.dtype == np.float32
        return np.packbits(np.isin(held.values, among.astype(np.float32) if narrow else among))
    if op is Op.BETWEEN:
        least, most = (_plain(one) for one in wanted)
        above, below = _compare(Op.GE, held.values, least), _compare(Op.LE, held.values, most)
        return np.packbits(above) & np.packbits(below)
    return np.packbits(_compare(op, held.values, _plain(value)))


def _labelled(held: Column, wanted: Sequence[str]) -> Bits:
    codes = [code for one in wanted if (code := held.labels.get(one)) is not None]
    if len(codes) > FEW_LABELS:
        table = np.zeros(len(held.labels) + 1, np.bool_)  # the last one is for code -1
        table[codes] = True
        return np.packbits(table[held.values])
    found = np.zeros_like(held.known)
    for code in codes:
        found |= np.packbits(held.values == code)
    return found


def exact(value: float) -> float:
    """What somebody wrote into a column of 32 bits: 13.19, where Python reads 13.1899995803833."""
    short = np.float32(value)
    return float(str(short)) if float(short) == value else value


def _plain(value: Any) -> Any:
    return (value - EPOCH).days if isinstance(value, date) else value


def _compare(op: Op, left: npt.NDArray[Any], right: Any) -> Mask:
    # A column of 32 bits is compared in 32 bits, as SQL does it: who has 13.19 years has at least 13.19 years.
    made = {Op.EQ: np.equal, Op.LE: np.less_equal, Op.GE: np.greater_equal}[op](left, right)
    return np.asarray(made, np.bool_)
