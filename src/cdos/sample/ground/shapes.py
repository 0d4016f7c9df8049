"""Small geometry helpers: organic edges, ellipses, deterministic random numbers by name."""

import hashlib
import math
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Polygon

Geometry = Any  # shapely has no types
Point = tuple[float, float]
Floats = npt.NDArray[np.float64]

LON_M, LAT_M = 102_500.0, 110_900.0  # metres of a degree at 22.6 degrees north


def stream(seed: int, *names: object) -> np.random.Generator:
    """A generator of its own for every name, so that one part of the city never changes another."""
    digest = hashlib.blake2b(repr((seed, *names)).encode(), digest_size=8).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "little")))


def wobble(start: Point, end: Point, *, share: float, steps: int, seed: int) -> list[Point]:
    """Points from start up to but without end, moved sideways; the reverse way gives the same points."""
    forward = start <= end
    first, last = (start, end) if forward else (end, start)
    points = [first, last]
    random = stream(seed, first, last)
    for _ in range(steps):
        points = _halve(points, share, random)
    return points[:-1] if forward else points[:0:-1]


def _halve(points: list[Point], share: float, random: np.random.Generator) -> list[Point]:
    """A new point in the middle of every piece, at most `share` of its length aside."""
    result: list[Point] = [points[0]]
    for a, b in zip(points, points[1:], strict=False):
        away = float(random.uniform(-share, share))
        middle = ((a[0] + b[0]) / 2 - (b[1] - a[1]) * away, (a[1] + b[1]) / 2 + (b[0] - a[0]) * away)
        result += [middle, b]
    return result


def organic_ring(ring: list[Point], *, share: float, steps: int, seed: int) -> list[Point]:
    """A closed ring (last point not repeated) with wobbly edges."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return [point for a, b in pairs for point in wobble(a, b, share=share, steps=steps, seed=seed)]


def organic_line(line: list[Point], *, share: float, steps: int, seed: int) -> list[Point]:
    pairs = zip(line, line[1:], strict=False)
    points = [point for a, b in pairs for point in wobble(a, b, share=share, steps=steps, seed=seed)]
    return [*points, line[-1]]


def blob(lon: float, lat: float, rx: float, ry: float, *, seed: int) -> Geometry:
    """An ellipse with bays, for hills, parks and reservoirs; radii in degrees."""
    random = stream(seed, lon, lat)
    shape = random.uniform(-1, 1, size=(3, 2))
    ring = []
    for step in range(40):
        angle = 2 * math.pi * step / 40
        waves = sum(0.11 * shape[k][0] * math.sin((k + 2) * angle + 3 * shape[k][1]) for k in range(3))
        ring.append((lon + rx * (1 + waves) * math.cos(angle), lat + ry * (1 + waves) * math.sin(angle)))
    return Polygon(ring).buffer(0)


def to_metres(geometry: Geometry) -> Geometry:
    return shapely.transform(geometry, lambda points: points * [LON_M, LAT_M])


def to_degrees(geometry: Geometry) -> Geometry:
    return shapely.transform(geometry, lambda points: points / [LON_M, LAT_M])
