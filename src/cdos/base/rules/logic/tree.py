"""A rule as JSON: read with every mistake named by its place, written in one canonical form, hashed over it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ..contracts import (
    All,
    AnyOf,
    Clause,
    Field,
    FieldType,
    Leaf,
    Node,
    Not,
    Op,
    Ref,
    RuleInvalid,
    Scalar,
    Value,
)
from . import registry

MOST_LEAVES, MOST_DEEP = 200, 20
ORDERED = frozenset({Op.LT, Op.LE, Op.GT, Op.GE, Op.BETWEEN})
MANY = frozenset({Op.IN, Op.NOT_IN, Op.BETWEEN})
BETWEEN_FIELDS = frozenset({Op.EQ, Op.NE, Op.LT, Op.LE, Op.GT, Op.GE})
NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.FEN})
TEXTS = frozenset({FieldType.TEXT, FieldType.CHOICE})
CLAUSE_PARTS = ("law", "number", "article", "text")


def parse(tree: object) -> Node:
    """The tree of a JSON value; RuleInvalid names the place, e.g. `all[1].any[0].value`."""
    node = _node(tree, "", 0)
    ids: set[str] = set()
    found = list(leaves(node))
    if len(found) > MOST_LEAVES:
        raise RuleInvalid(f"a rule has at most {MOST_LEAVES} conditions, this one has {len(found)}")
    for leaf in found:
        if leaf.id in ids:
            raise RuleInvalid(f"the id {leaf.id!r} is given twice")
        ids.add(leaf.id)
    return node


def _node(tree: object, path: str, depth: int) -> Node:
    if depth > MOST_DEEP:
        raise RuleInvalid(f"{path}: groups are nested deeper than {MOST_DEEP}")
    if not isinstance(tree, Mapping):
        raise RuleInvalid(f"{path or 'the rule'}: expected an object")
    kinds = [kind for kind in ("all", "any", "not", "field") if kind in tree]
    if len(kinds) != 1:
        raise RuleInvalid(f"{path or 'the rule'}: expected exactly one of all, any, not, field")
    kind = kinds[0]
    if kind == "field":
        return _leaf(tree, path)
    inside = f"{path}.{kind}" if path else kind
    if set(tree) != {kind}:
        raise RuleInvalid(f"{path or 'the rule'}: nothing may stand beside {kind!r}")
    if kind == "not":
        return Not(_node(tree["not"], inside, depth + 1))
    of = tree[kind]
    if not isinstance(of, Sequence) or isinstance(of, str):
        raise RuleInvalid(f"{inside}: expected a list")
    if not of and (kind == "any" or path):
        raise RuleInvalid(f"{inside}: the group is empty")
    parts = tuple(_node(one, f"{inside}[{at}]", depth + 1) for at, one in enumerate(of))
    return All(parts) if kind == "all" else AnyOf(parts)


LEAF_KEYS = frozenset({"id", "field", "op", "value", "ref", "clause", "valid_from", "valid_until", "words"})


def _leaf(tree: Mapping[str, Any], path: str) -> Leaf:
    at = path or "the rule"
    if extra := set(tree) - LEAF_KEYS:
        raise RuleInvalid(f"{at}: unknown entry {sorted(extra)[0]!r}")
    for name in ("id", "field", "words"):
        if not isinstance(tree.get(name, ""), str) or (name != "words" and not tree.get(name)):
            raise RuleInvalid(f"{at}.{name}: expected text")
    try:
        op = Op(tree.get("op", ""))
    except ValueError:
        raise RuleInvalid(f"{at}.op: expected one of {', '.join(Op)}") from None
    first, last = (
        _day(tree.get("valid_from"), f"{at}.valid_from"),
        _day(tree.get("valid_until"), f"{at}.valid_until"),
    )
    if first and last and last < first:
        raise RuleInvalid(f"{at}.valid_until: lies before valid_from")
    clause = _clause(tree.get("clause"), f"{at}.clause")
    value = _value(tree, op, at)
    return Leaf(tree["id"], tree["field"], op, value, clause, first, last, tree.get("words", ""))


def _clause(given: object, at: str) -> Clause:
    if given is None:
        return Clause("")
    if not isinstance(given, Mapping) or set(given) - set(CLAUSE_PARTS):
        raise RuleInvalid(f"{at}: expected law, number, article, text")
    if any(not isinstance(part, str) for part in given.values()):
        raise RuleInvalid(f"{at}: expected text")
    return Clause(**{name: given.get(name, "") for name in CLAUSE_PARTS})


def _day(given: object, at: str) -> date | None:
    if given is None or given == "":
        return None
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise RuleInvalid(f"{at}: expected a day as 2026-01-31") from None


def _value(tree: Mapping[str, Any], op: Op, at: str) -> Value | Ref:
    known = registry.field(tree["field"])
    if "ref" in tree:
        return _ref(tree, op, at, known)
    if "value" not in tree or tree["value"] is None:
        raise RuleInvalid(f"{at}.value: is missing")
    given, kind = tree["value"], known.type if known else None
    check_op(op, kind, f"{at}.op")
    if op not in MANY:
        return scalar(given, kind, f"{at}.value", ordered=op in ORDERED)
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise RuleInvalid(f"{at}.value: expected a list")
    values = tuple(
        scalar(one, kind, f"{at}.value[{n}]", ordered=op in ORDERED) for n, one in enumerate(given)
    )
    if len({family_of_value(value) for value in values}) > 1:
        raise RuleInvalid(f"{at}.value: the values are of different kinds")
    if op is Op.BETWEEN and (len(values) != 2 or values[0] > values[1]):  # type: ignore[operator]
        raise RuleInvalid(f"{at}.value: expected the lower and the upper end")
    return values


def _ref(tree: Mapping[str, Any], op: Op, at: str, known: Field | None) -> Ref:
    other = tree["ref"]
    if "value" in tree or not isinstance(other, str) or not other:
        raise RuleInvalid(f"{at}.ref: expected the name of a field, and no value beside it")
    if op not in BETWEEN_FIELDS:
        raise RuleInvalid(f"{at}.op: {op} does not compare two fields")
    beside = registry.field(other)
    if known is None or beside is None:
        raise RuleInvalid(f"{at}.ref: two fields are compared only where both are known to the rule book")
    if family_of(known.type) != family_of(beside.type):
        raise RuleInvalid(f"{at}.ref: {other!r} is of another kind than {tree['field']!r}")
    check_op(op, known.type, f"{at}.op")
    return Ref(other)


def check_op(op: Op, kind: FieldType | None, at: str) -> None:
    """RuleInvalid where this comparison has no meaning for a field of this type."""
    if kind is None:
        return
    if kind is FieldType.CHOICES and op is not Op.HAS:
        raise RuleInvalid(f"{at}: a field of several values is asked with 'has'")
    if kind is not FieldType.CHOICES and op is Op.HAS:
        raise RuleInvalid(f"{at}: 'has' is for fields of several values")
    if op in ORDERED and kind not in NUMBERS and kind is not FieldType.DATE:
        raise RuleInvalid(f"{at}: {op} is for numbers and days")


def scalar(given: object, kind: FieldType | None, at: str, *, ordered: bool = False) -> Scalar:
    """One value of a leaf, of the field's type where the field is known."""
    if isinstance(given, bool):
        if kind in (None, FieldType.BOOLEAN) and not ordered:
            return given
    elif isinstance(given, int) and kind in (None, *NUMBERS):
        if abs(given) < 2**53:
            return given
    elif isinstance(given, float) and kind in (None, FieldType.NUMBER) and abs(given) < 2.0**53:
        return int(given) if given.is_integer() else given
    elif isinstance(given, date) and kind in (None, FieldType.DATE):
        return given
    elif isinstance(given, str) and len(given) <= 200 and "\x00" not in given:
        return _written(given, kind, at, ordered)
    raise RuleInvalid(f"{at}: {given!r} is no {kind.value if kind else 'value'}")


def _written(given: str, kind: FieldType | None, at: str, ordered: bool) -> Scalar:
    if kind is FieldType.DATE:
        day = _day(given, at)
        if day is not None:
            return day
    elif kind is None:  # a day is the only text that has an order
        looks = len(given) == 10 and given[4] == given[7] == "-"
        if looks or ordered:
            return _day(given, at) or given
        return given
    elif kind in TEXTS or kind is FieldType.CHOICES:
        return given
    raise RuleInvalid(f"{at}: {given!r} is no {kind.value}")


def family_of(kind: FieldType) -> str:
    """number, boolean, date, text or many: values of one family can be compared."""
    if kind in NUMBERS:
        return "number"
    return {FieldType.BOOLEAN: "boolean", FieldType.DATE: "date", FieldType.CHOICES: "many"}.get(kind, "text")


def family_of_value(value: Value) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "date" if isinstance(value, date) else "text"


def family(leaf: Leaf) -> str:
    """Which kind of value the leaf looks at; its own value tells, else the field."""
    if leaf.op is Op.HAS:
        return "many"
    if isinstance(leaf.value, Ref):
        known = registry.field(leaf.field)
        return family_of(known.type) if known else "number"
    first = leaf.value[0] if isinstance(leaf.value, (list, tuple)) else leaf.value
    return family_of_value(first)


def leaves(node: Node) -> Iterator[Leaf]:
    """In the order of the tree."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Not):
        yield from leaves(node.of)
    else:
        for one in node.of:
            yield from leaves(one)


def fields_of(node: Node) -> frozenset[str]:
    names = {leaf.field for leaf in leaves(node)}
    return frozenset(names | {leaf.value.field for leaf in leaves(node) if isinstance(leaf.value, Ref)})


def applies(leaf: Leaf, on: date) -> bool:
    return not ((leaf.valid_from and on < leaf.valid_from) or (leaf.valid_until and on > leaf.valid_until))


def pruned(node: Node, on: date) -> Node | None:
    """Without the leaves that do not apply on the day; None where nothing is left."""
    if isinstance(node, Leaf):
        return node if applies(node, on) else None
    if isinstance(node, Not):
        inner = pruned(node.of, on)
        return None if inner is None else Not(inner)
    kept = tuple(one for one in (pruned(part, on) for part in node.of) if one is not None)
    return (All(kept) if isinstance(node, All) else AnyOf(kept)) if kept else None


def dump(node: Node) -> dict[str, Any]:
    """JSON of the tree; empty entries are left out."""
    if isinstance(node, All):
        return {"all": [dump(one) for one in node.of]}
    if isinstance(node, AnyOf):
        return {"any": [dump(one) for one in node.of]}
    if isinstance(node, Not):
        return {"not": dump(node.of)}
    return _dumped(node)


def _dumped(leaf: Leaf) -> dict[str, Any]:
    given: dict[str, Any] = {"id": leaf.id, "field": leaf.field, "op": leaf.op.value}
    if isinstance(leaf.value, Ref):
        given["ref"] = leaf.value.field
    else:
        given["value"] = plain(leaf.value)
    clause = {name: getattr(leaf.clause, name) for name in CLAUSE_PARTS if getattr(leaf.clause, name)}
    days = {
        name: day.isoformat()
        for name, day in (("valid_from", leaf.valid_from), ("valid_until", leaf.valid_until))
        if day
    }
    return (
        given | ({"clause": clause} if clause else {}) | days | ({"words": leaf.words} if leaf.words else {})
    )


def plain(value: Value) -> Any:
    """As JSON has it: days as text, and one form for equal numbers."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    return value


def digest(node: Node) -> str:
    """sha256 over the canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(dump(node), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
