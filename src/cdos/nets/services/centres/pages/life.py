"""The life map (生活地图): centres, canteens and facilities on the map, beside them the list, nearest first."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cdos.base.web import api as web

from .. import api
from ..contracts import Place, PlaceKind

SHOWN, MOST = 30, 300
KINDS = {
    "": gettext_lazy("All"),
    "centre": gettext_lazy("Service centres"),
    PlaceKind.CANTEEN.value: gettext_lazy("Canteens for the elderly"),
    PlaceKind.CLINIC.value: gettext_lazy("Community clinics"),
    PlaceKind.NURSERY.value: gettext_lazy("Nurseries"),
    PlaceKind.LIBRARY.value: gettext_lazy("Libraries"),
    PlaceKind.SPORTS.value: gettext_lazy("Sports grounds"),
    PlaceKind.MACHINE.value: gettext_lazy("Self-service machines"),
}
TONES = {"centre": "", "canteen": "warm", "clinic": "bad"}
LEVELS = {
    "city": gettext_lazy("City"),
    "district": gettext_lazy("District"),
    "street": gettext_lazy("Street"),
    "community": gettext_lazy("Community"),
}


def kind_word(place: Place) -> str:
    return str(KINDS.get(place.kind, ""))


@require_http_methods(["GET", "HEAD", "POST"])
def life(request: HttpRequest) -> HttpResponse:
    """Where the reader is comes by POST, so that it stands in no address and in no log."""
    asked = request.POST if request.method == "POST" else request.GET
    kind, words = api.good_kind(asked.get("kind", "")), asked.get("q", "").strip()[:60]
    here = api.at_point(asked.get("lon", ""), asked.get("lat", ""))
    number = asked.get("show", "")
    limit = min(int(number), MOST) if number.isdecimal() and len(number) < 5 else SHOWN
    found, count = api.places(kind=kind, words=words, here=here, limit=limit)
    context = {
        "places": [(one, kind_word(one), LEVELS.get(one.level, "")) for one in found],
        "count": count,
        "more": min(limit + SHOWN, MOST) if count > len(found) and limit < MOST else 0,
        "kinds": [(code, title, code == kind) for code, title in KINDS.items()],
        "kind": kind,
        "words": words,
        "here": here,
        "tabs": [
            {"text": title, "href": f"?kind={code}", "current": code == kind} for code, title in KINDS.items()
        ],
    }
    return web.page(request, "centres/life.html", context, fragment="centres/life_list.html")


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """GeoJSON of a kind for the map."""
    found, _count = api.places(kind=api.good_kind(request.GET.get("kind", "")), limit=5000)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
            "properties": {
                "title": one.name,
                "text": f"{one.address} · {one.hours}",
                "href": one.href,
                "kind": TONES.get(one.kind, "good"),
            },
        }
        for one in found
    ]
    answer = JsonResponse(
        {"type": "FeatureCollection", "features": features}, json_dumps_params={"ensure_ascii": False}
    )
    answer["Cache-Control"] = "public, max-age=600"
    return answer
