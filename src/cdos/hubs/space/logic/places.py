"""Finds places by what people type, and says what is near a point."""

import math
import re
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable, CombinedExpression

from cdos.base.organisation import api as organisation
from cdos.hubs.space import models
from cdos.hubs.space.contracts import Here, PlaceHit, PlaceKind, PlaceRow

COLUMNS = "name,kind,address,lon,lat,community"
HOUSE_NUMBER = re.compile(r"^(.{2,}?)(\d{1,4})(号|栋|座|号楼)?$")
DEGREE_M = 111_320.0  # metres of one degree of latitude
NEAR_M = 400
MAX_WORDS = 60

Point = tuple[float, float]


def load(rows: Iterable[PlaceRow]) -> int:
    """Replaces all places in one transaction."""
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM space_place")
        with cursor.copy(f"COPY space_place ({COLUMNS}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((row.name, row.kind.value, row.address, row.lon, row.lat, row.community))
                count += 1
    return count


def suggest(words: str, near: Point | None, limit: int) -> list[PlaceHit]:
    """Places with every word in name or address: exact names first, then beginnings, then the nearest."""
    clean = " ".join(words.replace("%", " ").split())[:MAX_WORDS]
    if not clean:
        return []
    hits = _matching(clean, near, limit)
    numbered = HOUSE_NUMBER.match(clean.replace(" ", ""))
    if not hits and numbered:
        hits = [_with_number(hit, numbered[0]) for hit in _matching(numbered[1], near, limit)]
    return hits


def _matching(words: str, near: Point | None, limit: int) -> list[PlaceHit]:
    wanted = Q()
    for word in words.split():
        wanted &= Q(name__icontains=word) | Q(address__icontains=word)
    first = words.split()[0]
    rank = Case(
        When(name=words, then=Value(0)),
        When(name__istartswith=first, then=Value(1)),
        When(name__icontains=first, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    order: list[str | Combinable] = [rank, _away(near), "id"] if near else [rank, "name", "id"]
    return [_hit(row, near) for row in models.Place.objects.filter(wanted).order_by(*order)[:limit]]


def _away(near: Point) -> CombinedExpression:
    """Grows with the distance; good enough for an order."""
    lon, lat = near
    return (F("lon") - lon) * (F("lon") - lon) + (F("lat") - lat) * (F("lat") - lat)


def _with_number(hit: PlaceHit, typed: str) -> PlaceHit:
    """The person typed a house number that the places do not know: their words, at the road or estate."""
    return PlaceHit(
        name=typed,
        kind=hit.kind,
        address=hit.address.removesuffix(hit.name) + typed,
        lon=hit.lon,
        lat=hit.lat,
        community=hit.community,
        distance_m=hit.distance_m,
    )


def distance_m(a: Point, b: Point) -> float:
    """Flat-earth distance in metres; right to a thousandth within a city."""
    across = (a[0] - b[0]) * math.cos(math.radians(a[1]))
    return DEGREE_M * math.hypot(across, a[1] - b[1])


def _hit(row: models.Place, near: Point | None) -> PlaceHit:
    return PlaceHit(
        name=row.name,
        kind=PlaceKind(row.kind),
        address=row.address,
        lon=row.lon,
        lat=row.lat,
        community=row.community,
        distance_m=round(distance_m(near, (row.lon, row.lat))) if near else None,
    )


def nearest(lon: float, lat: float, within_m: int) -> PlaceHit | None:
    """The nearest place that an address can name; whole areas and waters are too large for that."""
    reach = within_m / DEGREE_M
    rows = models.Place.objects.filter(
        lat__range=(lat - reach, lat + reach), lon__range=(lon - reach * 1.1, lon + reach * 1.1)
    ).exclude(kind__in=[PlaceKind.AREA.value, PlaceKind.WATER.value])
    row = rows.order_by(_away((lon, lat)), "id").first()
    return _hit(row, (lon, lat)) if row else None


def here(lon: float, lat: float) -> Here:
    scope = organisation.locate(lon=lon, lat=lat)
    if scope is None:
        return Here(address="", scope=None, nearest=None)
    found = nearest(lon, lat, NEAR_M) or nearest(lon, lat, NEAR_M * 5)
    if found is not None:
        return Here(address=found.address, scope=scope, nearest=found)
    names = [area.name for area in organisation.area_path(scope.community or scope.street or scope.district)]
    return Here(address="".join(names[1:]), scope=scope, nearest=None)
