"""What the editor's page calls states, widgets and comparisons."""

from typing import Any

from django.utils.translation import gettext as _

from cdos.base.rules import api as rules

from .. import api
from ..contracts import Form, FormState, Widget

LINES = 3  # empty lines for conditions beside those that are there


def states() -> dict[FormState, tuple[str, str]]:
    """(words, kind of badge)."""
    return {
        FormState.DRAFT: (_("draft"), "info"),
        FormState.WAITING: (_("waits for approval"), "warm"),
        FormState.LIVE: (_("in force"), "good"),
        FormState.ENDED: (_("ended"), ""),
    }


def widgets() -> list[tuple[str, str]]:
    return [
        (Widget.TEXT.value, _("One line of text")),
        (Widget.LONG_TEXT.value, _("Longer text")),
        (Widget.NUMBER.value, _("A number")),
        (Widget.MONEY.value, _("Money, in yuan")),
        (Widget.DATE.value, _("A date")),
        (Widget.CHOICE.value, _("One of several")),
        (Widget.CHOICES.value, _("Several of several")),
        (Widget.YES_NO.value, _("Yes or no")),
        (Widget.AREA.value, _("District, street or community")),
        (Widget.ADDRESS.value, _("An address")),
        (Widget.PHONE.value, _("Phone number")),
        (Widget.DOCUMENT.value, _("Identity number")),
        (Widget.USCC.value, _("Credit code of an enterprise")),
        (Widget.FILE.value, _("Files")),
    ]


def comparisons() -> list[tuple[str, str]]:
    return [
        ("eq", _("is")),
        ("ne", _("is not")),
        ("in", _("is one of")),
        ("not_in", _("is none of")),
        ("has", _("holds")),
        ("ge", _("is at least")),
        ("gt", _("is more than")),
        ("le", _("is at most")),
        ("lt", _("is less than")),
        ("between", _("lies between")),
    ]


def field(form: Form, name: str) -> dict[str, Any]:
    """Everything the panel of one field shows."""
    entry = form.entry(name)
    assert entry is not None
    schema = form.schema["properties"][name]
    lines = api.conditions(form, name)
    names = [one.name for one in form.entries]
    before = [(one.name, one.label) for one in form.entries[: names.index(name)]]
    others = [(one.name, one.title) for one in rules.fields().values() if one.name not in names]
    least, most = _limits(entry.widget, schema)
    rows = [] if lines is None else [*lines[1], *([None] * (LINES if not lines[1] else 1))]
    return {
        "entry": entry,
        "schema": schema,
        "known": rules.field(name) is not None,
        "options": "\n".join(f"{code} = {title}" for code, title in api.options(form, name)),
        "least": least,
        "most": most,
        "whole": schema.get("type") == "integer",
        "format": schema.get("format", ""),
        "level": schema.get("x-level", ""),
        "join": lines[0] if lines else "all",
        "rows": rows,
        "deep": lines is None,
        "rule": rules.in_words(entry.shown) if entry.shown is not None else "",
        "deciders": [("", _("no further condition")), *before, *others],
        "comparisons": comparisons(),
        "widgets": widgets(),
    }


def _limits(widget: str, schema: Any) -> tuple[Any, Any]:
    keys = {
        Widget.NUMBER.value: ("minimum", "maximum"),
        Widget.MONEY.value: ("minimum", "maximum"),
        Widget.TEXT.value: ("minLength", "maxLength"),
        Widget.LONG_TEXT.value: ("minLength", "maxLength"),
        Widget.FILE.value: ("minItems", "maxItems"),
    }.get(widget)
    if keys is None:
        return None, None
    low, high = (schema.get(key, "") for key in keys)
    if widget == Widget.MONEY.value:
        low, high = (one / 100 if isinstance(one, int) else one for one in (low, high))
    return low, high
