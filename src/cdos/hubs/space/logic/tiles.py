"""The base map: loaded as features in cells, served as tiles that are drawn once and kept."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import shapely
from django.db import connection, transaction

from cdos.base.versioned import Versioned
from cdos.hubs.space import models
from cdos.hubs.space.contracts import BaseMap, FeatureRow
from cdos.hubs.space.logic.drawing import draw
from cdos.hubs.space.logic.grid import BUFFER, CELL_ZOOM, TileKey, tiles_over

MIN_ZOOM, MAX_ZOOM = 8, 14  # beyond the last zoom the browser enlarges; a unit is then 0.6 m
COLUMNS = "cell,layer,kind,name,min_zoom,wkb"
BLOCK = 2000
AROUND = 0.15  # degrees
Geometry = Any  # shapely has no types
StoredRow = tuple[int, str, str, str, int, bytes]


def load(rows: Iterable[FeatureRow]) -> int:
    """Replaces the base map in one transaction; answers how many pieces are stored."""
    digest = hashlib.sha256()
    box = [180.0, 90.0, -180.0, -90.0]
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("space_feature", "space_tile", "space_base"):
            cursor.execute(f"DELETE FROM {table}")
        with cursor.copy(f"COPY space_feature ({COLUMNS}) FROM STDIN") as copy:
            source = iter(rows)
            while block := list(islice(source, BLOCK)):
                for piece in pieces(block, box):
                    copy.write_row(piece)
                    count += 1
                for row in block:
                    digest.update(row.wkb + f"{row.layer}{row.kind}{row.name}{row.min_zoom}".encode())
        # What surrounds the city is drawn too, so that it does not lie on an empty sheet.
        west, south, east, north = box[0] - AROUND, box[1] - AROUND, box[2] + AROUND, box[3] + AROUND
        models.Base.objects.create(
            version=digest.hexdigest()[:12], west=west, south=south, east=east, north=north
        )
    BASE.forget()
    return count


def pieces(rows: Sequence[FeatureRow], box: list[float]) -> Iterator[StoredRow]:
    """Each feature in the overview and clipped to each zoom-12 cell; widens `box` by the city's land."""
    geometries = shapely.from_wkb([row.wkb for row in rows])
    for row, geometry, bounds in zip(rows, geometries, shapely.bounds(geometries).tolist(), strict=True):
        west, south, east, north = bounds
        if row.layer == "land" and row.kind == "city":
            box[:] = [min(box[0], west), min(box[1], south), max(box[2], east), max(box[3], north)]
        if row.min_zoom < CELL_ZOOM:
            yield 0, row.layer, row.kind, row.name, row.min_zoom, row.wkb
        keys = tiles_over((west, south, east, north), CELL_ZOOM)
        for key in keys:
            wkb = row.wkb if len(keys) == 1 else _clipped(geometry, key)
            if wkb:
                yield key.cell, row.layer, row.kind, row.name, row.min_zoom, wkb


def _clipped(geometry: Geometry, key: TileKey) -> bytes:
    part = shapely.clip_by_rect(geometry, *key.bounds(BUFFER * 2))
    return b"" if part.is_empty else bytes(shapely.to_wkb(part))


def _version() -> str:
    return models.Base.objects.values_list("version", flat=True).first() or ""


def _load_base() -> BaseMap | None:
    row = models.Base.objects.first()
    if row is None:
        return None
    return BaseMap(
        version=row.version,
        bounds=(row.west, row.south, row.east, row.north),
        min_zoom=MIN_ZOOM,
        max_zoom=MAX_ZOOM,
    )


BASE: Versioned[BaseMap | None] = Versioned(stamp=_version, load=_load_base)


def base() -> BaseMap | None:
    return BASE.get()


def tile(version: str, key: TileKey) -> bytes | None:
    """Gzipped; None when the version is not the present one or there is no such tile."""
    present = base()
    if (
        present is None
        or present.version != version
        or not MIN_ZOOM <= key.zoom <= MAX_ZOOM
        or not key.valid()
    ):
        return None
    kept = models.Tile.objects.filter(version=version, zoom=key.zoom, x=key.x, y=key.y)
    data = kept.values_list("data", flat=True).first()
    if data is not None:
        return bytes(data)
    fresh = draw(key, _features(key))
    # Two requests may draw the same tile at once: either result is the same.
    row = models.Tile(version=version, zoom=key.zoom, x=key.x, y=key.y, data=fresh)
    models.Tile.objects.bulk_create([row], ignore_conflicts=True)
    return fresh


def _features(key: TileKey) -> Iterator[tuple[str, str, str, bytes]]:
    cell = key.cell if key.zoom >= CELL_ZOOM else 0
    rows = models.Feature.objects.filter(cell=cell, min_zoom__lte=key.zoom).order_by("id")
    for layer, kind, name, wkb in rows.values_list("layer", "kind", "name", "wkb"):
        yield layer, kind, name, bytes(wkb)
