"""Risks for those who judge them, and the sentinels that staff set."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, AreaLevel
from cdos.base.web import api as web

from .. import api
from ..contracts import SentinelRefused, SentinelWish

STATES = {"raised": ("raised",), "confirmed": ("confirmed",), "over": ("handled", "dismissed")}
_between = re.compile(r"[\s,，、;；|]+")


def staff(request: HttpRequest) -> Actor:
    return organisation.staff(request)


@require_GET
def risks(request: HttpRequest) -> HttpResponse:
    actor, asked = staff(request), request.GET.get("show", "raised")
    shown = asked if asked in STATES else "raised"
    try:
        rows = api.find(actor=actor, states=STATES[shown])
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    titles = (("raised", _("To judge")), ("confirmed", _("Being dealt with")), ("over", _("Over")))
    context: dict[str, Any] = {
        "rows": rows,
        "tabs": [{"text": text, "href": f"?show={key}", "current": key == shown} for key, text in titles],
        "shown": shown,
        "may_set": api.may_set(actor=actor),
    }
    return web.page(request, "risks/risks.html", context)


@require_GET
def risk(request: HttpRequest, number: str) -> HttpResponse:
    return _risk(request, number, "")


def _risk(request: HttpRequest, number: str, error: str) -> HttpResponse:
    try:
        found = api.risk(actor=staff(request), number=number)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    context = {"view": found, "info": found.info, "error": error, "typed": request.POST}
    return web.page(request, "risks/risk.html", context, status=422 if error else 200)


@require_POST
def act(request: HttpRequest, number: str, move: str) -> HttpResponse:
    actor = staff(request)
    data = {name: request.POST[name] for name in ("unit", "note", "reason") if request.POST.get(name)}
    try:
        matters.act(actor=actor, number=number, move=move, data=data)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except MoveRefused as refused:
        return _risk(request, number, str(refused))
    web.toast(request, _("Saved."))
    return redirect("risks:risk", number=number)


@require_http_methods(["GET", "POST"])
def sentinels(request: HttpRequest) -> HttpResponse:
    actor, error, field = staff(request), "", ""
    if not api.may_set(actor=actor):
        raise PermissionDenied
    if request.method == "POST":
        try:
            api.set_sentinel(actor=actor, wish=_wish(request))
        except SentinelRefused as refused:
            error, field = str(refused), refused.field
        except NotAllowed as refused:
            error, field = str(refused), "area"
        else:
            web.toast(request, _("The sentinel watches."))
            return redirect("risks:sentinels")
    areas = [*organisation.areas(level=AreaLevel.DISTRICT), *organisation.areas(level=AreaLevel.STREET)]
    context: dict[str, Any] = {
        "rows": api.sentinels(actor=actor),
        "areas": [("", _("The whole city")), *((area.code, area.name) for area in areas)],
        "error": error,
        "errors": {field: error} if error else {},
        "typed": request.POST,
    }
    return web.page(request, "risks/sentinels.html", context, status=422 if error else 200)


def _wish(request: HttpRequest) -> SentinelWish:
    sent = request.POST
    return SentinelWish(
        name=sent.get("name", ""),
        words=tuple(word for word in _between.split(sent.get("words", "")) if word),
        area=sent.get("area", ""),
        people=_number(sent.get("people", "")),
        days=_number(sent.get("days", "")),
    )


def _number(text: str) -> int:
    """0 for what is none: it is refused with words."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


@require_POST
def switch(request: HttpRequest, number: int) -> HttpResponse:
    try:
        api.switch_sentinel(actor=staff(request), number=number, active=request.POST.get("active") == "yes")
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    return redirect("risks:sentinels")
