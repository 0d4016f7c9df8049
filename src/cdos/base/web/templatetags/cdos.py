"""`{% load cdos %}`: the components. Each is listed with its parameters in the module's README and shown at /design/."""

from datetime import datetime
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi

from cdos.base.web import chinese, components, fields, languages, manifest, moments
from cdos.base.web.contracts import ChartSpec

register = template.Library()
register.simple_tag(fields.field)
register.simple_tag(fields.combobox)


@register.simple_tag
def asset(name: str) -> str:
    """Address of a built file: `{% asset "core.js" %}`."""
    return manifest.url(name)


@register.simple_tag
def icon(name: str, label: str = "", kind: str = "") -> SafeString:
    return components.icon(name, label=label, kind=kind)


@register.simple_tag
def button(
    text: str,
    kind: str = "primary",
    icon: str = "",
    href: str = "",
    type: str = "submit",
    key: str = "",
    **attributes: Any,
) -> SafeString:
    """`kind`: primary | quiet | plain | danger | icon; further attributes with `_` for `-` (hx_post="…")."""
    return components.button(text, kind=kind, icon=icon, href=href, type=type, key=key, attributes=attributes)


@register.simple_tag
def badge(text: str, kind: str = "", icon: str = "") -> SafeString:
    """`kind`: "" | info | good | warm | bad."""
    return components.badge(text, kind=kind, icon=icon)


@register.simple_tag
def urgency(value: str) -> SafeString:
    return components.urgency(str(value))


@register.simple_tag
def clock(
    due_at: datetime | None, title: str = "", state: str = "running", near_at: datetime | None = None
) -> SafeString:
    """What a clock says: a word, an icon and a colour: "18 min left", "2 h overdue", "paused"."""
    return components.clock(due_at, title=title, state=str(state), near_at=near_at)


@register.simple_tag
def when(value: datetime | None, style: str = "near") -> SafeString:
    """A `<time>`: style "near" (3 minutes ago, 14:05, 25 Nov), "full", "day" or "due" (25 Nov 18:00)."""
    return moments.time_tag(value, style)


@register.inclusion_tag("web/parts/choice_cards.html")
def choice_cards(
    name: str,
    options: Any,
    legend: str,
    selected: str = "",
    multiple: bool = False,
    help: str = "",
    error: str = "",
) -> dict[str, Any]:
    """Large radio (or check) cards; `options`: dicts of value, title, text, icon."""
    return {
        "name": name, "options": options, "legend": legend, "selected": selected,
        "type": "checkbox" if multiple else "radio", "help": help, "error": error,
    }  # fmt: skip


@register.inclusion_tag("web/parts/upload.html")
def upload(
    name: str = "files", label: str = "", help: str = "", accept: str = "image/*,video/*,audio/*,.pdf",
    limit: int = 9, recorder: bool = False, error: str = "", id: str = "", about: str = "",
    required: bool = False, plain: str = "",
) -> dict[str, Any]:  # fmt: skip
    """`id` keeps several of one page apart; `about` is the number of the matter that photos are compared with.

    `plain`: the name under which a browser without JavaScript sends the files themselves.
    """
    return {
        "id": id or name, "name": name, "label": label, "help": help, "accept": accept, "limit": limit,
        "recorder": recorder, "error": error, "about": about, "required": required, "plain": plain,
    }  # fmt: skip


@register.inclusion_tag("web/parts/timeline.html")
def timeline(entries: Any, files: Any = None) -> dict[str, Any]:
    """A parcel-like history, newest first; entries as `EntryInfo`; `files`: token -> StoredFile."""
    known = files or {}
    rows = [(one, [known[token] for token in one.files if token in known]) for one in entries]
    return {"rows": rows}


@register.inclusion_tag("web/parts/stepper.html")
def stepper(steps: Any, current: int) -> dict[str, Any]:
    """`steps`: titles; `current` counts from 1."""
    return {"steps": list(steps), "current": int(current), "count": len(steps)}


@register.inclusion_tag("web/parts/more.html", takes_context=True)
def more(context: RequestContext, after: str, name: str = "after", text: str = "") -> dict[str, Any]:
    """Keyset paging: a link to the rows after the cursor `after`, keeping the other parameters."""
    request = context.get("request")
    first, following = components.page_links(request, name, after)
    return {"first": first, "following": following, "text": text}


@register.inclusion_tag("web/parts/empty.html")
def empty_state(
    title: str, text: str = "", icon: str = "leaf", action: str = "", href: str = ""
) -> dict[str, Any]:
    return {"title": title, "text": text, "icon": icon, "action": action, "href": href}


@register.inclusion_tag("web/parts/stat.html")
def stat(
    value: Any, label: str, unit: str = "", at: datetime | None = None, trend: str = "", better: str = "up",
    source: str = "", href: str = "",
) -> dict[str, Any]:  # fmt: skip
    """A number with its unit, time, trend and source; `trend` like "+3.1 %", `better`: up | down."""
    return {
        "value": value, "label": label, "unit": unit, "at": at, "trend": trend,
        "tone": components.trend_tone(trend, better), "rising": not trend.startswith(("-", "−")),
        "source": source, "href": href,
    }  # fmt: skip


@register.inclusion_tag("web/parts/chart.html")
def chart(spec: ChartSpec, id: str, title: str, source: str = "", height: str = "") -> dict[str, Any]:
    """A figure with the table behind it; `spec`: see `ChartSpec`."""
    return {
        "spec": {**spec, "counts": components.chart_counts(spec)}, "spec_id": f"{id}-spec", "id": id, "title": title, "source": source, "height": height,
        "columns": [s["name"] for s in spec["series"]], "rows": components.chart_rows(spec),
    }  # fmt: skip


@register.inclusion_tag("web/parts/map.html")
def map(
    label: str, src: str = "", lon: Any = "", lat: Any = "", zoom: Any = "", **options: Any
) -> dict[str, Any]:
    """`{% map label src="/…geojson" %}` shows places; with `pin="lon,lat"` (input ids) it asks for one."""
    attributes = {"src": src, "lon": lon, "lat": lat, "zoom": zoom, **options}
    return {"label": label, "attributes": components.attributes(attributes)}


@register.inclusion_tag("web/parts/tree.html")
def tree(nodes: Any, label: str = "", open_levels: int = 1) -> dict[str, Any]:
    """Nested `nodes`: dicts of text, href, count, current, children."""
    return {"nodes": nodes, "label": label, "open_levels": open_levels, "deeper": open_levels - 1}


@register.inclusion_tag("web/parts/menu.html")
def menu(label: str, items: Any, icon: str = "", kind: str = "quiet") -> dict[str, Any]:
    """A drop-down of links or buttons; items: dicts of text, href, icon, current, form (POST address), danger."""
    return {"label": label, "items": items, "icon": icon, "kind": kind}


@register.inclusion_tag("web/parts/search_box.html")
def search_box(
    action: str, name: str = "q", value: str = "", label: str = "", placeholder: str = "", big: bool = False
) -> dict[str, Any]:
    return {
        "action": action,
        "name": name,
        "value": value,
        "label": label,
        "placeholder": placeholder,
        "big": big,
    }


@register.inclusion_tag("web/parts/tabs.html")
def tabs(items: Any, label: str = "") -> dict[str, Any]:
    """Links that look like tabs; items: dicts of text, href, current, count."""
    return {"items": items, "label": label}


@register.inclusion_tag("web/parts/skeleton.html")
def skeleton(lines: int = 3, kind: str = "text") -> dict[str, Any]:
    return {"lines": range(int(lines)), "kind": kind}


@register.simple_block_tag
def card(content: str, title: str = "", href: str = "", kind: str = "", level: int = 2) -> SafeString:
    """`{% card title=… %}…{% endcard %}`."""
    heading = (
        format_html("<h{} class='card-title'>{}</h{}>", level, _linked(title, href), level) if title else ""
    )
    return format_html("<section class='card {}'>{}{}</section>", kind, heading, mark_safe(content))


def _linked(title: str, href: str) -> SafeString:
    return format_html("<a href='{}'>{}</a>", href, title) if href else conditional_escape(title)


@register.simple_block_tag
def alert(content: str, kind: str = "info", title: str = "") -> SafeString:
    """`kind`: info | good | warm | bad; bad and warm ones are announced at once."""
    return components.alert(mark_safe(content.strip()), kind=kind, title=title)


@register.simple_block_tag
def dialog(
    content: str, id: str, title: str, open_text: str = "", kind: str = "quiet", icon: str = ""
) -> SafeString:
    """A native dialog with its opening button; without JavaScript the content stands in the page."""
    return components.dialog(
        mark_safe(content), id=id, title=title, open_text=open_text, kind=kind, icon=icon
    )


@register.simple_block_tag
def draft(content: str, form: str) -> SafeString:
    """Wraps a `<form>` whose fields are kept while typing; `form` names the draft ("appeals-new")."""
    return components.draft(mark_safe(content), form=form)


@register.simple_tag
def attrs(**values: Any) -> SafeString:
    """Attributes with `_` for `-`; None and False are left out."""
    return components.attributes(values)


@register.filter
def ltr(value: Any) -> str:
    """Dates, masked numbers and codes, which a right-to-left sentence would otherwise turn round: 2026-11-26."""
    text = str(value)
    return f"\u2066{text}\u2069" if text and get_language_bidi() else text


@register.filter
def lines(value: Any) -> SafeString:
    """Text with its line breaks kept, escaped."""
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in str(value or "").splitlines()))


@register.filter
def han(value: Any) -> str:
    """Content written in Chinese, in the script the reader reads: `{{ item.title|han }}`."""
    return chinese.for_reader(value)


@register.filter
def as_chinese(value: Any) -> SafeString:
    """The same where it stays Chinese in every language, as the text of a law does: marked for who reads another one."""
    words = chinese.for_reader(value)
    if not words or (get_language() or "zh").startswith("zh"):
        return conditional_escape(words)
    return format_html('<span lang="zh-Hans" dir="auto">{}</span>', words)


@register.filter
def as_english(value: Any) -> SafeString:
    """What is said in Chinese and English only, as conditions of a rule are: marked for who reads a third language."""
    if (get_language() or "zh").startswith(("zh", "en")) or not value:
        return conditional_escape(value)
    return format_html('<bdi lang="en">{}</bdi>', value)


@register.filter
def spoken(value: Any, language: str) -> SafeString:
    """What stands in this language whoever reads it, as a value of a register may: marked where the reader's is another one."""
    reader = get_language() or language
    if not value or not language or reader.startswith(language[:2]):
        return conditional_escape(value)
    return format_html('<span lang="{}" dir="auto">{}</span>', languages.html_tag(language), value)


@register.filter
def whole(value: Any) -> SafeString:
    """A day or a code within a sentence: on one line, and not turned round where the sentence runs right to left."""
    return format_html('<span class="nowrap">{}</span>', ltr(value)) if value else SafeString("")
