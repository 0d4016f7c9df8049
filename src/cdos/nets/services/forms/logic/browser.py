"""A condition as the browser takes it: what only the server knows is decided already and never leaves it."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import All, AnyOf, Leaf, Node, Ref, Value

from ..contracts import Form, Widget

KINDS = {
    Widget.NUMBER: "number",
    Widget.MONEY: "fen",
    Widget.DATE: "date",
    Widget.YES_NO: "boolean",
    Widget.CHOICES: "many",
    Widget.FILE: "many",
}


def kinds(form: Form) -> dict[str, str]:
    """How the browser reads each field."""
    return {entry.name: KINDS.get(Widget(entry.widget), "text") for entry in form.entries}


def wire(node: Node, form: Form, facts: Mapping[str, Value]) -> dict[str, Any]:
    return _node(node, {entry.name for entry in form.entries}, facts)


def _node(node: Node, asked: Collection[str], facts: Mapping[str, Value]) -> dict[str, Any]:
    if isinstance(node, All):
        return {"all": [_node(one, asked, facts) for one in node.of]}
    if isinstance(node, AnyOf):
        return {"any": [_node(one, asked, facts) for one in node.of]}
    if isinstance(node, Leaf):
        return _leaf(node, asked, facts)
    return {"not": _node(node.of, asked, facts)}


def _leaf(leaf: Leaf, asked: Collection[str], facts: Mapping[str, Value]) -> dict[str, Any]:
    today = timezone.localdate()
    late = leaf.valid_until is not None and today > leaf.valid_until
    if late or (leaf.valid_from is not None and today < leaf.valid_from):
        return {"is": "none"}  # does not apply: its group is decided without it
    if leaf.field not in asked:
        return {"is": rules.decide(leaf, facts, on=today).truth.value}
    if isinstance(leaf.value, Ref):
        other = leaf.value.field
        if other not in asked:
            return {"field": leaf.field, "op": leaf.op.value, "value": _plain(facts.get(other))}
        return {"field": leaf.field, "op": leaf.op.value, "ref": other}
    return {"field": leaf.field, "op": leaf.op.value, "value": _plain(leaf.value)}


def _plain(value: Value) -> Any:
    """As JSON has it: days as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value
