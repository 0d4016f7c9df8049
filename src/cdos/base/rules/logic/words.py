"""What a rule says in words: sentences for residents and staff, never a code."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext

from ..contracts import (
    All,
    AnyOf,
    Clause,
    Field,
    FieldType,
    Finding,
    Leaf,
    Node,
    Not,
    Op,
    Ref,
    Truth,
    Value,
    Whose,
)
from . import registry, tree
from .phrases import EN, KINDS, PHRASES, SAID, ZH, language_of

CHOSEN = frozenset({FieldType.CHOICE, FieldType.CHOICES})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rule in words: a heading of a group, or a condition."""

    depth: int
    number: str  # "2.1"; empty for the outermost heading
    text: str
    leaf: Leaf | None = None
    exact: str = ""  # what is compared, where the text is in an editor's own words


def reader() -> str:
    """The language of who reads now."""
    return get_language() or settings.LANGUAGE_CODE


def in_words(node: Node, language: str) -> str:
    """The whole rule, a line a condition, groups indented and numbered."""
    rows = [
        f"{'  ' * max(0, line.depth - 1)}{line.number + '. ' if line.number else ''}{line.text}"
        for line in lines(node, language)
    ]
    return "\n".join(rows)


def lines(node: Node, language: str) -> list[Line]:
    """The same, line by line."""
    said = SAID[language_of(language)]
    if not any(True for _ in tree.leaves(node)):
        return [Line(0, "", _script(said["free"], language))]
    return list(_lines(node, language, 0, ""))


def _lines(node: Node, language: str, depth: int, number: str) -> Iterator[Line]:
    said = SAID[language_of(language)]
    if isinstance(node, Leaf):
        own = bool(node.words) and language_of(language) == ZH
        exact = _script(_phrase(node, language), language) if own else ""
        yield Line(depth, number, leaf(node, language, clause=True), node, exact)
        return
    key, parts = _group(node)
    yield Line(depth, number, _script(said[key] + said["colon"].rstrip(), language))
    for at, part in enumerate(parts, 1):
        yield from _lines(part, language, depth + 1, f"{number}.{at}" if number else str(at))


def _group(node: All | AnyOf | Not) -> tuple[str, tuple[Node, ...]]:
    """Which heading, and what stands under it; a `not` speaks through the group it holds."""
    if isinstance(node, All):
        return "all", node.of
    if isinstance(node, AnyOf):
        return "any", node.of
    inner = node.of
    if isinstance(inner, All):
        return "not_all", inner.of
    return "not_any", inner.of if isinstance(inner, AnyOf) else (inner,)


def leaf(one: Leaf, language: str, *, clause: bool = False) -> str:
    """年龄在 18 至 45 周岁之间（《…办法》第三条）."""
    said = SAID[language_of(language)]
    words = one.words if one.words and language_of(language) == ZH else _phrase(one, language)
    notes = [note for note in (_dates(one, said), of_clause(one.clause) if clause else "") if note]
    whole = words + (said["open"] + said["stop"].join(notes) + said["close"] if notes else "")
    return _script(whole, language)


def of_clause(clause: Clause) -> str:
    """《深圳市人才引进实施办法》（深府规〔2020〕1号）第三条."""
    law = clause.law if not clause.law or clause.law.startswith("《") else f"《{clause.law}》"
    number = f"（{clause.number}）" if clause.number and law else clause.number
    return f"{law}{number}{clause.article}"


def _dates(one: Leaf, said: dict[str, str]) -> str:
    if one.valid_from and one.valid_until:
        return said["span"].format(first=one.valid_from, last=one.valid_until)
    if one.valid_from:
        return said["from"].format(day=one.valid_from)
    return said["until"].format(day=one.valid_until) if one.valid_until else ""


def _phrase(one: Leaf, language: str) -> str:
    own = language_of(language)
    field = registry.field(one.field)
    family, patterns = tree.family(one), PHRASES[own]
    kind = KINDS.get(field.unit, "") if field and family == "number" else ""
    pattern = patterns.get((kind, one.op)) or patterns.get((family, one.op)) or patterns[("", one.op)]
    unit = _unit(field, own)
    if isinstance(one.value, Ref):
        other = title(one.value.field, language)
        return pattern.format(t=title(one.field, language), v=_spaced(other, own), u="", w="")
    values = one.value if isinstance(one.value, (list, tuple)) else (one.value,)
    shown = [bare(value, field, own) for value in values]
    first = shown[0] if one.op not in (Op.IN, Op.NOT_IN) else SAID[own]["and"].join(shown)
    first = _spaced(first, own) if family == "number" else first
    last = _spaced(shown[-1], own)
    return pattern.format(t=title(one.field, language), v=first, w=last, u=unit)


def _spaced(text: str, own: str) -> str:
    """Figures stand apart from Chinese characters."""
    return f" {text} " if own == ZH and text[:1].isascii() else text


def _unit(field: Field | None, own: str) -> str:
    if field is None or not field.unit:
        return ""
    return field.unit if own == ZH else f" {UNITS.get(field.unit, field.unit)}".rstrip()


UNITS = {
    "周岁": "years", "年": "years", "个月": "months", "元": "yuan", "个": "", "人": "people", "级": "", "平方米": "m²",
    "学时": "hours", "小时": "hours", "次": "times", "件": "", "项": "", "吨标准煤": "tonnes of coal equivalent",
}  # fmt: skip


def title(name: str, language: str) -> str:
    """The field's title; its name where nobody knows the field."""
    field = registry.field(name)
    if field is None:
        return name
    if language_of(language) == ZH:
        return _script(field.title, language)
    english = field.english or field.title
    return english[:1].upper() + english[1:]


def bare(value: Value, field: Field | None, language: str) -> str:
    """A value without its unit: yuan for fen, the name for the code of a choice."""
    own = language_of(language)
    if value is None:
        return SAID[own]["not_known"]
    if isinstance(value, bool):
        return SAID[own]["yes" if value else "no"]
    if isinstance(value, (list, tuple, set, frozenset)):
        return SAID[own]["and"].join(bare(one, field, own) for one in value) or SAID[own]["none"]
    if field and field.type is FieldType.FEN and isinstance(value, (int, float)):
        yuan = value / 100
        return f"{yuan:,.0f}" if yuan == int(yuan) else f"{yuan:,.2f}"
    if isinstance(value, (int, float)):
        return f"{value:,}" if abs(value) >= 10_000 else f"{value:g}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return _named(str(value), field, own) if field else str(value)


def _named(code: str, field: Field, own: str) -> str:
    english = dict(field.english_choices) if own == EN else {}
    return english.get(code) or dict(field.choices).get(code, code)


def choices(field: Field, language: str) -> list[tuple[str, str]]:
    own = language_of(language)
    return [(code, _script(_named(code, field, own), language)) for code, _name in field.choices]


def shown(value: Value, name: str, language: str) -> str:
    """A value with its unit, as somebody reads it."""
    field = registry.field(name)
    own = language_of(language)
    text = bare(value, field, own)
    counts = isinstance(value, (int, float)) and not isinstance(value, bool)
    unit = _unit(field, own).strip() if counts else ""
    if unit and language_of(language) != ZH and language == get_language():
        unit = gettext(
            unit
        )  # sentences of rules are English to who reads a third language, a value alone is not
    return _script(f"{text} {unit}" if unit else text, language)


def spoken(value: Value, name: str, language: str) -> str:
    """The language of `shown`: numbers, sums and days are said in the reader's."""
    field = registry.field(name)
    if language_of(language) == ZH or field is None or value is None:
        return language
    if field.type is FieldType.BOOLEAN:
        return EN
    if field.type in CHOSEN:
        codes = value if isinstance(value, (list, tuple, set, frozenset)) else (value,)
        return (
            EN if {str(one) for one in codes} <= set(dict(field.english_choices)) else settings.LANGUAGE_CODE
        )
    return settings.LANGUAGE_CODE if field.type is FieldType.TEXT else language


def finding(one: Finding, language: str, *, clause: bool = True, whose: Whose = Whose.READER) -> str:
    """What was asked, what was found, and by which clause."""
    said = SAID[language_of(language)]
    value = said["not_known"] if one.truth is Truth.UNKNOWN else shown(one.found, one.leaf.field, language)
    notes = [said[whose.value].format(value=value)]
    by = of_clause(one.leaf.clause) if clause else ""
    if by:
        notes.append(said["law"].format(law=by))
    return leaf(one.leaf, language) + _script(
        said["open"] + said["stop"].join(notes) + said["close"], language
    )


def _script(text: str, language: str) -> str:
    """Traditional characters for those who read them."""
    if language.lower() not in ("zh-hant", "zh_hant", "zh-hk", "zh-tw"):
        return text
    return str(_converter().convert(text))


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC  # its dictionaries are read at the first use only

    return OpenCC("s2hk")
