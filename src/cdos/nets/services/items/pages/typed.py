"""What an editor typed, as the values of an item; and an item as the values of the form."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from ..contracts import Item, ItemRefused
from .layout import GROUPS, LISTS, Ask, Rows

MOST_ROWS = 60
MOST_TEXT = 5000
BETWEEN = "、"


def values(sent: QueryDict, code: str) -> dict[str, Any]:
    """ItemRefused names a number that is none."""
    found: dict[str, Any] = {"code": code}
    for group in GROUPS:
        for ask in group.asks:
            _put(found, ask.name, _value(ask, sent, ask.name))
    for rows in LISTS:
        found[rows.key] = [row for number in numbers(sent, rows) if (row := _row(sent, rows, number))]
    if not any(sent.get(f"before.{name}") for name in ("steps", "days", "trips", "papers")):
        found.pop("before", None)
    return found


def _put(found: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        return
    first, _dot, part = name.partition(".")
    if part:
        found.setdefault(first, {})[part] = value
    else:
        found[first] = value


def numbers(sent: QueryDict, rows: Rows) -> Iterator[int]:
    said = {key.split("-")[1] for key in sent if key.startswith(f"{rows.key}-") and key.count("-") == 2}
    yield from sorted(int(one) for one in said if one.isdecimal() and len(one) < 5)


def _row(sent: QueryDict, rows: Rows, number: int) -> dict[str, Any]:
    """Empty where the row was removed or nothing was typed into it."""
    prefix = f"{rows.key}-{number}-"
    if sent.get(f"{prefix}gone"):
        return {}
    typed = [ask for ask in rows.asks if ask.kind not in ("one", "whole", "number", "yuan")]
    if not any(sent.get(prefix + ask.name, "").strip() for ask in typed):
        return {}
    row = {ask.name: _value(ask, sent, prefix + ask.name) for ask in rows.asks}
    return {name: value for name, value in row.items() if value is not None}


def _value(ask: Ask, sent: QueryDict, key: str) -> Any:
    if ask.kind == "many":
        return [one for one in sent.getlist(key) if one]
    text = sent.get(key, "").replace("\x00", "").replace("\r\n", "\n").strip()[:MOST_TEXT]
    if ask.kind == "flag":
        return bool(text)
    if ask.kind == "words":
        return split(text)
    if ask.kind in ("number", "whole", "yuan"):
        return _number(ask, text)
    return text


def split(text: str) -> list[str]:
    for mark in ("，", ",", "；", ";", "\n"):
        text = text.replace(mark, BETWEEN)
    return [word.strip()[:40] for word in text.split(BETWEEN) if word.strip()][:60]


def _number(ask: Ask, text: str) -> float | int | None:
    if not text:
        return None
    try:
        found = Decimal(text)
        if not found.is_finite() or abs(found) > 10**9:
            raise InvalidOperation
    except InvalidOperation:
        raise ItemRefused(_("“%(title)s” is a number.") % {"title": ask.title}) from None
    if ask.kind == "yuan":
        return int(found * 100)
    return int(found) if ask.kind == "whole" else float(found)


def shown(item: Item) -> dict[str, Any]:
    """Values of the form's plain fields, by their names."""
    return {ask.name: _shown(ask, _of(item, ask.name)) for group in GROUPS for ask in group.asks}


def rows_of(item: Item, rows: Rows) -> list[dict[str, Any]]:
    return [
        {ask.name: _shown(ask, getattr(entry, ask.name)) for ask in rows.asks}
        for entry in getattr(item, rows.key)
    ]


def _of(item: Item, name: str) -> Any:
    first, _dot, part = name.partition(".")
    found = getattr(item, first)
    return getattr(found, part, None) if part else found


def _shown(ask: Ask, value: Any) -> Any:
    if value is None:
        return ""
    if ask.kind == "words":
        return BETWEEN.join(value)
    if ask.kind == "yuan":
        return f"{value / 100:g}"
    if ask.kind == "number":
        return f"{value:g}"
    return str(value) if ask.kind == "whole" or hasattr(value, "value") else value


def raw_shown(raw: Mapping[str, Any]) -> dict[str, Any]:
    """As `shown`, of values that make no item yet."""
    found = {}
    for group in GROUPS:
        for ask in group.asks:
            first, _dot, part = ask.name.partition(".")
            given = raw.get(first, {}).get(part) if part else raw.get(first)
            found[ask.name] = _shown(ask, tuple(given) if isinstance(given, list) else given)
    return found
