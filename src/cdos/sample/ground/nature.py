"""Hills, parks, waters, main roads and metro lines, from the hand-drawn ground."""

from collections.abc import Iterator
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, Polygon

from cdos.sample import data_files
from cdos.sample.ground.shapes import LAT_M, Geometry, blob, organic_line, organic_ring

WORLD = (113.3, 22.1, 115.2, 23.2)


@dataclass(frozen=True, slots=True)
class Named:
    layer: str
    kind: str
    name: str
    shape: Geometry
    min_zoom: int


def nature(outline: Geometry, seed: int) -> list[Named]:
    """Everything of the ground but the streets of the communities, in degrees."""
    return [*_land_and_sea(outline, seed), *_greens(outline, seed), *_waters(outline, seed), *_lines(seed)]


def reserved(features: list[Named]) -> Geometry:
    """Where nothing is built, as separate parts."""
    shapes = [feature.shape for feature in features if feature.layer in {"green", "water"}]
    return shapely.multipolygons([part for shape in shapes for part in shapely.get_parts(shape)])


def _land_and_sea(outline: Geometry, seed: int) -> Iterator[Named]:
    drawn = [
        Polygon(organic_ring([tuple(p) for p in ring], share=0.08, steps=3, seed=seed)).buffer(0)
        for ring in data_files.ground()["neighbours"]
    ]
    around = shapely.difference(shapely.union_all(drawn), outline)
    yield Named("sea", "sea", "", shapely.box(*WORLD), 8)
    yield Named("land", "neighbour", "", around, 8)
    yield Named("land", "city", "", outline, 8)


def _greens(outline: Geometry, seed: int) -> Iterator[Named]:
    for kind, key, zoom in (("hill", "hills", 8), ("park", "parks", 11)):
        for name, lon, lat, rx, ry in data_files.ground()[key]:
            shape = shapely.intersection(blob(lon, lat, rx, ry, seed=seed), outline)
            yield Named("green", kind, name, shape, zoom)


def _waters(outline: Geometry, seed: int) -> Iterator[Named]:
    for name, lon, lat, rx, ry in data_files.ground()["reservoirs"]:
        shape = shapely.intersection(blob(lon, lat, rx, ry, seed=seed + 1), outline)
        yield Named("water", "reservoir", name, shape, 9)
    for name, width, points in data_files.ground()["rivers"]:
        line = LineString(organic_line([tuple(p) for p in points], share=0.14, steps=3, seed=seed))
        yield Named("water", "river", name, line.buffer(width / 2, quad_segs=3), 10)


def _lines(seed: int) -> Iterator[Named]:
    zooms = {"motorway": 8, "trunk": 9, "primary": 10}
    for name, kind, points in data_files.ground()["roads"]:
        line = LineString(organic_line([tuple(p) for p in points], share=0.05, steps=2, seed=seed))
        yield Named("roads", kind, name, line, zooms[kind])
    for name, stations in data_files.ground()["metro"]:
        line = LineString([(lon, lat) for _, lon, lat in stations])
        yield Named("rails", "metro", name, line, 10)


def stations() -> dict[str, tuple[float, float]]:
    """Metro stations by name."""
    return {name: (lon, lat) for _, line in data_files.ground()["metro"] for name, lon, lat in line}


def metres(distance_m: float) -> float:
    """In degrees of latitude."""
    return distance_m / LAT_M
