"""Footprints of buildings in the plots, as one multi-part feature a plot."""

import math
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import shapely

from cdos.sample.ground.places import Block
from cdos.sample.ground.shapes import Floats, Geometry, to_degrees

# width, depth and the gaps between buildings, in metres
SIZES = {
    "home": (46.0, 15.0, 22.0, 30.0),
    "village": (17.0, 17.0, 9.0, 9.0),
    "office": (44.0, 38.0, 28.0, 30.0),
    "factory": (84.0, 40.0, 26.0, 22.0),
}
MOST = 24
STEPS = 4


def footprints(blocks: Sequence[Block]) -> Iterator[tuple[str, Geometry]]:
    """The kind and the whole rectangles inside each built plot, in degrees."""
    built = [block for block in blocks if block.kind in SIZES]
    if not built:
        return
    rings, owners = zip(*(_rings(block, number) for number, block in enumerate(built)), strict=True)
    owner = np.concatenate(owners)
    boxes = shapely.polygons(np.concatenate(rings))
    plots = np.array([block.shape for block in built])
    shapely.prepare(plots)
    inside = shapely.contains_properly(plots[owner], boxes)
    for number, block in enumerate(built):
        chosen = boxes[inside & (owner == number)][:MOST]
        if len(chosen):
            yield block.kind, to_degrees(shapely.multipolygons(chosen))


def _rings(block: Block, number: int) -> tuple[Floats, Floats]:
    """Corners of a grid of rectangles over a plot, shape (rectangles, 4, 2), and the plot's number for each."""
    west, south, east, north = block.shape.bounds
    grid = _grid(block.kind, max(east - west, north - south) / 2 // 10 * 10)
    cosine, sine = math.cos(block.turn), math.sin(block.turn)
    rotation = np.array([[cosine, sine], [-sine, cosine]])
    rings = grid @ rotation + ((west + east) / 2, (south + north) / 2)
    return rings, np.full(len(rings), number)


@cache
def _grid(kind: str, reach: float) -> Floats:
    """Upright rectangles of a kind around the origin, as far as `reach` metres."""
    width, depth, gap_x, gap_y = SIZES[kind]
    x, y = (
        np.arange(-steps, steps + 1) * step
        for step in (width + gap_x, depth + gap_y)
        if (steps := min(int(reach // step), STEPS)) >= 0
    )
    centres = np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1).reshape(-1, 1, 2)
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * (width / 2, depth / 2)
    rectangles: Floats = centres + corners
    return rectangles
