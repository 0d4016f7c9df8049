"""A rule as an expression of polars: a rival to the packed bits, not a part of CDOS."""

from functools import reduce
from operator import and_, or_

import polars as pl

from cdos.base.rules.contracts import All, Leaf, Node, Not, Op


def expression(node: Node) -> pl.Expr:
    if isinstance(node, Leaf):
        return _leaf(node)
    if isinstance(node, Not):
        return ~expression(node.of)
    return reduce(and_ if isinstance(node, All) else or_, [expression(one) for one in node.of])


def _leaf(leaf: Leaf) -> pl.Expr:
    held, value = pl.col(leaf.field), leaf.value
    if leaf.op is Op.IN:
        return held.is_in(list(value))  # type: ignore[arg-type]
    if leaf.op is Op.BETWEEN:
        low, high = value  # type: ignore[misc]
        return (held >= low) & (held <= high)
    return {Op.EQ: held.eq, Op.LE: held.le, Op.GE: held.ge}[leaf.op](value)
