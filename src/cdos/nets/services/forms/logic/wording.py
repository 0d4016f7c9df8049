"""What is wrong in an answer, in words that say what to do: the validator's errors, translated for people.

The validator speaks of types and keywords; a person reads "请填写数字", beside the field.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import DocumentInvalid, DocumentKind

from ..contracts import Entry, Widget

CHOSEN = frozenset({Widget.CHOICE, Widget.CHOICES, Widget.YES_NO, Widget.AREA})
Detail = dict[str, Any]


def missing(entry: Entry) -> str:
    """For an entry that must be answered and is not."""
    widget = Widget(entry.widget)
    named = {"label": entry.label}
    if widget is Widget.FILE:
        return _("Please attach: %(label)s.") % named
    if widget in CHOSEN:
        return _("Please choose: %(label)s.") % named
    if widget is Widget.DATE:
        return _("Please give the date: %(label)s.") % named
    return _("Please fill in: %(label)s.") % named


def wrong(entry: Entry, keyword: str, detail: Detail, value: Any) -> str:
    """`keyword` of JSON Schema with its limit in `detail`, as jsonschema-rs tells them."""
    if keyword in ("type", "format", "const", "enum", "oneOf", "anyOf"):
        return kind(entry, str(detail.get("format", "")), value)
    spoken = _LIMITS.get(keyword)
    if spoken is None:
        return _("Please check what you wrote here.")
    return spoken(entry, detail.get("limit", 0))


def _shortest(entry: Entry, limit: Any) -> str:
    if limit <= 1:
        return missing(entry)
    return ngettext(
        "Please write at least %(n)s character.", "Please write at least %(n)s characters.", int(limit)
    ) % {"n": limit}


def _longest(entry: Entry, limit: Any) -> str:
    return ngettext(
        "Please write at most %(n)s character.", "Please write at most %(n)s characters.", int(limit)
    ) % {"n": limit}


def _number(entry: Entry, limit: Any) -> str:
    if entry.widget == Widget.MONEY.value:
        return _("%(amount)s yuan") % {"amount": f"{limit / 100:,.2f}".removesuffix(".00")}
    return f"{limit:,}"


def _least(entry: Entry, limit: Any) -> str:
    if limit == 0:
        return _("This cannot be less than zero.")
    return _("This must be %(n)s or more.") % {"n": _number(entry, limit)}


def _most(entry: Entry, limit: Any) -> str:
    return _("This must be %(n)s or less.") % {"n": _number(entry, limit)}


def _fewest(entry: Entry, limit: Any) -> str:
    if limit <= 1:
        return missing(entry)
    return ngettext("Please choose at least %(n)s.", "Please choose at least %(n)s.", int(limit)) % {
        "n": limit
    }


def _largest(entry: Entry, limit: Any) -> str:
    if entry.widget == Widget.FILE.value:
        return ngettext("At most %(n)s file.", "At most %(n)s files.", int(limit)) % {"n": limit}
    return ngettext("Please choose at most %(n)s.", "Please choose at most %(n)s.", int(limit)) % {"n": limit}


_LIMITS: dict[str, Callable[[Entry, Any], str]] = {
    "minLength": _shortest,
    "maxLength": _longest,
    "minimum": _least,
    "exclusiveMinimum": lambda entry, limit: (
        _("This must be more than %(n)s.") % {"n": _number(entry, limit)}
    ),
    "maximum": _most,
    "exclusiveMaximum": lambda entry, limit: (
        _("This must be less than %(n)s.") % {"n": _number(entry, limit)}
    ),
    "minItems": _fewest,
    "maxItems": _largest,
    "uniqueItems": lambda entry, limit: _("Something is chosen twice."),
    "multipleOf": lambda entry, limit: _("This must be a multiple of %(n)s.") % {"n": _number(entry, limit)},
    "pattern": lambda entry, limit: _(
        "This does not have the right form. Please compare it with the original."
    ),
}


def kind(entry: Entry, format: str, value: Any) -> str:
    """The value is of another kind than the field asks for."""
    match Widget(entry.widget):
        case Widget.DOCUMENT | Widget.USCC:
            return document(entry, value)
        case Widget.DATE:
            return day(format, value)
        case Widget.NUMBER:
            if isinstance(value, float):
                return _("Please write a whole number.")
            return _("Please write a number, in figures.")
        case Widget.MONEY:
            return _("Please write the amount in yuan, such as 1280 or 1280.50.")
        case Widget.PHONE:
            return _("Please write an 11-digit mobile number; from elsewhere with + and the country code.")
        case Widget.AREA:
            return _("Please choose the area from the list: district, street or community.")
        case Widget.CHOICE | Widget.CHOICES | Widget.YES_NO:
            return missing(entry)
        case _:
            return _("This does not have the right form. Please compare it with the original.")


def document(entry: Entry, value: Any) -> str:
    """The sentence of whoever knows the number: length, date or check digit."""
    expected = DocumentKind.USCC if entry.widget == Widget.USCC.value else None
    try:
        identity.check_document(expected, str(value))
    except DocumentInvalid as invalid:
        return str(invalid)
    return _("Please check this number against the document.")


def day(format: str, value: Any) -> str:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return _("Please write the date as year, month and day, such as 2026-03-15.")
    if format == "past-date":
        return _("This date lies in the future. Please check the year.")
    return _("This date lies in the past. Please choose a later one.")
