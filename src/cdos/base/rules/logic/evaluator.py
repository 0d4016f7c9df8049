"""Decides one case: a rule is compiled once into one Python function without loops, calls or lookups that the case can spare.

The text of that function holds positions only; fields, values and leaves are handed to it as objects, so nothing that an
editor writes is ever executed. What it costs and what was tried instead: docs/decisions/0012-rule-tree.md.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from ..contracts import All, AnyOf, Facts, Finding, Leaf, Node, Not, Op, Ref, Truth, Value, Verdict
from . import tree

Decider = Callable[[Facts], Verdict]
NO, UNKNOWN, YES = 0, 1, 2  # `and` is the least, `or` the greatest of them
TRUTHS = (Truth.NO, Truth.UNKNOWN, Truth.YES)
MOST_HELD = 5000


def number(value: Value) -> int | float | None:
    """None for what is no number: such a value is not known, and never refuses anybody."""
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return float(value) if value.is_finite() else None
    if isinstance(value, int):
        return value
    return value if isinstance(value, float) and math.isfinite(value) else None


def text(value: Value) -> str | None:
    return str(value) if isinstance(value, str) and value else None


def boolean(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


def day(value: Value) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def many(value: Value) -> Iterable[Any] | None:
    if isinstance(value, (list, tuple, set, frozenset)):
        return value
    return (value,) if isinstance(value, str) and value else None


READ: dict[str, tuple[str, Callable[[Value], Any], type]] = {
    "number": ("num", number, int),
    "text": ("txt", text, str),
    "boolean": ("boo", boolean, bool),
    "date": ("day", day, date),
    "many": ("man", many, tuple),
}
# What the function of one leaf compares: {c} the case's value, {v} the leaf's, {w} the upper end.
TESTS = {
    Op.EQ: "{c} == {v}",
    Op.NE: "{c} != {v}",
    Op.LT: "{c} < {v}",
    Op.LE: "{c} <= {v}",
    Op.GT: "{c} > {v}",
    Op.GE: "{c} >= {v}",
    Op.IN: "{c} in {v}",
    Op.NOT_IN: "{c} not in {v}",
    Op.BETWEEN: "{v} <= {c} <= {w}",
    Op.HAS: "{v} in {c}",
}


class Writer:
    """Writes the function of one tree, all of whose leaves apply."""

    def __init__(self, node: Node) -> None:
        self.lines: list[str] = []
        self.given: dict[str, Any] = {
            "F": Finding, "V": Verdict, "new": object.__new__, "T": TRUTHS, "none": (),
            **{f"{name}_": vars(Finding)[name].__set__ for name in ("leaf", "truth", "found")},
            **{f"{name}__": vars(Verdict)[name].__set__ for name in ("truth", "failing", "unknown", "trace")},
            **{name: read for name, read, _ in READ.values()},
            **{f"{name}_type": kind for name, _, kind in READ.values()},
        }  # fmt: skip
        self.names: dict[str, str] = {}  # field -> variable
        self.marks: dict[int, str] = {}  # id of a node -> variable with its truth
        self.leaves: list[int] = []
        self.node = node

    def function(self) -> Decider:
        self._fields()
        self._node(self.node)
        self._findings()
        self._answer()
        body = "\n ".join(self.lines)
        space: dict[str, Any] = {}
        exec(f"def decider(facts, {', '.join(f'{n}={n}' for n in self.given)}):\n {body}", self.given, space)
        made: Decider = space["decider"]
        return made

    def _out(self, line: str, depth: int = 0) -> None:
        self.lines.append(" " * depth + line)

    def _fields(self) -> None:
        self._out("get = facts.get")
        for at, name in enumerate(sorted(tree.fields_of(self.node))):
            self.given[f"n{at}"] = name
            self.names[name] = f"x{at}"
            self._out(f"x{at} = get(n{at})")

    def _node(self, node: Node) -> str:
        if isinstance(node, Leaf):
            mark = self._leaf(node)
        elif isinstance(node, Not):
            inner = self._node(node.of)
            mark = f"g{len(self.lines)}"
            self._out(f"{mark} = 2 - {inner}")
        else:
            mark = self._group(node)
        self.marks[id(node)] = mark
        return mark

    def _group(self, node: All | AnyOf) -> str:
        parts = [self._node(one) for one in node.of]
        mark = f"g{len(self.lines)}"
        if len(parts) == 1:
            self._out(f"{mark} = {parts[0]}")
        elif isinstance(node, All):
            sum_ = " + ".join(parts)
            self._out(f"{mark} = (2 if {sum_} == {2 * len(parts)} else 1) if {' and '.join(parts)} else 0")
        else:
            yes = " or ".join(f"{part} == 2" for part in parts)
            self._out(f"{mark} = 2 if {yes} else 1 if {' or '.join(parts)} else 0")
        return mark

    def _leaf(self, leaf: Leaf) -> str:
        at = len(self.leaves)
        self.leaves.append(at)
        self.given[f"l{at}"] = leaf
        name = self._read(leaf.field, f"c{at}", tree.family(leaf))
        unknown = f"{name} is None"
        if isinstance(leaf.value, Ref):
            lower = self._read(leaf.value.field, f"d{at}", tree.family(leaf))
            unknown += f" or {lower} is None"
        else:
            lower = f"v{at}"
            self._values(leaf, at)
        test = TESTS[leaf.op].format(c=name, v=lower, w=f"w{at}")
        self._out(f"t{at} = 1 if {unknown} else 2 if {test} else 0")
        return f"t{at}"

    def _read(self, field: str, into: str, family: str) -> str:
        """A value of the right type is taken as it is; anything else is asked."""
        raw, reader = self.names[field], READ[family][0]
        self._out(f"{into} = {raw} if type({raw}) is {reader}_type else {reader}({raw})")
        return into if family != "text" else self._blank(into)

    def _blank(self, name: str) -> str:
        self._out(f"{name} = {name} or None")  # an empty text is not known
        return name

    def _values(self, leaf: Leaf, at: int) -> None:
        value = leaf.value
        if leaf.op is Op.BETWEEN:
            assert isinstance(value, (list, tuple))
            self.given[f"v{at}"], self.given[f"w{at}"] = value
        else:
            self.given[f"v{at}"] = frozenset(value) if isinstance(value, (list, tuple)) else value

    def _findings(self) -> None:
        found = dict(enumerate(tree.leaves(self.node)))
        for at in self.leaves:
            raw = self.names[found[at].field]
            self._out(f"f{at} = new(F); leaf_(f{at}, l{at}); truth_(f{at}, T[t{at}]); found_(f{at}, {raw})")

    def _answer(self) -> None:
        root = self.marks[id(self.node)]
        trace = ", ".join(f"f{at}" for at in self.leaves)
        self._out(f"r = new(V); truth__(r, T[{root}]); trace__(r, ({trace},))")
        self._out(f"if {root} == 2: failing__(r, none); unknown__(r, none); return r")
        self._out("failing = []; unknown = []")
        self._out(f"if {root} == 0:")
        self._blame(self.node, NO, 1)
        self._asked(self.node, 0)
        self._out("failing__(r, tuple(failing)); unknown__(r, tuple(unknown))")
        self._out("return r")

    def _place(self, node: Node) -> int:
        return int(self.marks[id(node)][1:])

    def _blame(self, node: Node, truth: int, depth: int) -> None:
        """Lines that gather the leaves which make the node NO, or (inside a `not`) YES."""
        if isinstance(node, Leaf):
            self._out(f"failing.append(f{self._place(node)})", depth)
        elif isinstance(node, Not):
            self._blame(node.of, YES - truth, depth)
        else:
            one_is_enough = isinstance(node, All) == (truth == NO)
            for part in node.of:
                if one_is_enough:
                    self._out(f"if {self.marks[id(part)]} == {truth}:", depth)
                self._blame(part, truth, depth + one_is_enough)

    def _asked(self, node: Node, depth: int) -> None:
        """Lines that gather the unknown leaves of what is still open; a NO that is sure asks for nothing below it."""
        mark = self.marks[id(node)]
        if isinstance(node, Leaf):
            self._out(f"if {mark} == 1: unknown.append(f{self._place(node)})", depth)
            return
        wide = isinstance(node, All) and depth == 0
        self._out(f"if {mark} {'!= 2' if wide else '== 1'}:", depth)
        for part in (node.of,) if isinstance(node, Not) else node.of:
            self._asked(part, depth + 1)


class Held:
    """A tree and its functions, one for each stretch of days in which the same leaves apply."""

    __slots__ = ("always", "bounds", "made", "node")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.bounds = sorted(set(_bounds(node)))
        self.made: dict[int, Decider] = {}
        self.always = compiled(tree.pruned(node, date.min)) if not self.bounds else None

    def on(self, when: date) -> Decider:
        at = bisect_right(self.bounds, when)
        made = self.made.get(at)
        if made is None:
            made = self.made[at] = compiled(tree.pruned(self.node, when))
        return made


def _bounds(node: Node) -> Iterator[date]:
    for leaf in tree.leaves(node):
        if leaf.valid_from:
            yield leaf.valid_from
        if leaf.valid_until and leaf.valid_until < date.max:
            yield leaf.valid_until + timedelta(days=1)


def compiled(node: Node | None) -> Decider:
    """The function of a pruned tree; of one in which nothing is asked, always YES."""
    if node is None:
        return lambda facts: Verdict(Truth.YES, (), (), ())
    return Writer(node).function()


# By the identity of the tree, which is held along (an identity is never given to another tree meanwhile), and by its
# digest, for trees that are read from JSON again and again.
_held: dict[int, tuple[Node, Held]] = {}
_alike: dict[str, Held] = {}


def decide(node: Node, facts: Facts, *, on: date) -> Verdict:
    """The verdict over one case on a day, with every condition that fails or is not known."""
    known = _held.get(id(node))
    held = known[1] if known is not None else _hold(node)
    always = held.always
    return always(facts) if always is not None else held.on(on)(facts)


def _hold(node: Node) -> Held:
    if len(_held) >= MOST_HELD or len(_alike) >= MOST_HELD:
        forget()
    key = tree.digest(node)
    held = _alike.get(key)
    if held is None:
        held = _alike[key] = Held(node)
    _held[id(node)] = (node, held)
    return held


def forget() -> None:
    _held.clear()
    _alike.clear()
