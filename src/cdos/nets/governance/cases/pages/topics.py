"""Hot topics for leaders: where many people say the same, how it grows, who is on it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor, AreaLevel
from cdos.base.web import api as web

from .. import api
from ..contracts import CaseInfo, CaseQuestion, CaseView

LISTED = 50
MAPPED = 200


def reader(request: HttpRequest) -> Actor:
    actor = organisation.actor(request)
    if not (actor.is_staff and organisation.may(actor, Action.FIGURES)):
        raise PermissionDenied
    return actor


def _question(request: HttpRequest, limit: int) -> CaseQuestion:
    asked = request.GET
    return CaseQuestion(
        area=asked.get("area", "")[:12],
        words=asked.get("q", "").strip()[:60],
        growing=asked.get("growing") == "1",
        limit=limit,
    )


@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    actor, question = reader(request), _question(request, LISTED)
    found = api.find(actor=actor, question=question)
    hottest = max((case.heat for case in found), default=1.0) or 1.0
    context: dict[str, Any] = {
        "rows": [(case, round(100 * case.heat / hottest), where(case)) for case in found],
        "question": question,
        "districts": [(area.code, area.name) for area in organisation.areas(level=AreaLevel.DISTRICT)],
        "query": request.GET.urlencode(),
        "asked": bool(question.area or question.words or question.growing),
    }
    return web.page(request, "cases/topics.html", context)


def where(case: CaseInfo) -> str:
    """The districts that it touches, by name."""
    codes = [code for code in case.areas if len(code) == len("440300")]
    known = (organisation.area(code) for code in codes)
    return "、".join(area.name for area in known if area)


@require_GET
def topics_map(request: HttpRequest) -> HttpResponse:
    found = api.find(actor=reader(request), question=_question(request, MAPPED))
    return places(
        [
            (case.lon, case.lat, case.name, _people(case.people), reverse("cases:topic", args=[case.id]))
            for case in found
            if case.lon is not None and case.lat is not None
        ]
    )


def _people(count: int) -> str:
    return ngettext("{n} person", "{n} people", count).format(n=count)


def places(rows: list[tuple[float, float, str, str, str]]) -> JsonResponse:
    """GeoJSON for the map: longitude, latitude, title, text, address of each."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"title": title, "text": text, "href": href},
        }
        for lon, lat, title, text, href in rows
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def shown(request: HttpRequest, number: int) -> CaseView:
    """A group that the reader may see; Http404, PermissionDenied."""
    try:
        return api.view(actor=reader(request), number=number)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused


@require_GET
def topic(request: HttpRequest, number: int) -> HttpResponse:
    found = shown(request, number)
    return web.page(request, "cases/topic.html", topic_context(reader(request), found))


def topic_context(actor: Actor, found: CaseView) -> dict[str, Any]:
    """The unit with most of its people is proposed to lead a campaign."""
    most = found.units[0] if found.units else None
    return {
        "view": found,
        "case": found.case,
        "campaign": api.campaign_of(case=found.case.id),
        "may_begin": api.may_begin(actor=actor),
        "proposed_unit": most.code if most else "",
        "proposed_unit_name": most.name if most else "",
    }


@require_GET
def topic_map(request: HttpRequest, number: int) -> HttpResponse:
    try:
        found = api.points(actor=reader(request), number=number)
    except LookupError as missing:
        raise Http404 from missing
    return places(
        [
            (lon, lat, matter.number, "", reverse("staff:matter", args=[matter.number]))
            for matter, lon, lat in found
        ]
    )
