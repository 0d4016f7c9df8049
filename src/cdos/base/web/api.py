"""The door of web: pages, shell, menu, problems, the one REST API, drafts."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cdos.base.web import components, menu, moments, shell
from cdos.base.web.contracts import ChartSpec, Draft, Level, Problem, Slot
from cdos.base.web.errors import error_page
from cdos.base.web.fields import combobox, field
from cdos.base.web.logic import clear_draft, forget_drafts, load_draft, save_draft
from cdos.base.web.rest import api_root, problem, register_problem
from cdos.base.web.spreadsheets import plain_cell

__all__ = [
    "ChartSpec",
    "Draft",
    "Level",
    "Problem",
    "Slot",
    "api_root",
    "clear_draft",
    "combobox",
    "error_page",
    "field",
    "forget_drafts",
    "load_draft",
    "menu",
    "page",
    "plain_cell",
    "problem",
    "register_problem",
    "save_draft",
    "shell",
    "toast",
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


def urgency(value: str) -> SafeString:
    """The badge of an urgency, for lists that are written without a template."""
    return components.urgency(value)


def clock(due_at: datetime | None, *, near_at: datetime | None = None) -> SafeString:
    """The chip of a running clock: `{% clock due_at near_at=… %}`."""
    return components.clock(due_at, title="", state="running", near_at=near_at)


def when(value: datetime | None, style: str = "near") -> SafeString:
    """A `<time>`: `{% when value style %}`."""
    return moments.time_tag(value, style)


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
