"""Divides the drawn city into communities, streets and districts.

Every street has a seed (its rough real position). Community seeds are spread inside the street's Voronoi cell, and one
Voronoi diagram of all of them gives the communities; streets and districts are unions of their communities, so that the
levels nest exactly.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import MultiPoint, Polygon

from cdos.base.organisation.contracts import AreaLevel
from cdos.sample import data_files
from cdos.sample.ground.shapes import LAT_M, LON_M, Floats, Geometry, Point, organic_ring, stream, wobble

GRID = 1e-6  # degrees; about ten centimetres


@dataclass(frozen=True, slots=True)
class CityShapes:
    """Boundaries by area code, in degrees."""

    by_code: dict[str, Geometry]

    def centre(self, code: str) -> Point:
        point = self.by_code[code].representative_point()
        return round(point.x, 6), round(point.y, 6)


def draw_city(seed: int) -> CityShapes:
    outline = city_outline(seed)
    communities = _communities(outline, seed)
    by_code = dict(communities)
    parts: dict[str, list[Geometry]] = {}
    for row in reversed(data_files.areas()):  # parts come after their whole in the list
        if row["code"] not in by_code:
            by_code[row["code"]] = _tidy(shapely.union_all(parts[row["code"]], grid_size=GRID))
        parts.setdefault(row["parent"], []).append(by_code[row["code"]])
    return CityShapes(by_code)


def city_outline(seed: int) -> Geometry:
    drawn = data_files.ground()
    coast = Polygon(
        organic_ring([tuple(p) for p in drawn["outline"]], share=0.12, steps=3, seed=seed)
    ).buffer(0)
    islands = [
        Polygon(organic_ring([tuple(p) for p in i], share=0.1, steps=2, seed=seed)) for i in drawn["islands"]
    ]
    return shapely.union_all([coast, *islands])


def _communities(outline: Geometry, seed: int) -> dict[str, Geometry]:
    codes, seeds = _community_seeds(outline, seed)
    cells = _cells(seeds, outline)
    bent = _bend(cells, seed)
    return {
        code: _tidy(shapely.intersection(cell, outline, grid_size=GRID))
        for code, cell in zip(codes, bent, strict=True)
    }


def _tidy(geometry: Geometry) -> Geometry:
    """Only the areas of an intersection or union: touching edges leave stray lines."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def _cells(seeds: Floats, outline: Geometry) -> list[Geometry]:
    """Voronoi cells in the order of the seeds, measured in metres so that they are not squeezed."""
    scaled = seeds * [LON_M, LAT_M]
    frame = shapely.box(*outline.buffer(0.2).bounds)
    frame = shapely.transform(frame, lambda points: points * [LON_M, LAT_M])
    cells = shapely.voronoi_polygons(MultiPoint(scaled), extend_to=frame)
    tree = shapely.STRtree(cells.geoms)
    order = tree.query(shapely.points(scaled), predicate="intersects")
    chosen = dict(zip(order[0].tolist(), order[1].tolist(), strict=True))
    in_order = [tree.geometries[chosen[number]] for number in range(len(seeds))]
    return [shapely.transform(cell, lambda points: np.round(points / [LON_M, LAT_M], 6)) for cell in in_order]


def _community_seeds(outline: Geometry, seed: int) -> tuple[list[str], Floats]:
    rows = [row for row in data_files.areas() if row["level"] == AreaLevel.STREET.value]
    street_seeds = np.array([[float(row["lon"]), float(row["lat"])] for row in rows])
    codes: list[str] = []
    seeds: list[Floats] = []
    for row, cell in zip(rows, _cells(street_seeds, outline), strict=True):
        inside = [code for code in data_files.codes(AreaLevel.COMMUNITY) if code.startswith(row["code"])]
        codes += inside
        seeds.append(
            _spread(shapely.intersection(cell, outline), len(inside), stream(seed, "seeds", row["code"]))
        )
    return codes, np.vstack(seeds)


def _spread(cell: Geometry, count: int, random: np.random.Generator) -> Floats:
    """`count` points spread evenly in a cell: k-means over random points of it."""
    west, south, east, north = cell.bounds
    cloud = random.uniform([west, south], [east, north], size=(400 + 120 * count, 2))
    cloud = cloud[shapely.contains_xy(cell, cloud[:, 0], cloud[:, 1])]
    centres: Floats = cloud[:count].copy()
    for _ in range(12):
        nearest = ((cloud[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
        for number in range(count):
            members = cloud[nearest == number]
            centres[number] = members.mean(axis=0) if len(members) else centres[number]
    rounded: Floats = np.round(centres, 6)
    return rounded


def _bend(cells: list[Geometry], seed: int) -> list[Geometry]:
    """Cells with wobbly edges; an edge that would make a polygon cross itself stays straight."""
    straight: set[frozenset[Point]] = set()
    while True:
        bent = [_bent(cell, straight, seed) for cell in cells]
        wrong = [cell for cell, shape in zip(cells, bent, strict=True) if not shape.is_valid]
        if not wrong:
            return bent
        for cell in wrong:
            straight |= {frozenset(edge) for edge in _edges(cell)}


def _edges(cell: Geometry) -> list[tuple[Point, Point]]:
    ring = [(float(x), float(y)) for x, y in shapely.get_coordinates(cell.exterior)]
    return list(zip(ring, ring[1:], strict=False))


def _bent(cell: Geometry, straight: set[frozenset[Point]], seed: int) -> Geometry:
    points: list[Point] = []
    for a, b in _edges(cell):
        points += [a] if frozenset((a, b)) in straight else wobble(a, b, share=0.09, steps=3, seed=seed)
    return Polygon(points)
