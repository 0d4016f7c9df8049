"""Centres and facilities: by code, by area, and nearest first."""

from collections.abc import Iterable
from math import cos, hypot, radians

from django.urls import reverse
from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation

from ..contracts import Centre, CentreLevel, CentreRefused, Place, PlaceKind, PlaceRow
from ..models import Centre as Row
from ..models import Facility

METRES_A_DEGREE = 111_320.0
Point = tuple[float, float]  # longitude, latitude


def shown(row: Row) -> Centre:
    return Centre(
        code=row.code,
        name=row.name,
        level=CentreLevel(row.level),
        area=row.area,
        address=row.address,
        lon=row.lon,
        lat=row.lat,
        opens=row.opens,
        phone=row.phone,
        unit=row.unit,
        counters=row.counters,
        video=row.video_capacity > 0,
    )


def needed(code: str) -> Row:
    """LookupError."""
    found = Row.objects.filter(pk=code).first()
    if found is None:
        raise LookupError(code)
    return found


def of_units(units: Iterable[str]) -> list[Centre]:
    return [shown(row) for row in Row.objects.filter(unit__in=list(units)).order_by("code")]


def of_area(area: str) -> list[Centre]:
    """The centres that serve who lives in an area: its own, and those of the areas around it, nearest level first."""
    codes = [one.code for one in organisation.area_path(area)]
    rows = {row.area: row for row in Row.objects.filter(area__in=codes)}
    return [shown(rows[code]) for code in reversed(codes) if code in rows]


def metres(here: Point, lon: float, lat: float) -> int:
    """Over the ground, good to a percent within a city."""
    east = (lon - here[0]) * METRES_A_DEGREE * cos(radians(here[1]))
    return round(hypot(east, (lat - here[1]) * METRES_A_DEGREE))


def places(*, kind: str, words: str, here: Point | None, limit: int) -> tuple[list[Place], int]:
    """Of a kind (empty: of all) whose name or address holds the words; nearest first, and how many there are in all."""
    found = [*_centres(kind, words), *_facilities(kind, words)]
    if here is not None:
        found = sorted((_from(one, here) for one in found), key=lambda one: one.metres or 0)
    return found[:limit], len(found)


def _centres(kind: str, words: str) -> list[Place]:
    if kind not in ("", "centre"):
        return []
    rank = {level.value: place for place, level in enumerate(CentreLevel)}
    rows = Row.objects.all()
    for word in words.split()[:5]:
        rows = rows.filter(name__icontains=word) | rows.filter(address__icontains=word)
    return [_centre(row) for row in sorted(rows, key=lambda row: (rank[row.level], row.code))]


def _centre(row: Row) -> Place:
    return Place(
        kind="centre",
        name=row.name,
        address=row.address,
        lon=row.lon,
        lat=row.lat,
        hours=row.opens,
        phone=row.phone,
        href=reverse("centres:centre", args=[row.code]),
        level=row.level,
    )


def _facilities(kind: str, words: str) -> list[Place]:
    if kind == "centre":
        return []
    rows = Facility.objects.filter(kind=kind) if kind else Facility.objects.all()
    for word in words.split()[:5]:
        rows = rows.filter(name__icontains=word) | rows.filter(address__icontains=word)
    return [
        Place(row.kind, row.name, row.address, row.lon, row.lat, row.hours, row.phone)
        for row in rows.order_by("id")
    ]


def _from(place: Place, here: Point) -> Place:
    return Place(
        place.kind,
        place.name,
        place.address,
        place.lon,
        place.lat,
        place.hours,
        place.phone,
        place.href,
        metres(here, place.lon, place.lat),
        place.level,
    )


def good_kind(kind: str) -> str:
    """As an address says it; empty for what is none."""
    return kind if kind == "centre" or kind in {one.value for one in PlaceKind} else ""


def load(rows: Iterable[tuple[Centre, int, int]]) -> int:
    """Centres with how many appointments a half hour they take at counters and by video."""
    made = [
        Row(
            code=one.code,
            name=one.name,
            level=one.level.value,
            area=one.area,
            unit=one.unit,
            address=one.address,
            lon=one.lon,
            lat=one.lat,
            opens=one.opens,
            phone=one.phone,
            counters=one.counters,
            capacity=capacity,
            video_capacity=video,
        )
        for one, capacity, video in rows
    ]
    told = "name level area unit address lon lat opens phone counters capacity video_capacity"
    Row.objects.bulk_create(made, update_conflicts=True, unique_fields=["code"], update_fields=told.split())
    return len(made)


def load_facilities(rows: Iterable[PlaceRow]) -> int:
    """Replaces all facilities."""
    Facility.objects.all().delete()
    made = Facility.objects.bulk_create(
        Facility(
            kind=one.kind.value,
            name=one.name,
            address=one.address,
            lon=one.lon,
            lat=one.lat,
            hours=one.hours,
            phone=one.phone,
        )
        for one in rows
    )
    return len(made)


def at_point(lon: str, lat: str) -> Point | None:
    """As a page sends it; None for no place."""
    try:
        point = float(lon), float(lat)
    except ValueError:
        return None
    return point if -180 <= point[0] <= 180 and -90 <= point[1] <= 90 else None


def refuse_video(row: Row) -> CentreRefused:
    return CentreRefused(_("%(centre)s does not take video appointments.") % {"centre": row.name})
