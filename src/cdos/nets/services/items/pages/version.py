"""One item: the version in question, all its versions, what differs, and what may be done with it."""

from dataclasses import fields
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import Item, ItemRefused, ItemState, Severity, Version
from ..logic.values import VALUES
from . import asking, layout
from .listing import KINDS, STATES

ACTS = ("submit", "approve", "back", "discard", "end")


@require_GET
def item(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, code, asking.number(request, "version", 0))


def _page(request: HttpRequest, code: str, number: int, refused: ItemRefused | None = None) -> HttpResponse:
    actor = asking.staff(request)
    try:
        version = api.version(actor=actor, code=code, number=number or None)
    except LookupError:
        raise Http404 from None
    versions = api.versions(actor=actor, code=code)
    problems = api.lint(version.item)
    before = next((one for one in versions if one.item.version < version.item.version), None)
    shown = version.item
    context = {
        "version": version,
        "item": shown,
        "state": STATES[shown.state],
        "kind": KINDS[shown.state],
        "versions": [(one, STATES[one.item.state], KINDS[one.item.state]) for one in versions],
        "errors": [_said(one) for one in problems if one.severity is Severity.ERROR],
        "warnings": [_said(one) for one in problems if one.severity is Severity.WARNING],
        "groups": read(shown),
        "lists": read_lists(shown),
        "before": before,
        "changes": _changes(before, version),
        "burden": api.burden(shown),
        "burden_before": api.burden_before(shown),
        "regions": _regions(shown),
        "today": timezone.localdate().isoformat(),
        "may_edit": api.may_edit(actor),
        "open": next(
            (one for one in versions if one.item.state in (ItemState.DRAFT, ItemState.WAITING)), None
        ),
        "refused": refused,
        "edit_url": reverse("items:edit", args=[code]),
        "like_url": f"{reverse('items:new')}?like={code}",
    }
    return web.page(request, "items/item.html", context, status=422 if refused else 200)


def _said(problem: Any) -> tuple[str, str, str, str]:
    return problem.rule, layout.title(problem.element), problem.words, problem.basis


def _changes(before: Version | None, after: Version) -> list[tuple[str, str, str]]:
    if before is None:
        return []
    return [
        (layout.title(one.element), one.before, one.after) for one in api.changes(before.item, after.item)
    ]


def _regions(item: Item) -> list[dict[str, Any]]:
    """The implementations of its catalogue entry, those that say the same together."""
    if not item.standard:
        return []
    return [
        {
            "codes": list(zip(one.codes, [_area(code) for code in one.areas], strict=True)),
            "same": len(one.codes),
        }
        for one in api.variants(item.standard)
    ]


def _area(code: str) -> str:
    found = organisation.area(code)
    return found.name if found else code


def read(item: Item) -> list[dict[str, Any]]:
    """Plain elements in words, for reading; empty ones are left out."""
    groups = []
    for group in layout.GROUPS:
        rows = [(ask.title, said) for ask in group.asks if (said := _words(item, ask.name, ask.kind))]
        groups.append({"title": group.title, "rows": rows})
    return groups


def _words(item: Item, name: str, kind: str) -> str:
    first, _dot, part = name.partition(".")
    value = getattr(item, first)
    value = getattr(value, part, None) if part else value
    names = {code: str(title) for code, title in VALUES.get(name, ())}
    if kind == "flag":
        return _("Applies") if value else _("Does not apply")
    if kind == "unit":
        return item.department_name or str(value)
    if kind == "area":
        return f"{_area(str(value))} {value}"
    if isinstance(value, tuple):
        return "、".join(names.get(str(one), str(one)) for one in value)
    if value is None:
        return ""
    return names.get(str(value), f"{value:g}" if isinstance(value, float) else str(value))


def read_lists(item: Item) -> list[dict[str, Any]]:
    found = []
    for rows in layout.LISTS:
        entries = getattr(item, rows.key)
        kept = {
            field.name
            for entry in entries
            for field in fields(entry)
            if getattr(entry, field.name) not in ("", None)
        }
        asks = [ask for ask in rows.asks if ask.name in kept]
        found.append(
            {
                "title": rows.title,
                "heads": [ask.title for ask in asks],
                "rows": [[_cell(rows.key, entry, ask.name, ask.kind) for ask in asks] for entry in entries],
            }
        )
    return found


def _cell(key: str, entry: Any, name: str, kind: str) -> str:
    value = getattr(entry, name)
    names = {code: str(title) for code, title in VALUES.get(f"{key}.{name}", ())}
    if kind == "yuan":
        return f"{value / 100:g}"
    if kind == "unit":
        unit = organisation.unit(value)
        return unit.name if unit else value
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else names.get(str(value), str(value))


@require_GET
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """What differs between two versions (`?a=1&b=2`), or from another item (`?with=CODE`)."""
    actor, other = asking.staff(request), request.GET.get("with", "")[:80]
    try:
        after = api.version(actor=actor, code=code, number=asking.number(request, "b", 0) or None)
        before = (
            api.version(actor=actor, code=other)
            if other
            else api.version(actor=actor, code=code, number=asking.number(request, "a", 1))
        )
    except LookupError:
        raise Http404 from None
    changes = [
        (layout.title(one.element), one.before, one.after) for one in api.changes(before.item, after.item)
    ]
    return web.page(
        request, "items/compare.html", {"before": before, "after": after, "changes": changes, "code": code}
    )


@require_POST
def act(request: HttpRequest, code: str, number: int, what: str) -> HttpResponse:
    actor = asking.editor(request)
    if what not in ACTS:
        raise Http404
    try:
        words = _done(actor, request, code, number, what)
    except LookupError:
        raise Http404 from None
    except ItemRefused as refused:
        return _page(request, code, number, refused)
    web.toast(request, words)
    gone = what == "discard" and number == 1
    return redirect("items:list") if gone else redirect("items:item", code=code)


def _done(actor: Actor, request: HttpRequest, code: str, number: int, what: str) -> str:
    sent = request.POST
    if what == "submit":
        api.submit(actor=actor, code=code, number=number, effective_from=_day(sent.get("effective_from", "")))
        return _("Submitted. Somebody else has to look at it now.")
    if what == "approve":
        found = api.approve(actor=actor, code=code, number=number)
        return _("Published; it holds from {day}.").format(day=found.item.effective_from)
    if what == "back":
        api.send_back(actor=actor, code=code, number=number, reason=sent.get("reason", ""))
        return _("Sent back to its author.")
    if what == "discard":
        api.discard(actor=actor, code=code, number=number)
        return _("The draft is gone.")
    api.end(actor=actor, code=code, last_on=_day(sent.get("last_on", "")) or timezone.localdate())
    return _("The item ends on that day.")


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ItemRefused(_("Please give the day as year-month-day.")) from None
