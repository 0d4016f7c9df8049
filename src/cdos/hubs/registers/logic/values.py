"""Values of facts: as JSON under a seal, as people type them, and as they read them."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import SealedColumn
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Field, FieldType, Value

from ..contracts import RegisterRefused

ROWS = SealedColumn(
    table="registers_registerrow", key="id", sealed="sealed", name="registers_registerrow.values"
)
CLAIMS = SealedColumn(
    table="registers_correctionrow", key="matter_id", sealed="sealed", name="registers_correctionrow.claim"
)
YES = frozenset({"是", "有", "yes", "true", "1"})
NO = frozenset({"否", "无", "没有", "no", "false", "0"})


def _plain(value: object) -> object:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    raise TypeError(value)


def _revive(pair: dict[str, Any]) -> Any:
    return date.fromisoformat(pair["day"]) if set(pair) == {"day"} else pair


def seal(values: Mapping[str, Value], column: SealedColumn) -> bytes:
    text = json.dumps(dict(values), default=_plain, ensure_ascii=False, sort_keys=True)
    return crypto.seal(text, column=column.name)


def unseal(sealed: bytes | memoryview, column: SealedColumn) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(crypto.unseal(bytes(sealed), column=column.name), object_hook=_revive)
    return found


def in_words(field: str, value: Value) -> str:
    """As a person reads it: 已婚, 12,800 元, 是."""
    return rules.value_in_words(value, field=field, language=get_language() or settings.LANGUAGE_CODE)


def typed(field: Field, text: str) -> Value:
    """What somebody typed for a field. RegisterRefused says what to write."""
    text = text.strip()
    if not text:
        raise RegisterRefused(_("Please say what the right value is."))
    try:
        return _TYPED.get(field.type, _text)(field, text)
    except (ValueError, OverflowError):
        raise RegisterRefused(_HOW.get(field.type, _text_how)()) from None


def _text(field: Field, text: str) -> Value:
    if len(text) > 200:
        raise ValueError
    return text


def _number(field: Field, text: str) -> Value:
    found = float(text.replace(",", "").removesuffix(field.unit).strip())
    return int(found) if found.is_integer() else found


def _fen(field: Field, text: str) -> Value:
    return round(float(text.replace(",", "").removesuffix("元").strip()) * 100)


def _boolean(field: Field, text: str) -> Value:
    if text.lower() in YES | NO:
        return text.lower() in YES
    raise ValueError(text)


def _day(field: Field, text: str) -> Value:
    return date.fromisoformat(text.replace("/", "-").replace("年", "-").replace("月", "-").removesuffix("日"))


def _choice(field: Field, text: str) -> Value:
    for code, name in field.choices:
        if text in (code, name):
            return code
    raise ValueError(text)


_TYPED = {
    FieldType.INTEGER: _number,
    FieldType.NUMBER: _number,
    FieldType.FEN: _fen,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _day,
    FieldType.CHOICE: _choice,
}


def _text_how() -> str:
    return _("Please write at most 200 characters.")


_HOW = {
    FieldType.INTEGER: lambda: _("Please write a number."),
    FieldType.NUMBER: lambda: _("Please write a number."),
    FieldType.FEN: lambda: _("Please write an amount of money in yuan."),
    FieldType.BOOLEAN: lambda: _("Please write yes or no."),
    FieldType.DATE: lambda: _("Please write the date as 2026-03-15."),
    FieldType.CHOICE: lambda: _("Please choose one of the values offered."),
}
