"""A grid over the earth, for finding what is near with an ordinary index."""

import math

CELL_DEG = 0.005  # about 500 m
COLUMNS = 72_000  # cells around the earth
EARTH_M = 6_371_000


def cell_of(lon: float | None, lat: float | None) -> int | None:
    if lon is None or lat is None:
        return None
    return _number(_index(lon, 180.0), _index(lat, 90.0))


def _index(degrees: float, shift: float) -> int:
    return math.floor((degrees + shift) / CELL_DEG)


def _number(column: int, row: int) -> int:
    return row * COLUMNS + column % COLUMNS


def cells_around(lon: float, lat: float, radius_m: int) -> list[int]:
    """The cells that a circle may touch; at most 2 km."""
    reach = math.degrees(min(radius_m, 2000) / EARTH_M)
    wide = reach / max(0.05, math.cos(math.radians(lat)))
    columns = range(_index(lon - wide, 180.0), _index(lon + wide, 180.0) + 1)
    rows = range(_index(lat - reach, 90.0), _index(lat + reach, 90.0) + 1)
    return [_number(column, row) for row in rows for column in columns]


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Over a small piece of the earth."""
    north = math.radians(other_lat - lat)
    east = math.radians(other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return EARTH_M * math.hypot(north, east)
