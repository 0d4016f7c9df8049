"""Where things are (空间底图, 地名地址): the base map's features and the city's named places."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cdos.base.organisation.contracts import Scope


class PlaceKind(StrEnum):
    """What a named place (地名) is."""

    ESTATE = "estate"  # 住宅小区, 城中村
    ROAD = "road"
    LANDMARK = "landmark"
    PARK = "park"
    STATION = "station"  # 地铁站
    SCHOOL = "school"
    HOSPITAL = "hospital"
    MARKET = "market"
    WATER = "water"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A named place to load; longitude and latitude in WGS 84 degrees."""

    name: str
    kind: PlaceKind
    address: str
    lon: float
    lat: float
    community: str = ""


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place that fits what somebody typed, or the point somebody stands on."""

    name: str
    kind: PlaceKind
    address: str
    lon: float
    lat: float
    community: str
    distance_m: int | None = None  # from the point asked about


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A name that a text speaks of, where it stands, and the places or areas of that name.

    Of an area (kind AREA) `community` is the area's own code, whatever its level.
    """

    name: str
    at: int
    places: tuple[PlaceHit, ...]


@dataclass(frozen=True, slots=True)
class Here:
    """What is at a point; `scope` is None outside the city and `address` is then empty."""

    address: str
    scope: Scope | None
    nearest: PlaceHit | None


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """A feature of the base map to load; `wkb` is well-known binary in WGS 84 degrees.

    Layers: sea, land, water, green, buildings, roads, rails, bounds, labels. Features with `min_zoom` under 12 also
    appear in overviews.
    """

    layer: str
    kind: str
    wkb: bytes
    name: str = ""
    min_zoom: int = 8


@dataclass(frozen=True, slots=True)
class BaseMap:
    """What a map needs to know to show the base; `version` changes with every load and is part of the tile address."""

    version: str
    bounds: tuple[float, float, float, float]  # west, south, east, north
    min_zoom: int
    max_zoom: int


Progress = Callable[[float], None]
