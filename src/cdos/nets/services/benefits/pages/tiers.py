"""Tiers of an amount as a clerk writes them: 80 至 89 周岁, 2 个, 本科."""

from django.utils.translation import gettext as _

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import All, FieldType, Leaf, Node, Op, Value

from ..contracts import Amount

NUMBERS = (FieldType.INTEGER, FieldType.NUMBER, FieldType.FEN)


def spans(one: Amount, language: str, conditions: Node | None = None) -> list[str]:
    """For which values each tier holds; `conditions` say where the first one begins."""
    known = rules.field(one.field)
    if known is None or known.type not in NUMBERS:
        return [rules.value_in_words(end, field=one.field, language=language) for end, _fen in one.tiers]
    made: list[str] = []
    before: Value = None
    for end, _fen in one.tiers:
        made.append(_span(one.field, before, _least(conditions, one.field), end, language))
        before = end
    return made


def _span(name: str, before: Value, least: float | None, end: Value, language: str) -> str:
    """`before` is the end of the tier before it and no part of this one."""
    if end is None:
        return _open(name, before, least, language)
    known = rules.field(name)
    top, low = rules.value_in_words(end, field=name, language=language), least
    if isinstance(before, (int, float)) and (least is None or before >= least):
        if known is None or known.type is not FieldType.INTEGER:
            bottom = rules.value_in_words(before, field=name, language=language)
            return _("above %(low)s, up to %(end)s") % {"low": bottom, "end": top}
        low = before + 1
    if low is None or not isinstance(end, (int, float)) or low > end:
        return _("up to %(end)s") % {"end": top}
    if low == end:
        return top
    return _("%(low)s to %(end)s") % {"low": _bare(low, fen=name.endswith("_fen")), "end": top}


def _open(name: str, before: Value, least: float | None, language: str) -> str:
    """The last one, without an upper end."""
    known, low = rules.field(name), least
    if isinstance(before, (int, float)) and (least is None or before >= least):
        if known is None or known.type is not FieldType.INTEGER:
            return _("above %(low)s") % {"low": rules.value_in_words(before, field=name, language=language)}
        low = before + 1
    return _("%(low)s or more") % {"low": rules.value_in_words(low, field=name, language=language)}


def _bare(value: float, *, fen: bool) -> str:
    number = value / 100 if fen else value
    return f"{number:,.0f}" if number == int(number) else f"{number:,g}"


def _least(node: Node | None, name: str) -> float | None:
    """The least value that every entitled party has, where the conditions name one."""
    if isinstance(node, All):
        found = [low for part in node.of if (low := _least(part, name)) is not None]
        return max(found, default=None)
    if not isinstance(node, Leaf) or node.field != name or node.valid_from or node.valid_until:
        return None
    value = node.value[0] if node.op is Op.BETWEEN and isinstance(node.value, tuple) else node.value
    if node.op not in (Op.GE, Op.BETWEEN) or isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value
