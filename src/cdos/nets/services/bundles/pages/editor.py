"""Staff make bundles: parts and their order, what is optional, on what it depends; a second person puts it in force."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, UnitLevel
from cdos.base.web import api as web
from cdos.nets.services.items import api as items

from .. import api
from ..contracts import Bundle, BundleRefused, BundleState, BundleVersion
from . import conditions, words
from .public import lines

STATE_WORDS = {
    BundleState.DRAFT: (gettext_lazy("Draft"), "warm"),
    BundleState.WAITING: (gettext_lazy("Waits for approval"), "info"),
    BundleState.LIVE: (gettext_lazy("In force"), "good"),
    BundleState.ENDED: (gettext_lazy("Ended"), ""),
    BundleState.REFUSED: (gettext_lazy("Refused"), "bad"),
}
ROWS = 30
EMPTY_ROWS = 2


def _editor(request: HttpRequest) -> Actor:
    actor = organisation.actor(request)
    if not api.may_edit(actor):
        raise PermissionDenied
    return actor


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    actor = _editor(request)
    rows = [(one, *STATE_WORDS[one.bundle.state]) for one in api.versions(actor=actor)]
    sought = request.GET.get("q", "").strip()[:60]
    shown = [row for row in rows if sought in row[0].bundle.title or sought in row[0].bundle.code]
    waiting = [row for row in rows if row[0].bundle.state is BundleState.WAITING]
    return web.page(request, "bundles/versions.html", {"rows": shown, "sought": sought, "waiting": waiting})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor = _editor(request)
    if request.method == "GET":
        return _form(request, {"parts": [], "audience": "person", "about": "self"}, [])
    return _save(request, actor, "")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    actor = _editor(request)
    found = api.versions(actor=actor, code=code)
    if not found:
        raise Http404(code)
    if request.method == "GET":
        return _form(request, api.body_of(found[0].bundle), found)
    return _save(request, actor, code)


def _save(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    body = body_of(request.POST, code)
    if request.POST.get("do") == "row":
        return _form(request, body, api.versions(actor=actor, code=code) if code else [], rows=EMPTY_ROWS * 2)
    try:
        made = api.draft(actor=actor, body=body)
        if request.POST.get("do") == "submit":
            api.ask_approval(actor=actor, code=made.bundle.code)
            web.toast(request, _("A colleague can approve it now."))
        else:
            web.toast(request, _("Draft saved."))
    except BundleRefused as refused:
        versions = api.versions(actor=actor, code=code) if code else []
        return _form(request, body, versions, refused.problems or {"": str(refused)})
    return redirect("bundles:edit", code=made.bundle.code)


def body_of(sent: QueryDict, code: str) -> dict[str, Any]:
    """What was typed, as a body of the book; nothing is checked here."""
    return {
        "code": code or sent.get("code", "").strip(),
        **{
            name: sent.get(name, "").strip()
            for name in ("title", "event", "summary", "lead", "icon", "audience", "about")
        },
        "place": _number(sent.get("place", "").strip()),
        "words": sent.get("words", "").split(),
        "parts": [part for number in range(ROWS) if (part := _part(sent, number))],
    }


def _number(typed: str) -> int:
    """What is no number is kept as one that cannot be, and refused where everything is."""
    return int(typed[:9]) if typed.isdecimal() else -1 if typed else 0


def _part(sent: QueryDict, number: int) -> dict[str, Any] | None:
    item = sent.get(f"item-{number}", "").strip()
    if not item or sent.get(f"out-{number}"):
        return None
    found: dict[str, Any] = {"item": item, "after": sent.getlist(f"after-{number}")}
    if sent.get(f"optional-{number}"):
        found["optional"] = True
    when = conditions.read(sent, number)
    if when is not None:
        found["when"] = when
    return found


def _form(
    request: HttpRequest,
    body: dict[str, Any],
    versions: list[BundleVersion],
    problems: dict[str, str] | None = None,
    rows: int = EMPTY_ROWS,
) -> HttpResponse:
    newest = versions[0] if versions else None
    state = newest.bundle.state if newest else BundleState.DRAFT
    context = {
        "body": body,
        "words": " ".join(body.get("words", ())),
        "place": body["place"] if body.get("place", 0) > 0 else "",
        "problems": problems or {},
        "versions": [(one, *STATE_WORDS[one.bundle.state]) for one in versions],
        "newest": newest,
        "waits": state is BundleState.WAITING,
        "own": newest is not None and organisation.actor(request).account_id in newest.hands,
        "rows": _rows(body, rows),
        "codes": [part["item"] for part in body["parts"]],
        "units": _units(),
        "audiences": (("person", _("Persons")), ("enterprise", _("Enterprises"))),
        "abouts": (
            ("self", _("The person")),
            ("child", _("A child")),
            ("newborn", _("A child just born")),
            ("parent", _("A parent")),
            ("enterprise", _("An enterprise")),
        ),
        "today": timezone.localdate().isoformat(),
        **_preview(body),
    }
    return web.page(request, "bundles/edit.html", context, status=422 if problems else 200)


def _units() -> list[tuple[str, str]]:
    found = [one for one in organisation.units().values() if one.level is UnitLevel.CITY]
    return [("", "—"), *((one.code, one.name) for one in found)]


def _rows(body: dict[str, Any], empty: int) -> list[dict[str, Any]]:
    titles = [("", "—"), *((one.code, f"{one.title}（{one.code}）") for one in items.live_items())]
    held = [*body["parts"], *({"item": ""} for _row in range(empty))][:ROWS]
    names = dict(titles)
    return [
        {
            "number": number,
            "item": part["item"],
            "title": names.get(part["item"], part["item"]),
            "items": titles,
            "after": part.get("after", ()),
            "others": [
                (one["item"], names.get(one["item"], one["item"]))
                for one in body["parts"]
                if one["item"] != part["item"]
            ],
            "optional": part.get("optional", False),
            "condition": conditions.shown(part.get("when")),
        }
        for number, part in enumerate(held)
    ]


def _preview(body: dict[str, Any]) -> dict[str, Any]:
    """What the bundle comes to as it is typed now; empty while it cannot be composed."""
    try:
        bundle: Bundle = api.read(body)
        composed = api.whole(bundle=bundle)
    except BundleRefused as refused:
        return {"preview_error": str(refused) if body["parts"] else ""}
    return {
        "lines": lines(bundle, composed),
        "saving": words.saving(composed),
        "papers": composed.materials,
        "dropped": [(composed.names.get(code, code), why) for code, why in composed.dropped.items()],
        "hints": api.hints(bundle=bundle),
    }


@require_POST
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """The second pair of eyes: put it in force from a day, or send it back with a reason."""
    actor, sent = _editor(request), request.POST
    try:
        if sent.get("do") == "approve":
            begins = date.fromisoformat(sent.get("from", "") or timezone.localdate().isoformat())
            api.approve(actor=actor, code=code, effective_from=begins)
            web.toast(request, _("It is in force from %(day)s.") % {"day": begins.isoformat()})
        else:
            api.send_back(actor=actor, code=code, reason=sent.get("reason", ""))
            web.toast(request, _("Sent back to its author."))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except (BundleRefused, ValueError) as refused:
        web.toast(request, str(refused), level=web.Level.BAD)
    return redirect("bundles:edit", code=code)
