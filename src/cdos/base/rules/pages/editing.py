"""The editor's form and the tree: every part of a rule has its own inputs, named by their place, so that nobody sees JSON.

A place is "r" for the outermost group, "r-0" for its first part, "r-0-2" for the third part of that. What is half typed is
kept as it is; only saving asks for a whole rule.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import api
from ..contracts import All, AnyOf, Clause, Field, FieldType, Leaf, Node, Not, Op, Ref, Value
from ..logic.tree import family_of
from . import typed

KINDS = {
    "all": gettext_lazy("all of these hold"),
    "any": gettext_lazy("at least one of these holds"),
    "none": gettext_lazy("none of these holds"),
    "not_all": gettext_lazy("these do not all hold together"),
}
PLACE = re.compile(r"r(-\d{1,3}){0,20}")
CLAUSE = ("law", "number", "article", "text")
LEAF_INPUTS = ("field", "op", "low", "high", "ref", *CLAUSE, "from", "until", "words", "id")


@dataclass
class Part:
    """A group or a condition as it stands in the form."""

    kind: str = ""  # of a group; empty: a condition
    parts: list["Part"] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    many: list[str] = field(default_factory=list)  # ticked choices
    place: str = "r"
    error: str = ""

    @property
    def is_group(self) -> bool:
        return bool(self.kind)

    @property
    def known(self) -> Field | None:
        return api.field(self.values.get("field", ""))


class Unfinished(ValueError):
    """A condition is not whole; its part carries the words."""


def of_node(node: Node) -> Part:
    """The form of a tree. The outermost part is always a group."""
    made = _of(node)
    whole = made if made.is_group else Part("all", [made])
    numbered(whole)
    return whole


def _of(node: Node) -> Part:
    if isinstance(node, Leaf):
        return _of_leaf(node)
    if isinstance(node, (All, AnyOf)):
        return Part("all" if isinstance(node, All) else "any", [_of(one) for one in node.of])
    inner = node.of
    if isinstance(inner, All):
        return Part("not_all", [_of(one) for one in inner.of])
    return Part("none", [_of(one) for one in inner.of] if isinstance(inner, AnyOf) else [_of(inner)])


def _of_leaf(leaf: Leaf) -> Part:
    known, value = api.field(leaf.field), leaf.value
    values = {"field": leaf.field, "op": leaf.op.value, "id": leaf.id, "words": leaf.words}
    values |= {name: getattr(leaf.clause, name) for name in CLAUSE}
    values["from"] = leaf.valid_from.isoformat() if leaf.valid_from else ""
    values["until"] = leaf.valid_until.isoformat() if leaf.valid_until else ""
    many: list[str] = []
    if isinstance(value, Ref):
        values |= {"op": f"{leaf.op.value}:ref", "ref": value.field}
    elif isinstance(value, (list, tuple)):
        many = [typed.shown(one, known) for one in value]
        values["low"] = many[0] if leaf.op is Op.BETWEEN else "、".join(many)
        values["high"] = many[-1] if leaf.op is Op.BETWEEN else ""
    else:
        values["low"] = typed.shown(value, known)
    return Part(values=values, many=many)


def numbered(part: Part, place: str = "r") -> None:
    part.place = place
    for at, one in enumerate(part.parts):
        numbered(one, f"{place}-{at}")


def of_form(sent: QueryDict) -> Part:
    """What was typed, whole or not."""
    found: dict[str, Part] = {}
    for key in sent:
        name, _dot, place = key.partition(".")
        if not PLACE.fullmatch(place):
            continue
        part = found.setdefault(place, Part(place=place))
        if name == "kind":
            part.kind = str(sent[key]) if sent[key] in KINDS else "all"
        elif name == "many":
            part.many = sent.getlist(key)
        elif name in LEAF_INPUTS:
            part.values[name] = str(sent[key]).replace("\x00", "")[:2000]
    root = found.get("r") or Part("all")
    root.kind = root.kind or "all"
    for place in sorted((one for one in found if one != "r"), key=_order):
        above = found.get(place.rpartition("-")[0])
        if above is not None and above.is_group:
            above.parts.append(found[place])
    numbered(root)
    return root


def _order(place: str) -> list[int]:
    return [int(step) for step in place.split("-")[1:]]


def at(root: Part, place: str) -> Part | None:
    part = root
    for step in _order(place):
        if step >= len(part.parts):
            return None
        part = part.parts[step]
    return part


def change(root: Part, what: str, place: str) -> None:
    """Add, remove or move a part; a place that is not there changes nothing."""
    part = at(root, place)
    above = at(root, place.rpartition("-")[0]) if "-" in place else None
    if part is None:
        return
    if what in ("leaf", "group") and part.is_group:
        part.parts.append(Part() if what == "leaf" else Part("any", [Part()]))
    elif above is not None:
        here = above.parts.index(part)
        if what == "remove":
            above.parts.pop(here)
        elif what in ("up", "down"):
            there = here + (1 if what == "down" else -1)
            if 0 <= there < len(above.parts):
                above.parts[here], above.parts[there] = above.parts[there], above.parts[here]
    numbered(root)


def every(part: Part) -> Iterator[Part]:
    yield part
    for one in part.parts:
        yield from every(one)


def to_node(root: Part) -> Node:
    """The tree; Unfinished when conditions are not whole, whose parts carry the words then."""
    made = so_far(root)
    if any(one.error for one in every(root)) or made is None:
        raise Unfinished(_("Some conditions are not whole yet; they are marked."))
    return made


def so_far(root: Part) -> Node | None:
    """The tree of what is whole already; parts that are not carry the words."""
    taken = {one.values.get("id", "") for one in every(root)}
    fresh = (f"c{number}" for number in range(1, 10_000) if f"c{number}" not in taken)
    seen: set[str] = set()
    for one in every(root):
        one.error = ""
        if not one.is_group and (not one.values.get("id") or one.values["id"] in seen):
            one.values["id"] = next(fresh)
        seen.add(one.values.get("id", ""))
    return _node(root)


def _node(part: Part) -> Node | None:
    """What is whole; the rest is marked."""
    if not part.is_group:
        try:
            return _leaf(part)
        except ValueError as error:
            part.error = str(error)
            return None
    if not part.parts and part.place != "r":
        part.error = _("This group is empty: add a condition or remove the group.")
    inner = tuple(one for one in (_node(one) for one in part.parts) if one is not None)
    if not inner:
        return All(()) if part.place == "r" else None
    if part.kind in ("all", "not_all"):
        return All(inner) if part.kind == "all" else Not(All(inner))
    return AnyOf(inner) if part.kind == "any" else Not(AnyOf(inner))


def _leaf(part: Part) -> Leaf:
    values, known = part.values, part.known
    if known is None:
        raise ValueError(_("Please choose what this condition looks at."))
    name, _colon, ref = values.get("op", "").partition(":")
    if values.get("op", "") not in dict(typed.operators(known)):
        raise ValueError(_("Please choose how it is compared."))
    op = Op(name)
    clause = Clause(**{one: " ".join(values.get(one, "").split()) for one in CLAUSE})
    first, last = typed.day(values.get("from", "")), typed.day(values.get("until", ""))
    if first and last and last < first:
        raise ValueError(_("The last day lies before the first one."))
    value = _ref(part, known) if ref else _value(part, op, known)
    words = " ".join(values.get("words", "").split())[:200]
    return Leaf(values["id"], known.name, op, value, clause, first, last, words)


def _ref(part: Part, known: Field) -> Ref:
    other = api.field(part.values.get("ref", ""))
    if other is None or family_of(other.type) != family_of(known.type):
        raise ValueError(_("Please choose the datum to compare with."))
    return Ref(other.name)


def _value(part: Part, op: Op, known: Field) -> Value:
    low, high = part.values.get("low", ""), part.values.get("high", "")
    if op is Op.BETWEEN:
        first, last = typed.value(low, known), typed.value(high, known)
        if first > last:  # type: ignore[operator]
            raise ValueError(_("The upper end lies below the lower one."))
        return first, last
    if op not in (Op.IN, Op.NOT_IN):
        return typed.value(low, known)
    words = part.many if known.type is FieldType.CHOICE else re.split(r"[,，、;；\n]", low)
    wanted = [typed.value(word, known) for word in words if word.strip()]
    if not wanted:
        raise ValueError(_("Please name at least one value."))
    return tuple(dict.fromkeys(wanted))
