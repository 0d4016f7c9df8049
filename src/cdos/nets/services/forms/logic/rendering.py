"""A form as HTML of the project's components. Works without JavaScript: then every entry that may be asked stands there,
with the words of when it is needed, and the server decides.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import AreaLevel
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Value
from cdos.base.web import api as web

from ..contracts import Answers, Entry, Filled, Form, Problem, Section, Widget
from . import answers as answers_
from . import browser, elements, files_html

NOTHING = mark_safe("")
FEW = 7  # more options than this are a list to open
COMPLETE = {
    "name": "name", "phone": "tel", "birth_date": "bday", "residence_address": "street-address",
    "employer_name": "organization", "enterprise_name": "organization",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown of one form."""

    form: Form
    answers: Answers
    problems: Mapping[str, str]
    filled: Mapping[str, Filled]
    facts: Mapping[str, Value]
    accept: Mapping[str, Sequence[str]]


def render(
    form: Form,
    answers: Answers,
    problems: Sequence[Problem],
    filled: Sequence[Filled],
    *,
    facts: Mapping[str, Value],
    accept: Mapping[str, Sequence[str]],
) -> SafeString:
    page = Page(
        form,
        {one.field: one.value for one in filled} | dict(answers),
        {one.field: one.words for one in problems},
        {one.field: one for one in filled},
        facts,
        accept,
    )
    return format_html(
        '<cdos-form data-kinds="{}">{}{}</cdos-form><script type="module" src="{}"></script>'
        '<link rel="stylesheet" href="{}">',
        json.dumps(browser.kinds(form)),
        summary(form, problems),
        format_html_join("", "{}", ((_section(page, one, at),) for at, one in enumerate(form.sections))),
        static("forms/form.js"),
        static("forms/form.css"),
    )


def summary(form: Form, problems: Sequence[Problem]) -> SafeString:
    """All that is wrong, at the top, each a link to its field."""
    if not problems:
        return NOTHING
    rows = []
    for one in problems:
        entry = form.entry(one.field)
        rows.append((target(entry, form) if entry else one.field, one.words))
    title = ngettext("%(n)s thing to put right", "%(n)s things to put right", len(rows)) % {"n": len(rows)}
    return format_html(
        '<div class="alert bad form-problems" role="alert" tabindex="-1"><p><strong>{}</strong></p><ul>{}</ul></div>',
        title,
        format_html_join("", '<li><a href="#{}">{}</a></li>', rows),
    )


def target(entry: Entry, form: Form) -> str:
    """Id of what a link to the entry leads to."""
    widget = Widget(entry.widget)
    if widget is Widget.FILE:
        return f"{entry.name}-pick"
    if widget in (Widget.CHOICES, Widget.YES_NO):
        return f"id_{entry.name}_0"
    if widget is Widget.CHOICE and len(elements.options(form.schema["properties"][entry.name])) <= FEW:
        return f"id_{entry.name}_0"
    if widget is Widget.AREA and not _few_areas(entry, form):
        return f"id_{entry.name}_text"
    return f"id_{entry.name}"


def _section(page: Page, section: Section, at: int) -> SafeString:
    return format_html(
        '<section class="form-section" aria-labelledby="form-section-{}">'
        '<h2 id="form-section-{}">{}</h2>{}{}</section>',
        at,
        at,
        section.title,
        format_html('<p class="quiet">{}</p>', section.help) if section.help else NOTHING,
        format_html_join("", "{}", ((_wrapped(page, entry),) for entry in section.entries)),
    )


def _wrapped(page: Page, entry: Entry) -> SafeString:
    """With its conditions, where it has some, for the browser and in words."""
    control = _entry(page, entry)
    given = {
        name: json.dumps(browser.wire(node, page.form, page.facts), ensure_ascii=False)
        for name, node in (("data-when", entry.shown), ("data-needed", entry.required_if))
        if node is not None
    }
    language = get_language() or settings.LANGUAGE_CODE
    words = rules.in_words(entry.shown, language) if entry.shown is not None else ""
    note = (
        format_html('<p class="help form-when">{} {}</p>', _("Only if:"), "；".join(words.split("\n")))
        if words
        else NOTHING
    )
    attributes = format_html_join("", ' {}="{}"', given.items())
    return format_html(
        '<div class="form-entry" data-entry="{}"{}>{}{}</div>', entry.name, attributes, note, control
    )


def _entry(page: Page, entry: Entry) -> SafeString:
    match Widget(entry.widget):
        case Widget.CHOICES | Widget.YES_NO:
            return _options(page, entry)
        case Widget.CHOICE:
            many = len(elements.options(page.form.schema["properties"][entry.name])) > FEW
            return _select(page, entry) if many else _options(page, entry)
        case Widget.AREA:
            return _area(page, entry)
        case Widget.ADDRESS:
            return _address(page, entry)
        case Widget.FILE:
            accept = page.accept.get(entry.material) or page.accept.get(entry.name)
            return files_html.field(
                page.form, entry, page.answers.get(entry.name), _error(page, entry), accept
            )
        case _:
            return _input(page, entry)


def _error(page: Page, entry: Entry) -> str:
    return page.problems.get(entry.name, "")


def _source(page: Page, entry: Entry) -> str:
    """Where the value is from, as long as it is the one that was put in."""
    one = page.filled.get(entry.name)
    if one is None or page.answers.get(entry.name) != one.value:
        return ""
    return one.words


def _fixed(page: Page, entry: Entry) -> bool:
    return not entry.editable and entry.name in page.filled


def _help(page: Page, entry: Entry) -> str:
    if _fixed(page, entry):
        return _("This is as the register has it, and cannot be changed here.")
    return entry.help


def _common(page: Page, entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "label": entry.label,
        "help": _help(page, entry),
        "error": _error(page, entry),
        "source": _source(page, entry),
        "required": entry.required,
        "binding": False,
        "value": answers_.typed(entry, page.answers.get(entry.name)),
    }


def _input(page: Page, entry: Entry) -> SafeString:
    widget, schema = Widget(entry.widget), page.form.schema["properties"][entry.name]
    given: dict[str, Any] = _common(page, entry)
    field = rules.field(entry.name)
    if widget is Widget.MONEY:
        given["label"] = f"{entry.label}（{_('yuan')}）"
    elif widget is Widget.NUMBER and field is not None and field.unit:
        given["label"] = f"{entry.label}（{field.unit}）"
    kind = {Widget.LONG_TEXT: "textarea", Widget.DATE: "date", Widget.PHONE: "tel"}.get(widget, "text")
    mode = {Widget.NUMBER: "decimal", Widget.MONEY: "decimal", Widget.DOCUMENT: "text"}.get(widget, "")
    if widget is Widget.NUMBER and schema.get("type") == "integer":
        mode = "numeric"
    if kind == "date" and given["value"] and not _is_day(str(given["value"])):
        kind = "text"  # what was typed comes back as it was, to be put right
    limit = schema.get("maxLength") if widget in (Widget.TEXT, Widget.LONG_TEXT) else None
    return web.field(
        type=kind,
        inputmode=mode,
        maxlength=limit,
        autocomplete=COMPLETE.get(entry.name, "off" if widget is Widget.DOCUMENT else ""),
        readonly=_fixed(page, entry),
        **given,
    )


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-"


def _select(page: Page, entry: Entry) -> SafeString:
    options = elements.options(page.form.schema["properties"][entry.name])
    first = [("", _("Please choose"))]
    return web.field(type="select", options=[*first, *options], **_common(page, entry))


def _options(page: Page, entry: Entry) -> SafeString:
    """Radio buttons or check boxes in a group that is named, described and marked as the fields are."""
    value = answers_.typed(entry, page.answers.get(entry.name))
    chosen = set(map(str, value)) if isinstance(value, list) else {str(value)}
    kind = "checkbox" if entry.widget == Widget.CHOICES.value else "radio"
    if entry.widget == Widget.YES_NO.value:
        options = [("yes", pgettext("answer", "Yes")), ("no", pgettext("answer", "No"))]
    else:
        options = elements.options(page.form.schema["properties"][entry.name])
    rows = (
        (
            f"id_{entry.name}_{at}",
            kind,
            entry.name,
            code,
            mark_safe(" checked") if code in chosen else "",
            title,
        )
        for at, (code, title) in enumerate(options)
    )
    inner = format_html_join(
        "",
        '<label class="check" for="{0}"><input id="{0}" type="{1}" name="{2}" value="{3}"{4}><span>{5}</span></label>',
        rows,
    )
    return files_html.group(
        entry, inner, help=_help(page, entry), error=_error(page, entry), source=_source(page, entry)
    )


def _level(entry: Entry, form: Form) -> str:
    return str(form.schema["properties"][entry.name].get("x-level", ""))


def _few_areas(entry: Entry, form: Form) -> bool:
    return _level(entry, form) == AreaLevel.DISTRICT.value


def _area(page: Page, entry: Entry) -> SafeString:
    """Districts are a list to open; streets and communities are found by typing."""
    value = str(page.answers.get(entry.name) or "")
    if _few_areas(entry, page.form):
        options = [(one.code, one.name) for one in organisation.areas(level=AreaLevel.DISTRICT)]
        common = _common(page, entry)
        return web.field(type="select", options=[("", _("Please choose")), *options], **common)
    known = organisation.area(value)
    shown = answers_.area_words(value) if known else value
    box = web.combobox(
        entry.name,
        entry.label,
        f"/services/forms/areas?level={_level(entry, page.form)}",
        value=value if known else "",
        text=shown,
        help=entry.help,
        error=_error(page, entry),
        required=entry.required,
        binding=False,
    )
    return format_html("{}{}", box, files_html.source(_source(page, entry)))


def _address(page: Page, entry: Entry) -> SafeString:
    value = str(answers_.typed(entry, page.answers.get(entry.name)))
    if _fixed(page, entry):
        return _input(page, entry)
    box = web.combobox(
        entry.name,
        entry.label,
        "/map/suggest",
        value=value,
        text=value,
        help=_help(page, entry),
        error=_error(page, entry),
        required=entry.required,
        binding=False,
        free=True,
    )
    return format_html("{}{}", box, files_html.source(_source(page, entry)))
