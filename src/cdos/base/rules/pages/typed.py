"""Values as editors type them: yuan for money, days as days, choices by name; and how a kind of datum may be compared."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..contracts import Field, FieldType, Scalar, Value
from ..logic.tree import family_of, plain

_ORDER = ("ge", "le", "between", "gt", "lt", "eq", "ne")
_BESIDE = ("ge:ref", "le:ref", "gt:ref", "lt:ref", "eq:ref", "ne:ref")
_BY_FAMILY = {
    "number": (*_ORDER, "in", "not_in", *_BESIDE),
    "date": (*_ORDER, "in", "not_in", *_BESIDE),
    "text": ("in", "not_in", "eq", "ne", "eq:ref", "ne:ref"),
    "boolean": ("eq", "ne", "eq:ref", "ne:ref"),
    "many": ("has",),
}
WORDS = {
    "ge": gettext_lazy("is at least"),
    "le": gettext_lazy("is at most"),
    "between": gettext_lazy("is from … to …"),
    "gt": gettext_lazy("is above"),
    "lt": gettext_lazy("is below"),
    "eq": gettext_lazy("is"),
    "ne": gettext_lazy("is not"),
    "in": gettext_lazy("is one of"),
    "not_in": gettext_lazy("is none of"),
    "has": gettext_lazy("includes"),
    "ge:ref": gettext_lazy("is at least another datum"),
    "le:ref": gettext_lazy("is at most another datum"),
    "gt:ref": gettext_lazy("is above another datum"),
    "lt:ref": gettext_lazy("is below another datum"),
    "eq:ref": gettext_lazy("is the same as another datum"),
    "ne:ref": gettext_lazy("is not the same as another datum"),
}
DAYS = {
    "ge": gettext_lazy("is no earlier than"),
    "le": gettext_lazy("is no later than"),
    "gt": gettext_lazy("is after"),
    "lt": gettext_lazy("is before"),
}


def operators(field: Field) -> list[tuple[str, str]]:
    family = family_of(field.type)
    words = WORDS | (DAYS if family == "date" else {})
    return [(name, str(words[name])) for name in _BY_FAMILY[family]]


def shown(value: Value, field: Field | None) -> str:
    """As it stands in an input."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field and field.type is FieldType.FEN and isinstance(value, (int, float)):
        yuan = value / 100
        return f"{yuan:.0f}" if yuan == int(yuan) else f"{yuan:.2f}"
    return str(plain(value))


def day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(_("Please give days as year-month-day.")) from None


def value(text: str, field: Field) -> Scalar:
    """ValueError with what to type."""
    text = text.strip()
    if not text:
        raise ValueError(_("Please give the value to compare with."))
    if field.type in (FieldType.INTEGER, FieldType.NUMBER, FieldType.FEN):
        return _number(text, field)
    if field.type is FieldType.BOOLEAN:
        return text in ("yes", "true", "1", "是")
    if field.type is FieldType.DATE:
        found = day(text)
        assert found is not None
        return found
    return _coded(text, field)


def _number(text: str, field: Field) -> int | float:
    try:
        found = float(text.replace(",", "").replace("，", ""))
    except ValueError:
        raise ValueError(_("Please give a number.")) from None
    if abs(found) > 1e13:
        raise ValueError(_("This number is too large."))
    if field.type is FieldType.FEN:
        return round(found * 100)
    if field.type is FieldType.INTEGER and not found.is_integer():
        raise ValueError(_("Please give a whole number."))
    return int(found) if found.is_integer() else found


def _coded(text: str, field: Field) -> str:
    if not field.choices:
        return text[:200]
    codes = {code: code for code, _name in field.choices} | {name: code for code, name in field.choices}
    if text not in codes:
        raise ValueError(_("Please choose from the list."))
    return codes[text]


def facts_value(text: str, field: Field) -> Value:
    """One value of a case to try; nothing typed is not known."""
    if not text.strip():
        return None
    found = value(text, field)
    return (found,) if field.type is FieldType.CHOICES else found
