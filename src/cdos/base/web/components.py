"""The small components as HTML, made in Python because pages show hundreds of them."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cdos.base.web import manifest, moments
from cdos.base.web.contracts import ChartSpec
from cdos.base.web.filling import escaped, fill

KIND_ICONS = {"info": "info", "good": "check", "warm": "clock", "bad": "alert"}


@lru_cache(maxsize=512)
def icon(name: str, *, label: str = "", kind: str = "") -> SafeString:
    """A line icon of the sprite; silent for screen readers unless it has a label."""
    voice = fill('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    sprite = manifest.url("icons.svg")
    css = f"icon {kind}".strip()
    return fill('<svg class="{}" {}><use href="{}#{}"></use></svg>', css, voice, sprite, name)


def attributes(values: Mapping[str, Any]) -> SafeString:
    """`{"hx_post": "/x", "disabled": True}` -> ` hx-post="/x" disabled`."""
    return SafeString("".join(_attribute(k, v) for k, v in values.items() if _given(v)))


def _given(value: Any) -> bool:
    """A zero is a value, although it equals False."""
    return value is not None and value is not False and value != ""


def _attribute(name: str, value: Any) -> str:
    name = escaped(name.rstrip("_").replace("_", "-"))
    return f" {name}" if value is True else f' {name}="{escaped(value)}"'


def button(
    text: str, *, kind: str, icon: str, href: str, type: str, key: str, attributes: Mapping[str, Any]
) -> SafeString:
    inner = _button_inner(text, kind=kind, name=icon, key=key)
    keyed = {"data_key": key, "aria_keyshortcuts": key} if key else {}
    rest = _attributes({**attributes, **keyed})
    if href:
        return fill('<a class="button {}" href="{}"{}>{}</a>', kind, href, rest, inner)
    return fill('<button class="button {}" type="{}"{}>{}</button>', kind, type, rest, inner)


_attributes = attributes
_icon = icon


def _button_inner(text: str, *, kind: str, name: str, key: str) -> SafeString:
    picture = _icon(name) if name else ""
    words = fill('<span class="sr">{}</span>' if kind == "icon" else "<span>{}</span>", text)
    cap = fill('<kbd aria-hidden="true">{}</kbd>', key) if key else ""
    return fill("{}{}{}", picture, words, cap)


def badge(text: str, *, kind: str = "", icon: str = "") -> SafeString:
    name = icon or KIND_ICONS.get(kind, "")
    return fill('<span class="badge {}">{}{}</span>', kind, _icon(name) if name else "", text)


def urgency(value: str) -> SafeString:
    if value == "urgent":
        return badge(_("Urgent"), kind="bad", icon="bolt")
    return badge(_("Ordinary"))


def clock(due_at: datetime | None, *, title: str, state: str, near_at: datetime | None) -> SafeString:
    """A chip that never speaks by colour alone."""
    if state == "paused":
        return _chip("pause", "", _("paused"), title, due_at)
    if state == "met":
        return _chip("check", "good", _("done in time"), title, due_at)
    if state == "missed":
        return _chip("alert", "bad", _("done late"), title, due_at)
    if due_at is None:
        return _chip("clock", "", _("no term"), title, due_at)
    now = timezone.now()
    if due_at < now:
        return _chip(
            "alert", "bad", _("%(time)s overdue") % {"time": moments.span(now - due_at)}, title, due_at
        )
    near = near_at is not None and near_at <= now
    words = _("%(time)s left") % {"time": moments.span(due_at - now)}
    return _chip("hourglass" if near else "clock", "warm" if near else "calm", words, title, due_at)


def _chip(name: str, kind: str, words: str, title: str, due_at: datetime | None) -> SafeString:
    tip = (
        f"{title} · {moments.full(due_at)}"
        if title and due_at
        else (moments.full(due_at) if due_at else title)
    )
    lead = fill('<span class="chip-title">{}</span> ', title) if title else ""
    return fill('<span class="chip {}" title="{}">{}{}{}</span>', kind, tip, _icon(name), lead, words)


def alert(content: SafeString, *, kind: str, title: str = "") -> SafeString:
    role = "alert" if kind in {"bad", "warm"} else "status"
    head = fill("<p class='alert-title'>{}</p>", title) if title else ""
    mark = _icon(KIND_ICONS.get(kind, "info"))
    return fill(
        '<div class="alert {}" role="{}">{}<div class="alert-body">{}<div>{}</div></div></div>',
        kind, role, mark, head, content,
    )  # fmt: skip


def dialog(content: SafeString, *, id: str, title: str, open_text: str, kind: str, icon: str) -> SafeString:
    opener = (
        button(open_text, kind=kind, icon=icon, href="", type="button", key="", attributes={"data_opens": id})
        if open_text
        else ""
    )
    close = button(
        _("Close"),
        kind="icon",
        icon="close",
        href="",
        type="button",
        key="",
        attributes={"data_closes": True},
    )
    return fill(
        '<cdos-dialog>{}<dialog id="{}" class="dialog" aria-labelledby="{}-title">'
        '<header class="dialog-head"><h2 id="{}-title">{}</h2>{}</header>{}</dialog></cdos-dialog>',
        opener, id, id, id, title, close, content,
    )  # fmt: skip


def draft(content: SafeString, *, form: str) -> SafeString:
    words = {
        "saved": _("Saved %s"),
        "restored": _("We kept what you typed on %s."),
        "discard": _("Start afresh"),
        "offline": _("Not saved yet; we will try again."),
    }
    data = attributes({f"data_{key}": text for key, text in words.items()})
    return fill(
        '<cdos-draft form="{}"{}><p class="draft-state" role="status" aria-live="polite"></p>{}</cdos-draft>',
        form, data, content,
    )  # fmt: skip


def page_links(request: HttpRequest | None, name: str, after: str) -> tuple[str, str]:
    """(link to the first page or "", link to the next page or "")."""
    if request is None:
        return "", f"?{name}={after}" if after else ""
    query = request.GET.copy()
    came_from_here = query.pop(name, None) is not None
    first = f"?{query.urlencode()}" if came_from_here else ""
    query[name] = after
    return first, f"?{query.urlencode()}" if after else ""


def trend_tone(trend: str, better: str) -> str:
    if not trend or trend.lstrip("+-−0. %") == "":
        return ""
    rising = not trend.startswith(("-", "−"))
    return "good" if rising == (better == "up") else "bad"


def chart_rows(spec: ChartSpec) -> list[dict[str, Any]]:
    """The table behind a chart: a category, its link and its values."""
    hrefs = spec.get("hrefs", [])
    return [
        {
            "name": category,
            "href": hrefs[at] if at < len(hrefs) else "",
            "values": [series["values"][at] for series in spec["series"]],
        }
        for at, category in enumerate(spec["categories"])
    ]


def chart_counts(spec: ChartSpec) -> bool:
    """Whether all it shows are whole numbers, between which its axis has no ticks."""
    return all(
        isinstance(value, int) for one in spec["series"] for value in one["values"] if value is not None
    )
