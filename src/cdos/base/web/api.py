"""The door of web: pages, shell, menu, problems, the one REST API, drafts."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cdos.base.meanwhile import SavedMeanwhile
from cdos.base.web import components, generic, languages, menu, moments, shell
from cdos.base.web.chinese import for_reader, simplified, traditional
from cdos.base.web.contracts import CatalogueEntry, ChartSpec, Draft, Level, Problem, Slot
from cdos.base.web.errors import error_page
from cdos.base.web.fields import combobox, field
from cdos.base.web.logic import clear_draft, forget_drafts, load_draft, save_draft
from cdos.base.web.rest import api_root, problem, read_json, register_problem
from cdos.base.web.spreadsheets import plain_cell

__all__ = [
    "CatalogueEntry",
    "ChartSpec",
    "Draft",
    "Level",
    "Problem",
    "Slot",
    "api_root",
    "catalogue",
    "clear_draft",
    "combobox",
    "error_page",
    "field",
    "for_reader",
    "forget_drafts",
    "icon",
    "load_draft",
    "language_tag",
    "machine_locales",
    "menu",
    "page",
    "plain_cell",
    "problem",
    "read_json",
    "register_problem",
    "register_reader",
    "save_draft",
    "saved_meanwhile",
    "shell",
    "simplified",
    "toast",
    "traditional",
    "translation_fault",
    "when",
    "urgency",
    "clock",
]

_TAGS = {
    Level.INFO: messages.INFO,
    Level.GOOD: messages.SUCCESS,
    Level.WARM: messages.WARNING,
    Level.BAD: messages.ERROR,
}


def saved_meanwhile(other: SavedMeanwhile) -> str:
    """What a form says that was drawn before somebody else saved, and now is drawn again with the other's mark."""
    return _(
        "Nothing is lost: {name} saved this draft while you wrote. Look at it in another window; "
        "if you save again, yours takes its place."
    ).format(name=other.by or _("somebody else"))


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
    *,
    fragment: str = "",
) -> HttpResponse:
    """Renders `template`; an htmx request gets `fragment` instead, where one is named."""
    chosen = fragment if fragment and _is_htmx(request) else template
    html = render_to_string(chosen, dict(context or {}), request)
    response = HttpResponse(html, status=status)
    if fragment:  # one address, two answers
        response.headers["Vary"] = "HX-Request, Cookie"
    return response


def icon(name: str, label: str = "") -> SafeString:
    """`{% icon name label=… %}`, for HTML that is made in Python."""
    return components.icon(name, label=label)


def urgency(value: str) -> SafeString:
    """The badge of an urgency, for lists that are written without a template."""
    return components.urgency(value)


def clock(due_at: datetime | None, *, near_at: datetime | None = None) -> SafeString:
    """The chip of a running clock: `{% clock due_at near_at=… %}`."""
    return components.clock(due_at, title="", state="running", near_at=near_at)


def when(value: datetime | None, style: str = "near") -> SafeString:
    """A `<time>`: `{% when value style %}`."""
    return moments.time_tag(value, style)


def machine_locales() -> tuple[str, ...]:
    """The locales whose catalogues a machine began."""
    return generic.LOCALES


def catalogue(locale: str) -> list[CatalogueEntry]:
    """Every message kept in `locale`; reads files, so keep the answer."""
    from cdos.base.web import wordwork

    return list(wordwork.entries(locale))


def language_tag(code: str) -> str:
    """For the `lang` attribute: "zh-Hans"."""
    return languages.html_tag(code)


def translation_fault(entry: CatalogueEntry, strings: Sequence[str]) -> str:
    """What is wrong with `strings` as a translation of the message; "" where nothing is."""
    from cdos.base.web import wordcheck

    return wordcheck.fault(entry, strings)


def register_reader(read: Callable[[str], int]) -> None:
    """`read(locale)` says how many messages that the catalogues call machine-made a person has read since."""
    generic.register_reader(read)


def _is_htmx(request: HttpRequest) -> bool:
    asked = request.headers.get("HX-Request") == "true"
    return asked and request.headers.get("HX-History-Restore-Request") != "true"


def toast(
    request: HttpRequest,
    text: str,
    *,
    level: Level = Level.GOOD,
    response: HttpResponse | None = None,
    undo_url: str = "",
    undo_s: int = 10,
) -> None:
    """Says something for some seconds: on the next page, or at once through `response` of an htmx request.

    `undo_url` gets a POST when the person takes it back within `undo_s` seconds; only with `response`.
    """
    if response is None:
        messages.add_message(request, _TAGS[level], text, fail_silently=True)
        return
    detail = {"text": text, "level": level.value, "undo": undo_url, "seconds": undo_s}
    response.headers["HX-Trigger"] = json.dumps({"cdos:toast": detail})
