"""The map's own addresses: what the base is, its tiles, places by word and by point."""

from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import AreaLevel
from cdos.hubs.space import api
from cdos.hubs.space.logic import tiles
from cdos.hubs.space.logic.grid import TileKey

app_name = "space"
YEAR_S = 31_536_000
WHOLE_CITY_LEVELS = {AreaLevel.CITY.value, AreaLevel.DISTRICT.value, AreaLevel.STREET.value}


@require_safe
def base(request: HttpRequest) -> HttpResponse:
    """The base map as TileJSON 3; the tile address holds the version, so tiles never go stale."""
    known = api.base_map()
    if known is None:
        raise Http404
    west, south, east, north = known.bounds
    site = f"{request.scheme}://{request.get_host()}"
    answer = JsonResponse(
        {
            "tilejson": "3.0.0",
            "version": known.version,
            "tiles": [f"{site}/map/tiles/{known.version}/{{z}}/{{x}}/{{y}}.mvt"],
            "bounds": known.bounds,
            "center": [(west + east) / 2, (south + north) / 2, 10],
            "minzoom": known.min_zoom,
            "maxzoom": known.max_zoom,
            "attribution": gettext("Drawn for the sample city"),
        }
    )
    answer["Cache-Control"] = "public, max-age=60"
    return answer


@require_safe
def tile(request: HttpRequest, version: str, zoom: int, x: int, y: int) -> HttpResponseBase:
    if zoom > tiles.MAX_ZOOM:
        raise Http404
    data = tiles.tile(version, TileKey(zoom, x, y))
    if data is None:
        raise Http404
    answer = HttpResponse(data, content_type="application/vnd.mapbox-vector-tile")
    answer["Content-Encoding"] = "gzip"
    answer["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
    answer["ETag"] = f'"{version}-{zoom}-{x}-{y}"'
    return answer


@require_safe
def areas(request: HttpRequest, level: str) -> HttpResponse:
    """Boundaries of districts or streets as GeoJSON, for choropleths and picking."""
    if level not in WHOLE_CITY_LEVELS:
        raise Http404
    answer = JsonResponse(
        organisation.boundaries(AreaLevel(level)), json_dumps_params={"ensure_ascii": False}
    )
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


def _point(request: HttpRequest) -> tuple[float, float] | None:
    try:
        lon, lat = float(request.GET["lon"]), float(request.GET["lat"])
    except (KeyError, ValueError):
        return None
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    hits = api.suggest(words=request.GET.get("q", ""), near=_point(request))
    return JsonResponse({"places": [asdict(hit) for hit in hits]})


@require_safe
def here(request: HttpRequest) -> HttpResponse:
    point = _point(request)
    if point is None:
        return JsonResponse({"detail": gettext("Give lon and lat in degrees.")}, status=400)
    found = api.here(lon=point[0], lat=point[1])
    return JsonResponse(_here_body(found.address, asdict(found.scope) if found.scope else None))


def _here_body(address: str, scope: dict[str, Any] | None) -> dict[str, Any]:
    code = (
        (scope or {}).get("community") or (scope or {}).get("street") or (scope or {}).get("district") or ""
    )
    names = [area.name for area in organisation.area_path(code)][1:] if code else []
    return {"inside": scope is not None, "address": address, "scope": scope, "areas": names}


urlpatterns = [
    path("map/base.json", base, name="base"),
    path("map/tiles/<slug:version>/<int:zoom>/<int:x>/<int:y>.mvt", tile, name="tile"),
    path("map/areas/<slug:level>.json", areas, name="areas"),
    path("map/suggest", suggest, name="suggest"),
    path("map/here", here, name="here"),
]
