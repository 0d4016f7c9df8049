"""Distances over a small piece of the earth."""

import math

EARTH_M = 6_371_000


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    north = math.radians(other_lat - lat)
    east = math.radians(other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return EARTH_M * math.hypot(north, east)
