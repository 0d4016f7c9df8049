"""The door of space: places by name and by point, and the base map."""

from collections.abc import Iterable

from cdos.hubs.space.contracts import BaseMap, FeatureRow, Here, NamedPlace, PlaceHit, PlaceRow
from cdos.hubs.space.logic import gazetteer, places, tiles


def suggest(*, words: str, near: tuple[float, float] | None = None, limit: int = 8) -> list[PlaceHit]:
    """Places whose name or address holds the words, nearest to `near` (longitude, latitude) first within equal fit."""
    return places.suggest(words, near, limit)


def here(*, lon: float, lat: float) -> Here:
    """Address and scope of a point in WGS 84 degrees; the scope is None outside the city."""
    return places.here(lon, lat)


def nearest_address(*, lon: float, lat: float) -> str:
    """The address in words of the place nearest to a point, e.g. for a pin; empty outside the city."""
    return places.here(lon, lat).address


def base_map() -> BaseMap | None:
    """None until a base map was loaded."""
    return tiles.base()


def named_in(*, text: str, limit: int = 8) -> list[NamedPlace]:
    """Names of the gazetteer (estates, landmarks, roads, streets, communities ...) that a text speaks of; no query."""
    return gazetteer.named_in(text, limit)


def load_places(*, rows: Iterable[PlaceRow]) -> int:
    """Replaces all places."""
    loaded = places.load(rows)
    gazetteer.forget()
    return loaded


def load_base(*, rows: Iterable[FeatureRow]) -> int:
    """Replaces the base map."""
    return tiles.load(rows)
