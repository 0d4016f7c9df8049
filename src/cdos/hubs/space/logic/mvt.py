"""Mapbox Vector Tile 2.1: a tile's layers as protocol buffers, written directly.

Source: https://github.com/mapbox/vector-tile-spec/tree/master/2.1 (geometry commands in section 4.3).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

EXTENT = 4096
POINT, LINE, POLYGON = 1, 2, 3
MOVE_TO, LINE_TO, CLOSE_PATH = 1, 2, 7

Path = npt.NDArray[np.int64]  # shape (points, 2), tile units, y down


@dataclass(frozen=True, slots=True)
class TileFeature:
    """`paths`: one for each point group, line or ring; rings without the closing point, exteriors clockwise on screen."""

    kind: int  # POINT, LINE or POLYGON
    paths: Sequence[Path]
    tags: Mapping[str, str | int]


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number: int, payload: bytes) -> bytes:
    """A length-delimited field."""
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def number_field(number: int, value: int) -> bytes:
    return varint(number << 3) + varint(value)


def zigzag(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    result: npt.NDArray[np.int64] = (values << 1) ^ (values >> 63)
    return result


def commands(feature: TileFeature) -> list[int]:
    """Geometry as command integers; the cursor goes on from one path to the next."""
    numbers: list[int] = []
    cursor = np.zeros(2, dtype=np.int64)
    for path in feature.paths:
        steps = zigzag(np.diff(path, axis=0, prepend=cursor[None, :])).ravel().tolist()
        cursor = path[-1]
        if feature.kind == POINT:
            numbers += [MOVE_TO | len(path) << 3, *steps]
            continue
        numbers += [MOVE_TO | 1 << 3, *steps[:2], LINE_TO | (len(path) - 1) << 3, *steps[2:]]
        if feature.kind == POLYGON:
            numbers.append(CLOSE_PATH | 1 << 3)
    return numbers


def encode_value(value: str | int) -> bytes:
    if isinstance(value, int):
        return number_field(5, value)
    return field(1, value.encode())


def encode_feature(feature: TileFeature, keys: dict[str, int], values: dict[str | int, int]) -> bytes:
    tags: list[int] = []
    for key, value in feature.tags.items():
        tags += [keys.setdefault(key, len(keys)), values.setdefault(value, len(values))]
    return (
        field(2, b"".join(map(varint, tags)))
        + number_field(3, feature.kind)
        + field(4, b"".join(map(varint, commands(feature))))
    )


def encode_layer(name: str, features: Iterable[TileFeature]) -> bytes:
    keys: dict[str, int] = {}
    values: dict[str | int, int] = {}
    body = b"".join(field(2, encode_feature(feature, keys, values)) for feature in features)
    if not body:
        return b""
    head = number_field(15, 2) + field(1, name.encode())
    named = b"".join(field(3, key.encode()) for key in keys)
    valued = b"".join(field(4, encode_value(value)) for value in values)
    return field(3, head + body + named + valued + number_field(5, EXTENT))


def encode(layers: Mapping[str, Sequence[TileFeature]]) -> bytes:
    """A whole tile; empty when no layer has a feature."""
    return b"".join(encode_layer(name, features) for name, features in layers.items())
