"""What a browser sends, as JSON values; what cannot be read stays as it was typed, so that the check names it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import DocumentInvalid, DocumentKind, IdentityRefused
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import AreaLevel

from ..contracts import Answers, Entry, Form, Widget
from . import elements

Sent = Mapping[str, Any] | QueryDict
YES, NO = frozenset({"yes", "true", "1", "on", "是"}), frozenset({"no", "false", "0", "否"})
_controls = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_day = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*|(\d{4})(\d{2})(\d{2})")
LONGEST = 20_000


def read(form: Form, sent: Sent) -> dict[str, Any]:
    """Answers of a form; what is empty is left out, what the form does not know is not looked at."""
    found = {}
    for entry in form.entries:
        value = of(entry, sent, form)
        if value not in (None, "", []):
            found[entry.name] = value
    return found


def of(entry: Entry, sent: Sent, form: Form) -> Any:
    texts = [_clean(one) for one in _listed(sent, entry.name)]
    texts = [one for one in texts if one]
    widget = Widget(entry.widget)
    if widget in (Widget.CHOICES, Widget.FILE):
        return list(dict.fromkeys(texts))
    if widget is Widget.AREA:
        return area(texts[0] if texts else "", next(iter(_listed(sent, f"{entry.name}_text")), ""))
    if not texts:
        return None
    kind = form.schema["properties"].get(entry.name, {}).get("type", "string")
    return _READ.get(widget, text)(texts[0], kind)


def _listed(sent: Sent, name: str) -> list[Any]:
    if isinstance(sent, QueryDict):
        return list(sent.getlist(name))
    value = sent.get(name)
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _clean(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)[:LONGEST].replace("\r\n", "\n")
    return _controls.sub("", text).strip()


def text(words: str, kind: str) -> Any:
    return words


def number(text: str, kind: str) -> Any:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        return text
    if not found.is_finite() or abs(found) > 10**15:
        return text
    return int(found) if found == found.to_integral_value() else float(found)


def money(text: str, kind: str) -> Any:
    """元 to 分; a third decimal is a mistake, not a rounding."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").strip("元¥￥")
    try:
        fen = Decimal(plain) * 100
    except InvalidOperation:
        return text
    if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) > 10**15:
        return text
    return int(fen)


def day(text: str, kind: str) -> Any:
    match = _day.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        return text
    parts = [int(part) for part in match.groups() if part]
    try:
        return date(*parts).isoformat()
    except ValueError:
        return text


def yes_no(text: str, kind: str) -> Any:
    low = text.lower()
    return True if low in YES else False if low in NO else text


def _phone(text: str, kind: str) -> Any:
    try:
        return identity.check_phone(text)
    except IdentityRefused:
        return text


def _document(text: str, kind: str) -> Any:
    try:
        return identity.check_document(None, text).number
    except DocumentInvalid:
        return text


def _uscc(text: str, kind: str) -> Any:
    try:
        return identity.check_document(DocumentKind.USCC, text).number
    except DocumentInvalid:
        return text


_READ: dict[Widget, Callable[[str, str], Any]] = {
    Widget.NUMBER: number,
    Widget.MONEY: money,
    Widget.DATE: day,
    Widget.YES_NO: yes_no,
    Widget.PHONE: _phone,
    Widget.DOCUMENT: _document,
    Widget.USCC: _uscc,
}


def area(code: str, text: Any) -> Any:
    """A code as chosen; or a name as typed, where no list opened, if only one area bears it."""
    if code and organisation.area(code):
        return code
    words = _clean(text) or code
    named = [one.code for one in organisation.areas() if words and one.name == words.split("·")[-1].strip()]
    return named[0] if len(named) == 1 else words


def areas(words: str, level: str, limit: int) -> list[tuple[str, str]]:
    wanted = AreaLevel(level) if level in set(AreaLevel) - {AreaLevel.CITY} else None
    words, found = words.split("·")[-1].strip(), []
    for one in organisation.areas(level=wanted):
        if one.level is not AreaLevel.CITY and words in one.name:
            found.append((one.code, area_words(one.code)))
            if len(found) == limit:
                break
    return found


def typed(entry: Entry, value: Any) -> Any:
    """A value as the person would have typed it: for the field when the page comes back."""
    if value is None:
        return ""
    if entry.widget == Widget.MONEY.value and isinstance(value, int) and not isinstance(value, bool):
        return f"{value / 100:.2f}".removesuffix(".00")
    if entry.widget == Widget.YES_NO.value and isinstance(value, bool):
        return "yes" if value else "no"
    return value


def in_words(form: Form, entry: Entry, value: Any) -> str:
    """For the page "check your answers" and for staff: 已婚, 12,800 元, 是, 福田区 · 莲花街道."""
    if value in (None, "", []):
        return ""
    match Widget(entry.widget):
        case Widget.MONEY if isinstance(value, int):
            return _("%(amount)s yuan") % {"amount": f"{value / 100:,.2f}".removesuffix(".00")}
        case Widget.YES_NO if isinstance(value, bool):
            return pgettext("answer", "Yes") if value else pgettext("answer", "No")
        case Widget.CHOICE | Widget.CHOICES:
            named = dict(elements.options(form.schema["properties"][entry.name]))
            values = value if isinstance(value, list) else [value]
            return "、".join(named.get(str(one), str(one)) for one in values)
        case Widget.AREA:
            return area_words(str(value))
        case Widget.FILE:
            return str(len(value))
        case _:
            return str(value)


def area_words(code: str) -> str:
    names = [one.name for one in organisation.area_path(code)][1:]
    return " · ".join(names) or code


def facts(answers: Answers) -> dict[str, Any]:
    """Answers as rules take them."""
    return {name: value for name, value in answers.items() if value not in (None, "", [])}
