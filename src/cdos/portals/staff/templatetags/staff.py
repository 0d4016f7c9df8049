"""`{% load staff %}`: the workbench's forms."""

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import OfferedMove, Requirement
from cdos.base.web import api as web

from ..lists import Row
from ..matter_pane import Suggested
from ..row_html import row_html
from ..workbench import Said

register = template.Library()
PICKERS = {"unit": "staff:pick_units", "item": "staff:pick_items"}
WITH_FILES = frozenset({"reply", "solve", "answer", "contact"})


@register.simple_tag
def act_url(number: str, move: str, here: str) -> str:
    """The address of a move, with the workbench's own state kept in its query."""
    return f"{reverse('staff:act', args=[number, move])}?{urlsplit(here).query}"


@register.simple_tag
def glass_url(number: str, here: str) -> str:
    return f"{reverse('staff:break_glass', args=[number])}?{urlsplit(here).query}"


@register.simple_tag
def work_row(row: Row, number: str) -> SafeString:
    return row_html(row, number)


@register.simple_tag
def undo_url(number: str, entry: int, here: str) -> str:
    return f"{reverse('staff:undo', args=[number, entry])}?{urlsplit(here).query}"


@register.filter
def takes_files(move: OfferedMove) -> bool:
    return move.name in WITH_FILES


@register.simple_tag
def typed(said: Said, move: str, name: str) -> str:
    """What was typed into this field of this move, when the move was refused."""
    return said.typed.get(name, "") if said.move == move else ""


@register.simple_tag
def move_field(need: Requirement, move: str, said: Said, first: Suggested | None) -> SafeString:
    """One field of a move: what was typed when the move was refused, else what is proposed."""
    value = text = ""
    if said.move == move:
        value, text = said.typed.get(need.name, ""), said.typed.get(f"{need.name}_text", "")
    elif first is not None and first.move.name == move and need.kind in PICKERS:
        value, text = first.data.get(need.name, ""), first.texts.get(need.name, "")
    given: dict[str, Any] = {"id": f"{move}-{need.name}", "help": _(need.help) if need.help else ""}
    given |= {"required": need.required, "value": value}
    if need.kind in PICKERS:
        return web.combobox(need.name, _(need.title), reverse(PICKERS[need.kind]), text=text, **given)
    return web.field(name=need.name, label=_(need.title), **_control(need), **given)


def _control(need: Requirement) -> dict[str, Any]:
    if need.kind == "long_text":
        return {"type": "textarea", "rows": 3, "maxlength": need.max_length}
    if need.kind == "choice":
        return {
            "type": "select",
            "options": [("", "–"), *((value, _(title)) for value, title in need.choices)],
        }
    if need.kind == "datetime":
        return {"type": "datetime-local"}
    return {"maxlength": need.max_length}
