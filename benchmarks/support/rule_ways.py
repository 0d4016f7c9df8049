"""Other ways to decide a rule with its reasons, each as good as it gets within its idea, to hold the compiled one against."""

from collections.abc import Callable
from datetime import date
from typing import Any

import jsonschema_rs

from cdos.base.rules.contracts import All, Facts, Finding, Leaf, Node, Not, Op, Truth, Verdict
from cdos.base.rules.logic import evaluator, tree

Decide = Callable[[Facts], Any]
COMPARE: dict[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: lambda a, b: a == b,
    Op.NE: lambda a, b: a != b,
    Op.LT: lambda a, b: a < b,
    Op.LE: lambda a, b: a <= b,
    Op.GT: lambda a, b: a > b,
    Op.GE: lambda a, b: a >= b,
    Op.IN: lambda a, b: a in b,
    Op.NOT_IN: lambda a, b: a not in b,
    Op.BETWEEN: lambda a, b: b[0] <= a <= b[1],
    Op.HAS: lambda a, b: b in a,
}
TRUTHS = (Truth.NO, Truth.UNKNOWN, Truth.YES)


def walker(node: Node) -> Decide:
    """Walks the tree at each case."""

    def walk(one: Node, facts: Facts, trace: list[Finding]) -> int:
        if isinstance(one, Leaf):
            found = facts.get(one.field)
            value = evaluator.READ[tree.family(one)][1](found)
            truth = 1 if value is None else 2 if COMPARE[one.op](value, one.value) else 0
            trace.append(Finding(one, TRUTHS[truth], found))
            return truth
        if isinstance(one, Not):
            return 2 - walk(one.of, facts, trace)
        inner = [walk(part, facts, trace) for part in one.of]
        return min(inner) if isinstance(one, All) else max(inner)

    return lambda facts: _verdict(walk, node, facts)


def closures(node: Node) -> Decide:
    """Each part of the tree is a function made once."""

    def made(one: Node) -> Callable[[Facts, list[Finding]], int]:
        if isinstance(one, Leaf):
            return _closed(one)
        if isinstance(one, Not):
            inner = made(one.of)
            return lambda facts, trace: 2 - inner(facts, trace)
        parts = [made(part) for part in one.of]
        choose = min if isinstance(one, All) else max
        return lambda facts, trace: choose([part(facts, trace) for part in parts])

    whole = made(node)
    return lambda facts: _verdict(lambda _node, given, trace: whole(given, trace), node, facts)


def _closed(leaf: Leaf) -> Callable[[Facts, list[Finding]], int]:
    field, read, value = leaf.field, evaluator.READ[tree.family(leaf)][1], leaf.value
    test = COMPARE[leaf.op]

    def decide(facts: Facts, trace: list[Finding]) -> int:
        found = facts.get(field)
        known = read(found)
        truth = 1 if known is None else 2 if test(known, value) else 0
        trace.append(Finding(leaf, TRUTHS[truth], found))
        return truth

    return decide


def _verdict(walk: Callable[..., int], node: Node, facts: Facts) -> Verdict:
    trace: list[Finding] = []
    truth = TRUTHS[walk(node, facts, trace)]
    failing = tuple(one for one in trace if one.truth is Truth.NO) if truth is Truth.NO else ()
    unknown = tuple(one for one in trace if one.truth is Truth.UNKNOWN)
    return Verdict(truth, failing, unknown, tuple(trace))


def schema(node: All) -> dict[str, Any]:
    """The five conditions as JSON Schema; what is missing is an error like any other: it has two values only."""
    properties: dict[str, Any] = {}
    for leaf in node.of:
        assert isinstance(leaf, Leaf)
        if leaf.op is Op.BETWEEN and isinstance(leaf.value, tuple):
            said: dict[str, Any] = {"type": "integer", "minimum": leaf.value[0], "maximum": leaf.value[1]}
        elif leaf.op is Op.IN and isinstance(leaf.value, tuple):
            said = {"enum": list(leaf.value)}
        else:
            said = {"type": "integer", "maximum" if leaf.op is Op.LE else "minimum": leaf.value}
        properties[leaf.field] = said
    return {"type": "object", "properties": properties, "required": list(properties)}


def by_schema(node: All) -> Decide:
    """The named rival: jsonschema-rs, compiled Rust; with every error, as a refusal needs."""
    validator = jsonschema_rs.Draft202012Validator(schema(node))
    return lambda facts: [(one.instance_path, one.message) for one in validator.iter_errors(facts)]


def by_schema_without_reasons(node: All) -> Decide:
    validator = jsonschema_rs.Draft202012Validator(schema(node))
    return validator.is_valid


def compiled(node: Node) -> Decide:
    """What serves: `rules.decide`."""
    on = date(2026, 11, 26)
    return lambda facts: evaluator.decide(node, facts, on=on)
