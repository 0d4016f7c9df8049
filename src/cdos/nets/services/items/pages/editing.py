"""One item in plain forms: a new one, the next version of one, an empty row more."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api
from ..contracts import Item, ItemRefused, ItemState, Problem, Version
from . import asking, fielding, layout, typed

NEW: dict[str, Any] = {
    "area": "440300",
    "task_type": "21",
    "use_level": "3",
    "handling": "2",
    "audience": ["1"],
    "online_depth": "4",
    "legal_unit": "working_days",
    "promised_unit": "working_days",
    "promised_days": 5.0,
    "channels": ["online", "counter"],
    "steps": [
        {"kind": "acceptance", "name": "受理", "days": 1.0},
        {"kind": "investigate", "name": "审查", "days": 3.0},
        {"kind": "decide", "name": "决定", "days": 1.0},
    ],
    "extension": {
        "handled_in": "全市",
        "power_source": "1",
        "hours": "周一至周五 9:00–12:00，14:00–18:00",
        "complaints": "12345",
    },
}


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An item that is not there yet, empty or as a copy of another (`?like=CODE`)."""
    actor = asking.editor(request)
    if request.method == "POST":
        return _save(request, "")
    like = request.GET.get("like", "")
    raw = NEW | {"area": _home()}
    if like:
        try:
            item = api.version(actor=actor, code=like[:80]).item
        except LookupError:
            raise Http404 from None
        values = typed.shown(item) | {"national_code": "", "variant_of": like}
        rows = {rows.key: typed.rows_of(item, rows) for rows in layout.LISTS}
        return _page(request, values, rows, code="")
    rows = {rows.key: [_texts(row) for row in raw.get(rows.key, ())] for rows in layout.LISTS}
    return _page(request, typed.raw_shown(raw), rows, code="")


def _home() -> str:
    top = next((area for area in organisation.areas() if not area.parent), None)
    return top.code if top else str(NEW["area"])


def _texts(row: dict[str, Any]) -> dict[str, Any]:
    return {name: f"{value:g}" if isinstance(value, float) else value for name, value in row.items()}


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The open draft, or the next version as a copy of the newest."""
    actor = asking.editor(request)
    try:
        version = api.version(actor=actor, code=code)
    except LookupError:
        raise Http404 from None
    if version.item.state is ItemState.WAITING:
        web.toast(request, _("This version waits for approval. Take it back before you change it."))
        return redirect("items:item", code=code)
    if request.method == "POST":
        return _save(request, code, version)
    item = version.item
    rows = {rows.key: typed.rows_of(item, rows) for rows in layout.LISTS}
    return _page(request, typed.shown(item), rows, code=code, version=version, problems=api.lint(item))


def _save(request: HttpRequest, code: str, version: Version | None = None) -> HttpResponse:
    actor, sent = asking.editor(request), request.POST
    chosen = code or sent.get("code", "").strip()[:80]
    try:
        raw = typed.values(sent, chosen)
        item = api.make(raw)
        if sent.get("more"):
            return _again(request, code, version, blank=sent["more"])
        if not code and _there(request, chosen):
            raise ItemRefused(_("There is an item with this code already."))
        revision = sent.get("revision", "")
        saved = api.draft(
            actor=actor,
            item=item,
            note=sent.get("note", ""),
            revision=int(revision) if revision.isdecimal() and len(revision) < 9 else 0,
        )
    except ItemRefused as refused:
        return _again(request, code, version, refused=str(refused))
    web.toast(request, _("Saved as a draft of version {n}.").format(n=saved.item.version))
    return redirect("items:item", code=saved.item.code)


def _there(request: HttpRequest, code: str) -> bool:
    try:
        api.version(actor=asking.editor(request), code=code)
    except LookupError:
        return False
    return True


def _again(
    request: HttpRequest, code: str, version: Version | None, *, refused: str = "", blank: str = ""
) -> HttpResponse:
    """What was typed, as it was typed; with why it was not saved, or one row more."""
    sent = request.POST
    values = {ask.name: sent.getlist(ask.name) if ask.kind == "many" else sent.get(ask.name, "")
              for group in layout.GROUPS for ask in group.asks}  # fmt: skip
    rows = {
        rows.key: [
            {ask.name: sent.get(f"{rows.key}-{number}-{ask.name}", "") for ask in rows.asks}
            for number in typed.numbers(sent, rows)
            if not sent.get(f"{rows.key}-{number}-gone")
        ]
        for rows in layout.LISTS
    }
    return _page(
        request,
        values,
        rows,
        code=code,
        version=version,
        refused=refused,
        blank=blank,
        problems=_lint(request, code),
    )


def _lint(request: HttpRequest, code: str) -> list[Problem]:
    try:
        item: Item = api.make(typed.values(request.POST, code or request.POST.get("code", "").strip()[:80]))
    except ItemRefused:
        return []
    return api.lint(item)


def _page(
    request: HttpRequest,
    values: dict[str, Any],
    rows: dict[str, list[dict[str, Any]]],
    *,
    code: str,
    version: Version | None = None,
    refused: str = "",
    blank: str = "",
    problems: list[Problem] | None = None,
) -> HttpResponse:
    found = fielding.by_element(problems or [])
    draft = version is not None and version.item.state is ItemState.DRAFT
    context = {
        "code": code,
        "typed_code": request.POST.get("code", ""),
        "version": version,
        "draft": draft,
        "revision": version.revision if version and draft else 0,
        "groups": fielding.groups(values, found),
        "lists": fielding.lists(rows, found, blank=blank),
        "note": request.POST.get("note", version.note if version and draft else ""),
        "refused": refused,
    }
    return web.page(request, "items/edit.html", context, status=422 if refused else 200)


@require_GET
def row(request: HttpRequest, key: str) -> HttpResponse:
    """An empty row for a list of the form."""
    asking.editor(request)
    if key not in layout.ROWS:
        raise Http404
    rows, number = layout.ROWS[key], asking.number(request, "number", 0)
    context = {
        "key": key,
        "one": rows.one,
        "row": fielding.row(rows, number, {}, {}),
        "next_text": str(number + 1),
    }
    return web.page(request, "items/parts/new_row.html", context)
