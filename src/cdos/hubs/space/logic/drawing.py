"""Draws a vector tile from the stored features of one cell."""

import gzip
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import shapely

from cdos.hubs.space.logic.grid import BUFFER, CELL_ZOOM, TileKey
from cdos.hubs.space.logic.mvt import EXTENT, LINE, POINT, POLYGON, Path, TileFeature, encode

Geometry = Any  # shapely has no types
StoredFeature = tuple[str, str, str, bytes]  # layer, kind, name, wkb
DIMENSIONS = {0: POINT, 1: LINE, 2: POLYGON}


def draw(key: TileKey, features: Iterable[StoredFeature]) -> bytes:
    """The gzipped tile; features are clipped to the tile and simplified to its resolution."""
    layers: dict[str, list[TileFeature]] = {}
    rows = list(features)
    geometries = shapely.from_wkb([row[3] for row in rows])
    west, south, east, north = key.bounds(BUFFER)
    boxes = shapely.bounds(geometries).reshape(-1, 4)
    touching = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    for number in np.flatnonzero(touching):
        layer, kind, name, _ = rows[number]
        for feature in _placed(key, geometries[number], _tags(kind, name)):
            layers.setdefault(layer, []).append(feature)
    return gzip.compress(encode(layers), compresslevel=6, mtime=0)


def _tags(kind: str, name: str) -> dict[str, str | int]:
    return {key: value for key, value in (("kind", kind), ("name", name)) if value}


def _placed(key: TileKey, geometry: Geometry, tags: dict[str, str | int]) -> Iterator[TileFeature]:
    clipped = shapely.clip_by_rect(geometry, *key.bounds(BUFFER))
    if clipped.is_empty:
        return
    if key.zoom < CELL_ZOOM + 2:
        west, _, east, _ = key.bounds()
        clipped = shapely.simplify(clipped, 4 * (east - west) / EXTENT)
    dimension = shapely.get_dimensions(geometry)
    paths = [path for path in _paths(key, clipped, int(dimension)) if len(path)]
    if paths:
        yield TileFeature(DIMENSIONS[int(dimension)], paths, tags)


def _paths(key: TileKey, geometry: Geometry, dimension: int) -> Iterator[Path]:
    for part in shapely.get_parts(geometry):
        if shapely.get_dimensions(part) != dimension or part.is_empty:
            continue
        if dimension == 0:
            yield key.place(shapely.get_coordinates(part))
        elif dimension == 1:
            yield _line(key.place(shapely.get_coordinates(part)))
        else:
            yield from _rings(key, part)


def _rings(key: TileKey, polygon: Geometry) -> Iterator[Path]:
    """Exterior first; a ring that shrinks to a line goes, and holes with it when it is the exterior."""
    oriented = shapely.orient_polygons(polygon, exterior_cw=True)
    for number, ring in enumerate([oriented.exterior, *oriented.interiors]):
        path = _line(key.place(shapely.get_coordinates(ring)))[:-1]
        if len(path) >= 3 and _area(path) != 0:
            yield path
        elif number == 0:
            return


def _line(path: Path) -> Path:
    """Without repeated points; empty when fewer than two are left."""
    kept = np.ones(len(path), dtype=bool)
    kept[1:] = (np.diff(path, axis=0) != 0).any(axis=1)
    path = path[kept]
    return path if len(path) >= 2 else path[:0]


def _area(path: Path) -> int:
    x, y = path[:, 0], path[:, 1]
    return int(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
