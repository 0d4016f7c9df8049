"""The parts of a form that are more than one input: groups of choices, files, and where a value is from."""

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cdos.base.web import api as web

from ..contracts import Entry, Form
from . import attachments

NOTHING = mark_safe("")


def source(words: str) -> SafeString:
    return format_html('<p class="source">{}{}</p>', web.icon("info"), words) if words else NOTHING


def error_words(name: str, words: str) -> SafeString:
    if not words:
        return NOTHING
    return format_html(
        '<p class="error" id="id_{}_error">{}<span>{}</span></p>', name, web.icon("alert"), words
    )


def group(entry: Entry, inner: SafeString, *, help: str, error: str, source: str) -> SafeString:
    ids = [f"id_{entry.name}_{part}" for part, there in (("help", help), ("error", error)) if there]
    described = format_html(' aria-describedby="{}"', " ".join(ids)) if ids else NOTHING
    optional = NOTHING if entry.required else format_html(' <span class="optional">{}</span>', _("optional"))
    helped = format_html('<p class="help" id="id_{}_help">{}</p>', entry.name, help) if help else NOTHING
    return format_html(
        '<fieldset class="field{} field-group"{}><legend class="label">{}{}</legend>{}{}{}{}</fieldset>',
        " wrong" if error else "",
        described,
        entry.label,
        optional,
        helped,
        inner,
        source_of(source),
        error_words(entry.name, error),
    )


source_of = source


def field(
    form: Form, entry: Entry, value: Any, error: str, accept: Sequence[str] | None, more_help: str = ""
) -> SafeString:
    """Files are sent while the form is filled in, or with it where there is no JavaScript."""
    schema = form.schema["properties"][entry.name]
    tokens = [str(one) for one in value] if isinstance(value, list) else []
    kinds = tuple(accept or schema.get("x-accept") or attachments.ACCEPTED)
    box = render_to_string(
        "web/parts/upload.html",
        {
            "id": entry.name,
            "name": entry.name,
            "label": entry.label,
            "help": entry.help or _("A clear photo or a PDF. What is wrong with it is said before you send."),
            "accept": ",".join(kinds),
            "limit": int(schema.get("maxItems", 5)),
            "recorder": False,
            "error": error,
            "required": entry.required,
            "plain": f"{entry.name}__files",
        },
    )
    kept = [format_html('<input type="hidden" name="{}" value="{}">', entry.name, token) for token in tokens]
    return format_html(
        '<div class="form-files" data-material="{}" data-accept="{}">{}{}</div>',
        entry.material,
        ",".join(kinds),
        box,
        mark_safe("".join(kept)),
    )
