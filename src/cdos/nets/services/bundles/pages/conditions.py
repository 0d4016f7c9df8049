"""A part's condition as the editor types it: one comparison of a datum; what is more than that is kept as it is."""

import json
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import FieldType, RuleInvalid
from cdos.base.web import api as web

OPS = (("eq", "="), ("ne", "≠"), ("ge", "≥"), ("le", "≤"), ("in", "∈"))
YES_NO = {"true": True, "是": True, "yes": True, "false": False, "否": False, "no": False}
NUMBERS = (FieldType.INTEGER, FieldType.NUMBER, FieldType.FEN)


def read(sent: QueryDict, number: int) -> dict[str, Any] | None:
    """The tree as JSON; a condition of several comparisons comes back as it was sent to the page."""
    whole = sent.get(f"whole-{number}", "").strip()
    if whole:
        try:
            found = web.read_json(whole)
        except ValueError:
            found = None
        return found if isinstance(found, dict) else {"field": "", "op": "", "id": "unreadable"}
    name, value = sent.get(f"field-{number}", ""), sent.get(f"value-{number}", "").strip()
    if not name or not value:
        return None
    op = sent.get(f"op-{number}", "eq")
    return {"id": f"{name}-{op}".replace("_", "-"), "field": name, "op": op, "value": _value(name, op, value)}


def _value(name: str, op: str, text: str) -> Any:
    if op == "in":
        return [_one(name, part.strip()) for part in text.replace("，", ",").split(",") if part.strip()]
    return _one(name, text)


def _one(name: str, text: str) -> Any:
    """As the field's type has it; what cannot be read goes on as text, so that the check names it."""
    known = rules.field(name)
    if known is None:
        return text
    if known.type is FieldType.BOOLEAN:
        return YES_NO.get(text.casefold(), text)
    if known.type in NUMBERS:
        try:
            return round(float(text) * 100) if known.type is FieldType.FEN else _number(text)
        except ValueError:
            return text
    return next((code for code, title in known.choices if text in (code, title)), text)


def _number(text: str) -> int | float:
    found = float(text)
    return int(found) if found == int(found) else found


def shown(when: dict[str, Any] | None) -> dict[str, Any]:
    """What the row of the editor shows of a condition."""
    simple = when is None or ("field" in when and "ref" not in when)
    return {
        "simple": simple,
        "field": when.get("field", "") if when and simple else "",
        "op": when.get("op", "eq") if when and simple else "eq",
        "value": _text(when) if when and simple else "",
        "whole": "" if simple else json.dumps(when, ensure_ascii=False),
        "words": in_words(when),
        "fields": [
            ("", _("always")),
            *((name, f"{one.title}（{name}）") for name, one in rules.fields().items()),
        ],
        "ops": OPS,
    }


def _text(when: dict[str, Any]) -> str:
    value = when.get("value")
    if isinstance(value, list):
        return ",".join(str(one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    known = rules.field(str(when.get("field", "")))
    if known is not None and known.type is FieldType.FEN and isinstance(value, int):
        return f"{value / 100:g}"
    return "" if value is None else str(value)


def in_words(when: dict[str, Any] | None) -> str:
    if not when:
        return ""
    try:
        return rules.in_words(rules.parse(when), get_language() or "zh-hans")
    except RuleInvalid as wrong:
        return str(wrong)
