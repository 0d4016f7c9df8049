"""An item as JSON and back; its content fingerprint."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import msgspec

from cdos.base.organisation import api as organisation

from ..contracts import Item, ItemRefused, ItemState
from ..models import Version

# What columns of a version hold, beside the elements.
COLUMNS = frozenset({"version", "state", "department_name", "effective_from", "effective_until"})
# What an area's implementation may say differently while a person is asked for the same.
LOCAL = COLUMNS | {
    "code",
    "department",
    "area",
    "national_code",
    "variant_of",
    "use_level",
    "extension",
    "standard",
    "before",
}
KNOWN = frozenset(field.name for field in fields(Item))


def elements(item: Item) -> dict[str, Any]:
    """What is stored: all elements that say something, without what columns hold."""
    full: dict[str, Any] = {k: v for k, v in msgspec.to_builtins(item).items() if k not in COLUMNS}
    return {name: value for name, value in full.items() if value not in ("", [], None) or name == "audience"}


def make(
    raw: Mapping[str, Any], *, version: int = 1, state: ItemState = ItemState.DRAFT, **columns: Any
) -> Item:
    """ItemRefused names what does not fit. `columns`: effective_from, effective_until."""
    unknown = sorted(set(raw) - KNOWN)
    if unknown:
        raise ItemRefused(f"{', '.join(unknown)}?")
    unit = organisation.unit(str(raw.get("department", "")))
    values = {"code": "", "title": "", "standard": "", "department": "", "area": "", **raw}
    values |= {"version": version, "state": state.value, "department_name": unit.name if unit else ""}
    values |= columns
    try:
        return msgspec.convert(values, Item, strict=False)
    except msgspec.ValidationError as wrong:
        raise ItemRefused(str(wrong)) from None


def of_row(row: Version) -> Item:
    return make(
        row.elements,
        version=row.version,
        state=ItemState(row.state),
        effective_from=row.effective_from,
        effective_until=row.effective_until,
    )


def fingerprint(item: Item) -> str:
    """Equal for implementations that ask and give the same, wherever they are (内容指纹)."""
    said = {name: value for name, value in elements(item).items() if name not in LOCAL}
    return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()


def sought(item: Item) -> str:
    """What the staff's search looks through."""
    words = (item.code, item.title, item.standard, item.national_code, *item.words, *item.topics)
    return " ".join(words).casefold()


def text(value: object) -> str:
    """An element in words, one entry a line: for comparing."""
    if isinstance(value, tuple):
        return "\n".join(text(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        said = (text(getattr(value, field.name)) for field in fields(value))
        return " | ".join(one for one in said if one)
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)
