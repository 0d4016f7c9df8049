"""The supervision desk: suspects ranked with their reasons, one answer whole, the verdict."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, AreaLevel
from cdos.base.web import api as web

from .. import api
from ..contracts import ClosureRefused, Standing, Wish
from ..logic import words
from . import asking
from .nav import nav
from .review import monday

ROWS = 30


def wish(request: HttpRequest) -> Wish:
    """What the address asks for; made-up values are left out."""
    query = request.GET
    standing = query.get("standing", Standing.SUSPECT.value)
    area = query.get("area", "")
    what, week = query.get("what", ""), query.get("week", "")
    since = monday(week) if week else None
    return Wish(
        what=what if what in words.counts() else "",
        since=since,
        until=since + timedelta(days=7) if since else None,
        item=query.get("item", "")[:20].replace("\x00", ""),
        standing=Standing(standing) if standing in set(Standing) else None,
        unit=query.get("unit", "")[:60].replace("\x00", ""),
        area=area if area == "-" or (area.isascii() and area.isdigit() and len(area) in (6, 9, 12)) else "",
        limit=ROWS,
        offset=asking.number(query.get("from", "")),
    )


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    if away := asking.to_sign_in(request):
        return away
    actor = asking.may(request, Action.SUPERVISE)
    asked = wish(request)
    found = api.find(actor=actor, wish=asked)
    following = asked.offset + ROWS
    kept = {name: value for name, value in request.GET.items() if name != "from"}
    context = {
        "rows": [api.shown(row) for row in found.rows],
        "total": found.total,
        "next": f"?{urlencode({**kept, 'from': following})}" if following < found.total else "",
        "nav": nav("desk"),
        "asked": asked,
        "narrowed": narrowed(asked),
        "tabs": tabs(asked),
        "areas": [(area.code, area.name) for area in organisation.areas(level=AreaLevel.DISTRICT)],
    }
    return web.page(request, "closure/desk.html", context)


def narrowed(asked: Wish) -> list[str]:
    """What the list was narrowed to by a number of the weekly review, in words."""
    found = [words.counts()[asked.what]] if asked.what else []
    if asked.since:
        found.append(_("week of {day}").format(day=asked.since))
    unit = organisation.unit(asked.unit)
    return (
        found
        + ([unit.name if unit else asked.unit] if asked.unit else [])
        + ([asked.item] if asked.item else [])
    )


def tabs(asked: Wish) -> list[dict[str, Any]]:
    kept = {"area": asked.area, "unit": asked.unit}
    return [
        {
            "text": words.standing(one),
            "href": f"?{urlencode({'standing': one.value, **kept})}",
            "current": one is asked.standing,
        }
        for one in (Standing.SUSPECT, Standing.HOLLOW, Standing.SOUND, Standing.CLEAR)
    ]


@require_GET
def case(request: HttpRequest, answer: int) -> HttpResponse:
    if away := asking.to_sign_in(request):
        return away
    return _case(request, answer)


def _case(request: HttpRequest, answer: int, *, error: str = "", status: int = 200) -> HttpResponse:
    actor = asking.may(request, Action.SUPERVISE)
    try:
        found = api.case(actor=actor, answer_id=answer)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    context = {
        "case": found,
        "row": api.shown(found.answer),
        "error": error,
        "note": request.POST.get("note", ""),
    }
    return web.page(request, "closure/case.html", context, status=status)


@require_POST
def judge(request: HttpRequest, answer: int) -> HttpResponse:
    if away := asking.to_sign_in(request):
        return away
    actor = asking.may(request, Action.SUPERVISE)
    verdict = request.POST.get("verdict", "")
    if verdict not in {"hollow", "sound"}:
        return _case(request, answer, error=_("Please choose a verdict."), status=422)
    try:
        api.judge(
            actor=actor, answer_id=answer, hollow=verdict == "hollow", note=request.POST.get("note", "")
        )
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except (ClosureRefused, MoveRefused) as refused:
        return _case(request, answer, error=str(refused), status=422)
    said = _("Sent back to the unit.") if verdict == "hollow" else _("Noted: in order.")
    web.toast(request, said)
    return redirect(reverse("closure:desk"))
