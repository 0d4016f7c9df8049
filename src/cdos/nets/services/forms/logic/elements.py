"""How each known data element (数据元) is asked when nothing else is said: its widget, its schema, who fills it."""

from typing import Any

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Field, FieldType
from cdos.hubs.registers import api as registers

from ..contracts import Entry, Widget

WIDGETS = {
    FieldType.TEXT: Widget.TEXT,
    FieldType.INTEGER: Widget.NUMBER,
    FieldType.NUMBER: Widget.NUMBER,
    FieldType.FEN: Widget.MONEY,
    FieldType.BOOLEAN: Widget.YES_NO,
    FieldType.DATE: Widget.DATE,
    FieldType.CHOICE: Widget.CHOICE,
    FieldType.CHOICES: Widget.CHOICES,
}
SPECIAL = {
    "phone": Widget.PHONE,
    "id_number": Widget.DOCUMENT,
    "uscc": Widget.USCC,
    "employer_uscc": Widget.USCC,
    "residence_address": Widget.ADDRESS,
    "estate_address": Widget.ADDRESS,
    "enterprise_address": Widget.ADDRESS,
    "new_address": Widget.ADDRESS,
    "residence_community": Widget.AREA,
    "business_scope": Widget.LONG_TEXT,
}
PAST = frozenset({"birth_date", "graduation_date", "child_birth_date", "marriage_date", "founded_on"})
# What a register knows about a person's own proven name is not for typing over.
FIXED = frozenset({"id_number", "uscc"})
FORMATS = {Widget.PHONE: "phone", Widget.DOCUMENT: "identity-document", Widget.USCC: "uscc"}
LONG = {Widget.LONG_TEXT: 1000, Widget.ADDRESS: 200}
MOST_FEN = 10**13
COUNTED = 1_000_000


def widget_of(field: Field) -> Widget:
    return SPECIAL.get(field.name, WIDGETS[field.type])


def entry(name: str) -> Entry:
    """A known element as an entry; LookupError for one that the rule book does not know."""
    field = rules.field(name)
    if field is None:
        raise LookupError(name)
    return Entry(
        name=name,
        label=field.title,
        widget=widget_of(field).value,
        source=source_of(name),
        editable=name not in FIXED,
    )


def source_of(name: str) -> str:
    """The first register that knows the element; "" where only the person does."""
    return next((one.code for one in registers.sources() if one.field(name)), "")


def schema(name: str, widget: str) -> dict[str, Any]:
    """JSON Schema of an element asked with this widget; a name that nobody knows has the widget's own."""
    field = rules.field(name)
    kind = Widget(widget)
    if kind in (Widget.CHOICE, Widget.CHOICES) and field is not None:
        return choices(kind, field.choices)
    found = plain(kind)
    if field is not None and field.type is FieldType.INTEGER:
        found |= {"type": "integer"}
    if name in PAST and kind is Widget.DATE:
        found["format"] = "past-date"
    return found


def choices(widget: Widget, options: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    one = {"type": "string", "oneOf": [{"const": code, "title": title} for code, title in options]}
    if widget is Widget.CHOICE:
        return one
    return {"type": "array", "items": one, "uniqueItems": True, "minItems": 1}


def plain(widget: Widget) -> dict[str, Any]:
    """Of a widget whose element nobody knows."""
    match widget:
        case Widget.NUMBER:
            return {"type": "number", "minimum": 0, "maximum": COUNTED}
        case Widget.MONEY:
            return {"type": "integer", "minimum": 0, "maximum": MOST_FEN}
        case Widget.YES_NO:
            return {"type": "boolean"}
        case Widget.DATE:
            return {"type": "string", "format": "date"}
        case Widget.AREA:
            return {"type": "string", "format": "area"}
        case Widget.FILE:
            return {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 5}
        case Widget.CHOICE | Widget.CHOICES:
            return choices(widget, ())
        case _:
            formats = {"format": FORMATS[widget]} if widget in FORMATS else {}
            return {"type": "string", "minLength": 1, "maxLength": LONG.get(widget, 100), **formats}


def options(schema: Any) -> list[tuple[str, str]]:
    """(code, title) of a choice, from the schema of its entry."""
    inner = schema.get("items", schema)
    return [(str(one["const"]), str(one.get("title", one["const"]))) for one in inner.get("oneOf", ())]
