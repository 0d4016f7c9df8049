"""A rule as SQL for audit and for stores that hold whole populations; the same three values, since NULL is not known.

A column holds NULL for what is not known (an empty text too). Money is integer fen, days are DATE, several values an array.
"""

from datetime import date

from sqlglot import exp

from ..contracts import All, Leaf, Node, Not, Op, Ref, Scalar
from . import tree, words

DIALECTS = ("postgres", "duckdb", "clickhouse", "spark")
HOLDS = {
    "duckdb": "list_contains",
    "clickhouse": "has",
    "spark": "array_contains",
}  # a list and one of its values
COMPARE: dict[Op, type[exp.Expression]] = {
    Op.EQ: exp.EQ,
    Op.NE: exp.NEQ,
    Op.LT: exp.LT,
    Op.LE: exp.LTE,
    Op.GT: exp.GT,
    Op.GE: exp.GTE,
}


def to_sql(node: Node, *, dialect: str, on: date, table: str = "", comments: bool = True) -> str:
    """The condition as an expression; with a table, the whole SELECT of who meets it. ValueError for another dialect."""
    if dialect not in DIALECTS:
        raise ValueError(f"{dialect} is none of {', '.join(DIALECTS)}")
    kept = tree.pruned(node, on)
    made = exp.true() if kept is None else _node(kept, dialect, comments)
    if table:
        made = exp.select("*").from_(exp.to_table(table)).where(made, copy=False)
    return made.sql(dialect=dialect, pretty=True)


def _node(node: Node, dialect: str, comments: bool) -> exp.Expression:
    if isinstance(node, Leaf):
        made = _leaf(node, dialect)
        said = words.leaf(node, "zh-hans", clause=True).replace("*/", "* /").replace("/*", "/ *")
        if comments:
            spot = made.expression if isinstance(made, exp.Binary) else made
            spot.add_comments([f" {said} "])
        return made
    if isinstance(node, Not):
        return exp.Not(this=exp.paren(_node(node.of, dialect, comments), copy=False))
    parts = [_part(one, dialect, comments) for one in node.of]
    join = exp.And if isinstance(node, All) else exp.Or
    made = parts[0]
    for one in parts[1:]:
        made = join(this=made, expression=one)
    return made


def _part(node: Node, dialect: str, comments: bool) -> exp.Expression:
    made = _node(node, dialect, comments)
    return made if isinstance(node, Leaf | Not) else exp.paren(made, copy=False)


def _leaf(leaf: Leaf, dialect: str) -> exp.Expression:
    column = _column(leaf.field)
    value = leaf.value
    if isinstance(value, Ref):
        return COMPARE[leaf.op](this=column, expression=_column(value.field))
    if isinstance(value, (list, tuple)):
        return _many(leaf.op, column, [_literal(one) for one in value])
    assert isinstance(value, (str, int, float, date))
    literal = _literal(value)
    if leaf.op is not Op.HAS:
        return COMPARE[leaf.op](this=column, expression=literal)
    if dialect in HOLDS:
        return exp.Anonymous(this=HOLDS[dialect], expressions=[column, literal])
    return exp.EQ(this=literal, expression=exp.Anonymous(this="ANY", expressions=[column]))


def _many(op: Op, column: exp.Expression, values: list[exp.Expression]) -> exp.Expression:
    if op is Op.BETWEEN:
        return exp.Between(this=column, low=values[0], high=values[1])
    inside = exp.In(this=column, expressions=values)
    return inside if op is Op.IN else exp.Not(this=inside)


def _column(name: str) -> exp.Expression:
    return exp.column(exp.to_identifier(name, quoted=True))


def _literal(value: Scalar) -> exp.Expression:
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, (int, float)):
        return (
            exp.Literal.number(repr(value)) if value >= 0 else exp.Neg(this=exp.Literal.number(repr(-value)))
        )
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    return exp.Literal.string(value)
