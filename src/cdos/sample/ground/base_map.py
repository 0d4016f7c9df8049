"""The sample city as rows for the base map and the list of places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import Point as PointShape

from cdos.base.organisation.contracts import AreaLevel, AreaRow
from cdos.hubs.space.contracts import FeatureRow, PlaceKind, PlaceRow
from cdos.sample import data_files
from cdos.sample.ground import nature
from cdos.sample.ground.buildings import footprints
from cdos.sample.ground.partition import CityShapes, city_outline, draw_city
from cdos.sample.ground.places import Neighbourhood, lay_out
from cdos.sample.ground.shapes import Geometry

BOUND_ZOOMS = {AreaLevel.DISTRICT: 8, AreaLevel.STREET: 11, AreaLevel.COMMUNITY: 13}
LABEL_ZOOMS = {"hill": 10, "park": 12, "reservoir": 11, "sea": 8, "station": 12, "landmark": 12, "estate": 14}
PRECISION = 1e-6


@dataclass(frozen=True, slots=True)
class City:
    """The drawn city: boundaries, nature and communities."""

    shapes: CityShapes
    nature: list[nature.Named]
    neighbourhoods: list[Neighbourhood]


def build_city(seed: int) -> City:
    shapes = draw_city(seed)
    ground = nature.nature(city_outline(seed), seed)
    return City(shapes, ground, list(lay_out(shapes, nature.reserved(ground), seed)))


def area_rows(city: City) -> Iterator[AreaRow]:
    for row in data_files.areas():
        lon, lat = city.shapes.centre(row["code"])
        if row["lon"] and city.shapes.by_code[row["code"]].contains(
            PointShape(float(row["lon"]), float(row["lat"]))
        ):
            lon, lat = float(row["lon"]), float(row["lat"])
        yield AreaRow(
            code=row["code"],
            name=row["name"],
            level=AreaLevel(row["level"]),
            parent=row["parent"],
            lon=lon,
            lat=lat,
            boundary=_geojson(city.shapes.by_code[row["code"]]),
        )


def _geojson(shape: Geometry) -> dict[str, object]:
    """Six decimals are ten centimetres; the same point is written the same in neighbours."""
    rings = [
        [shapely.get_coordinates(ring).round(6).tolist() for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(shape)
    ]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0]}
    return {"type": "MultiPolygon", "coordinates": rings}


def feature_rows(city: City) -> Iterator[FeatureRow]:
    for named in city.nature:
        yield _row(named.layer, named.kind, named.shape, named.name, named.min_zoom)
    for hood in city.neighbourhoods:
        yield from _hood_features(hood)
    yield from _bounds(city.shapes)
    yield from _labels(city)


def _row(layer: str, kind: str, shape: Geometry, name: str = "", min_zoom: int = 8) -> FeatureRow:
    return FeatureRow(layer, kind, shapely.to_wkb(shape, byte_order=1), name, min_zoom)


def _hood_features(hood: Neighbourhood) -> Iterator[FeatureRow]:
    built = list(footprints(hood.blocks))
    shapes = [*(road.shape for road in hood.roads), *(shape for _, shape in built)]
    names = [
        *(("roads", "local", road.name, 13) for road in hood.roads),
        *(("buildings", kind, "", 14) for kind, _ in built),
    ]
    for (layer, kind, name, zoom), wkb in zip(
        names, shapely.to_wkb(np.array(shapes), byte_order=1), strict=True
    ):
        yield FeatureRow(layer, kind, wkb, name, zoom)


def _bounds(shapes: CityShapes) -> Iterator[FeatureRow]:
    """Each level's lines once: neighbours share them."""
    for level, zoom in BOUND_ZOOMS.items():
        rings = [shapely.boundary(shapes.by_code[code]) for code in data_files.codes(level)]
        lines = shapely.line_merge(shapely.union_all(rings, grid_size=PRECISION))
        for line in shapely.get_parts(lines):
            yield _row("bounds", level.value, line, "", zoom)


def _labels(city: City) -> Iterator[FeatureRow]:
    for level, zoom in BOUND_ZOOMS.items():
        for code in data_files.codes(level):
            yield _row(
                "labels",
                level.value,
                PointShape(city.shapes.centre(code)),
                data_files.area_names()[code],
                zoom,
            )
    for name, lon, lat in data_files.ground()["seas"]:
        yield _row("labels", "sea", PointShape(lon, lat), name, LABEL_ZOOMS["sea"])
    for named in city.nature:
        if named.kind in {"hill", "park", "reservoir"}:
            kind = "water" if named.kind == "reservoir" else named.kind
            yield _row(
                "labels", kind, named.shape.representative_point(), named.name, LABEL_ZOOMS[named.kind]
            )
    for place in place_rows(city):
        kind = place.kind.value
        if kind in {"station", "estate"} or (kind == "landmark" and not place.community):
            yield _row("labels", kind, PointShape(place.lon, place.lat), place.name, LABEL_ZOOMS[kind])


def place_rows(city: City) -> Iterator[PlaceRow]:
    yield from _city_places(city)
    for hood in city.neighbourhoods:
        yield from _hood_places(hood)


def _city_places(city: City) -> Iterator[PlaceRow]:
    ground = data_files.ground()
    for name, lon, lat, _ in ground["landmarks"]:
        yield PlaceRow(name, PlaceKind.LANDMARK, name, lon, lat)
    for name, (lon, lat) in nature.stations().items():
        title = name if name.endswith("站") else f"{name}地铁站"
        yield PlaceRow(title, PlaceKind.STATION, title, lon, lat)
    kinds = {
        "park": PlaceKind.PARK,
        "hill": PlaceKind.PARK,
        "reservoir": PlaceKind.WATER,
        "river": PlaceKind.WATER,
    }
    for named in city.nature:
        point = named.shape.representative_point()
        kind = PlaceKind.ROAD if named.layer == "roads" else kinds.get(named.kind)
        if kind is not None:
            yield PlaceRow(named.name, kind, named.name, round(point.x, 6), round(point.y, 6))


def _hood_places(hood: Neighbourhood) -> Iterator[PlaceRow]:
    lon, lat = hood.centre
    yield PlaceRow(hood.name, PlaceKind.AREA, hood.prefix + hood.name, lon, lat, hood.code)
    for road in _named_once(hood):
        yield PlaceRow(road[0], PlaceKind.ROAD, hood.prefix + road[0], road[1], road[2], hood.code)
    for estate in hood.estates:
        address = f"{hood.prefix}{estate.road}{estate.house_number}号{estate.name}"
        yield PlaceRow(estate.name, PlaceKind.ESTATE, address, estate.lon, estate.lat, hood.code)
    for name, kind, (x, y) in facilities(hood):
        yield PlaceRow(name, kind, hood.prefix + name, x, y, hood.code)


def _named_once(hood: Neighbourhood) -> list[tuple[str, float, float]]:
    return [(road.name, road.lon, road.lat) for road in hood.roads if road.name]


def facilities(hood: Neighbourhood) -> Iterable[tuple[str, PlaceKind, tuple[float, float]]]:
    """A school, a health station, a market and a party-and-people centre for every community."""
    kinds = (
        (f"{hood.stem}小学", PlaceKind.SCHOOL),
        (f"{hood.stem}社区健康服务中心", PlaceKind.HOSPITAL),
        (f"{hood.stem}综合市场", PlaceKind.MARKET),
        (f"{hood.stem}党群服务中心", PlaceKind.LANDMARK),
    )
    points = [(road.lon, road.lat) for road in hood.roads] or [hood.centre]
    return [(name, kind, points[number % len(points)]) for number, (name, kind) in enumerate(kinds)]
