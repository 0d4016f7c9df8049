"""`{% load staff %}`: the workbench's forms."""

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import Requirement

register = template.Library()
PICKERS = {"unit": "staff:pick_units", "item": "staff:pick_items"}


@register.simple_tag
def act_url(number: str, move: str, here: str) -> str:
    """The address of a move, with the workbench's own state kept in its query."""
    return f"{reverse('staff:act', args=[number, move])}?{urlsplit(here).query}"


@register.inclusion_tag("staff/parts/move_field.html")
def move_field(need: Requirement, move: str, failed: str, typed: Any) -> dict[str, Any]:
    """One field of a move, with what was typed when the move failed."""
    options = [(value, _(title)) for value, title in need.choices]
    return {
        "need": need,
        "label": _(need.title),
        "help": _(need.help) if need.help else "",
        "value": typed.get(need.name, "") if failed == move else "",
        "picker": reverse(PICKERS[need.kind]) if need.kind in PICKERS else "",
        "options": options if need.required else [("", "–"), *options],
        "id": f"{move}-{need.name}",
    }
