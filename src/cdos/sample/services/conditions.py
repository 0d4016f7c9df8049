"""Conditions of a programme as one line, read with Python's own grammar: `age >= 80 and hukou == 'sz'`.

low_income                       a yes        not low_income            a no
3 <= age <= 6                    both ends    'food-permit' in licences_held
graduation_year >= Y - 2         Y: this year
age >= [40, 45, 50]              one of them, by the number of the variant
household_income_month_fen in yuan; the rule has fen
"""

import ast
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import All, AnyOf, Clause, FieldType, Leaf, Node, Not, Op, Scalar

OPS: dict[type[ast.cmpop], Op] = {
    ast.Eq: Op.EQ,
    ast.NotEq: Op.NE,
    ast.Lt: Op.LT,
    ast.LtE: Op.LE,
    ast.Gt: Op.GT,
    ast.GtE: Op.GE,
    ast.In: Op.IN,
    ast.NotIn: Op.NOT_IN,
}


def read(text: str, *, clause: Clause, year: int, variant: int = 0) -> Node:
    """ValueError where the line says what no rule can."""
    return _Reader(clause, year, variant).node(ast.parse(text.strip(), mode="eval").body)


def joined(parts: list[Node]) -> Node:
    """All of them as one rule whose groups are not nested without need, and whose leaves are numbered."""
    flat = [one for part in parts for one in (part.of if isinstance(part, All) else (part,))]
    return _numbered(All(tuple(flat)) if len(flat) > 1 else flat[0], count(1))


def shape(node: Node) -> object:
    """What two rules have in common that differ in their values only: fields and comparisons, as they are nested."""
    if isinstance(node, Leaf):
        return (node.field, node.op.value)
    if isinstance(node, Not):
        return ("not", shape(node.of))
    name = "all" if isinstance(node, All) else "any"
    return (name, *sorted((shape(one) for one in node.of), key=repr))


def _numbered(node: Node, numbers: Iterator[int]) -> Node:
    if isinstance(node, Leaf):
        return replace(node, id=f"c{next(numbers)}")
    if isinstance(node, Not):
        return Not(_numbered(node.of, numbers))
    return type(node)(tuple(_numbered(one, numbers) for one in node.of))


class _Reader:
    def __init__(self, clause: Clause, year: int, variant: int) -> None:
        self.clause, self.year, self.variant = clause, year, variant

    def node(self, tree: ast.expr) -> Node:
        if isinstance(tree, ast.BoolOp):
            parts = tuple(self.node(one) for one in tree.values)
            return All(parts) if isinstance(tree.op, ast.And) else AnyOf(parts)
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
            if isinstance(tree.operand, ast.Name):
                return self._leaf(tree.operand, Op.EQ, False)
            return Not(self.node(tree.operand))
        if isinstance(tree, ast.Name):
            return self._leaf(tree, Op.EQ, True)
        if isinstance(tree, ast.Compare):
            return self._compared(tree)
        raise ValueError(f"no condition: {ast.unparse(tree)}")

    def _compared(self, tree: ast.Compare) -> Leaf:
        first, last = tree.left, tree.comparators[-1]
        if len(tree.ops) == 2:
            ends = (self._value(first), self._value(last))
            return self._leaf(tree.comparators[0], Op.BETWEEN, ends)
        if isinstance(last, ast.Name) and last.id != "Y":
            return self._leaf(last, Op.HAS, self._value(first))
        if isinstance(last, ast.Tuple):
            return self._leaf(first, OPS[type(tree.ops[0])], tuple(self._value(one) for one in last.elts))
        if isinstance(last, ast.List):
            last = last.elts[self.variant % len(last.elts)]
        return self._leaf(first, OPS[type(tree.ops[0])], self._value(last))

    def _leaf(self, name: ast.expr, op: Op, value: Any) -> Leaf:
        assert isinstance(name, ast.Name)
        known = rules.field(name.id)
        if known is None:
            raise ValueError(f"no field of the rule book: {name.id}")
        if known.type is FieldType.FEN:
            value = tuple(_fen(one) for one in value) if isinstance(value, tuple) else _fen(value)
        return Leaf("c", name.id, op, value, self.clause)

    def _value(self, tree: ast.expr) -> Scalar:
        if isinstance(tree, ast.Name):
            return self.year
        if isinstance(tree, ast.BinOp):
            return self.year - int(ast.literal_eval(tree.right))
        found: Scalar = ast.literal_eval(tree)
        return found


def _fen(yuan: float) -> int:
    return round(yuan * 100)
