"""Vector tiles: written by the specification, clipped to the tile, drawn from what was loaded."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from cdos.hubs.space import api
from cdos.hubs.space.contracts import FeatureRow
from cdos.hubs.space.logic import mvt, tiles
from cdos.hubs.space.logic.drawing import draw
from cdos.hubs.space.logic.grid import CELL_ZOOM, tiles_over

SQUARE = shapely.box(114.06, 22.50, 114.10, 22.56)
KEY = tiles_over((114.08, 22.53, 114.08, 22.53), 14)[0]


@dataclass
class Layer:
    """A decoded layer: a reader of its own, so that the writer is not checked with itself."""

    name: str = ""
    keys: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)
    features: list[bytes] = field(default_factory=list)


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(data):
        tag, at = number(data, at)
        value, at = number(data, at)
        if tag & 7 == 2:
            yield tag >> 3, data[at : at + value]
            at += value
        else:
            yield tag >> 3, value


def number(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def decode(tile: bytes) -> dict[str, Layer]:
    layers = {}
    for _, body in fields(tile):
        layer = Layer()
        for name, value in fields(body):
            if name == 1:
                layer.name = value.decode()
            elif name == 2:
                layer.features.append(value)
            elif name == 3:
                layer.keys.append(value.decode())
            elif name == 4:
                layer.values += [text.decode() if kind == 1 else text for kind, text in fields(value)]
        layers[layer.name] = layer
    return layers


def geometry(feature: bytes) -> list[list[tuple[int, int]]]:
    """Paths in tile units."""
    body = next(value for name, value in fields(feature) if name == 4)
    numbers, at = [], 0
    while at < len(body):
        value, at = number(body, at)
        numbers.append(value)
    paths, x, y, position = [], 0, 0, 0
    while position < len(numbers):
        command, count = numbers[position] & 7, numbers[position] >> 3
        position += 1
        if command == mvt.CLOSE_PATH:
            continue
        if command == mvt.MOVE_TO:
            paths.append([])
        for _ in range(count):
            x += numbers[position] >> 1 ^ -(numbers[position] & 1)
            y += numbers[position + 1] >> 1 ^ -(numbers[position + 1] & 1)
            position += 2
            paths[-1].append((x, y))
    return paths


@given(st.integers(0, 2**40))
def test_a_varint_reads_back(value: int) -> None:
    assert number(mvt.varint(value), 0)[0] == value


def test_a_polygon_reads_back_clockwise_within_tile_and_buffer() -> None:
    tile = decode(gzip.decompress(draw(KEY, [("green", "park", "公园", shapely.to_wkb(SQUARE))])))
    layer = tile["green"]
    assert dict(zip(layer.keys, layer.values, strict=True)) == {"kind": "park", "name": "公园"}
    (ring,) = geometry(layer.features[0])
    points = np.array(ring)
    x, y = points.T
    assert np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)) > 0
    assert points.min() >= -64
    assert points.max() <= mvt.EXTENT + 64


def test_a_point_lands_where_it_is() -> None:
    west, south, east, north = KEY.bounds()
    middle = shapely.Point((west + east) / 2, (south + north) / 2)
    tile = decode(gzip.decompress(draw(KEY, [("labels", "hill", "", shapely.to_wkb(middle))])))
    ((x, y),) = geometry(tile["labels"].features[0])[0]
    assert abs(x - 2048) <= 1
    assert abs(y - 2048) <= 2


def test_what_lies_outside_the_tile_is_not_in_it() -> None:
    far = shapely.box(113.0, 22.0, 113.1, 22.1)
    assert gzip.decompress(draw(KEY, [("green", "park", "", shapely.to_wkb(far))])) == b""


def test_tiles_over_a_box_touch_it() -> None:
    box = (113.8, 22.5, 114.2, 22.7)
    found = tiles_over(box, CELL_ZOOM)
    for key in found:
        assert shapely.box(*key.bounds()).intersects(shapely.box(*box))
    assert (
        shapely.union_all([shapely.box(*key.bounds()) for key in found])
        .buffer(1e-9)
        .covers(shapely.box(*box))
    )


@pytest.mark.django_db
def test_a_loaded_base_map_is_served_and_a_new_one_has_another_version() -> None:
    land = FeatureRow("land", "city", shapely.to_wkb(SQUARE))
    api.load_base(rows=[land])
    base = api.base_map()
    assert base is not None
    key = next(key for key in tiles_over(SQUARE.bounds, 14))
    tile = tiles.tile(base.version, key)
    assert tile is not None
    assert "land" in decode(gzip.decompress(tile))
    assert tiles.tile(base.version, key) == tile
    api.load_base(rows=[land, FeatureRow("green", "hill", shapely.to_wkb(SQUARE.buffer(-0.01)), "山")])
    fresh = api.base_map()
    assert fresh is not None
    assert fresh.version != base.version
    assert tiles.tile(base.version, key) is None
