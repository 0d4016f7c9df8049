"""Web Mercator tiles: which tile a point is in, and where in it."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cdos.hubs.space.logic.mvt import EXTENT

CELL_ZOOM = 12
BUFFER = 64 / EXTENT  # share of a tile drawn beyond its edge, so that strokes and labels join

Coordinates = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TileKey:
    zoom: int
    x: int
    y: int

    def valid(self) -> bool:
        side = 1 << self.zoom
        return 0 <= self.x < side and 0 <= self.y < side

    @property
    def cell(self) -> int:
        """The zoom-12 cell around a tile of zoom 12 or more."""
        shift = self.zoom - CELL_ZOOM
        return (self.x >> shift) << CELL_ZOOM | (self.y >> shift)

    def bounds(self, buffer: float = 0.0) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        side = 1 << self.zoom
        west, east = (360 * value / side - 180 for value in (self.x - buffer, self.x + 1 + buffer))
        south, north = (_latitude(value / side) for value in (self.y + 1 + buffer, self.y - buffer))
        return west, south, east, north

    def place(self, points: Coordinates) -> npt.NDArray[np.int64]:
        """Degrees to tile units, y down."""
        side = 1 << self.zoom
        x = ((points[:, 0] + 180) / 360 * side - self.x) * EXTENT
        y = (mercator_y(points[:, 1]) * side - self.y) * EXTENT
        return np.rint(np.column_stack([x, y])).astype(np.int64)


def _latitude(share: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * share))))


def mercator_y(latitude: Coordinates) -> Coordinates:
    """0 at the north edge of the map, 1 at the south."""
    result: Coordinates = (1 - np.arcsinh(np.tan(np.radians(latitude))) / np.pi) / 2
    return result


def tiles_over(box: tuple[float, float, float, float], zoom: int) -> list[TileKey]:
    """The tiles that a box (west, south, east, north in degrees) touches."""
    west, south, east, north = box
    side = 1 << zoom
    left, right = (int((lon + 180) / 360 * side) for lon in (west, east))
    top, bottom = (
        int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side) for lat in (north, south)
    )
    return [TileKey(zoom, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
