"""Where a point lies: boundaries in a search tree, held in the process and loaded at the first question."""

from dataclasses import dataclass
from typing import Any

import shapely
from shapely import Geometry, Point, STRtree
from shapely.geometry import shape

from cdos.base.organisation import models
from cdos.base.organisation.contracts import AreaLevel
from cdos.base.organisation.directory import directory, stamp
from cdos.base.versioned import Versioned

LEVELS = list(AreaLevel)


@dataclass(frozen=True, slots=True)
class Shapes:
    tree: STRtree
    codes: list[str]
    depths: list[int]  # 0 for the city, 3 for a community

    def smallest(self, lon: float, lat: float) -> str | None:
        """Code of the smallest area with the point in it or on its edge; of two neighbours the lower code."""
        point = Point(lon, lat)
        hits = [
            (-self.depths[index], self.codes[index])
            for index in self.tree.query(point)
            if shapely.intersects(self.tree.geometries[index], point)
        ]
        return min(hits)[1] if hits else None


def load() -> Shapes:
    rows = models.Area.objects.exclude(boundary=None).values_list("code", "level", "boundary")
    codes, depths, geometries = [], [], []
    for code, level, boundary in rows:
        codes.append(code)
        depths.append(LEVELS.index(AreaLevel(level)))
        geometries.append(read(boundary or {}))
    shapely.prepare(geometries)
    return Shapes(tree=STRtree(geometries), codes=codes, depths=depths)


def read(boundary: dict[str, Any]) -> Geometry:
    """A GeoJSON polygon as a valid geometry; raises ValueError for anything else."""
    made = shape(boundary)
    if made.geom_type not in {"Polygon", "MultiPolygon"}:
        raise ValueError(f"A boundary is a Polygon or a MultiPolygon, not a {made.geom_type}.")
    return made if made.is_valid else shapely.make_valid(made)


HELD: Versioned[Shapes] = Versioned(stamp=stamp, load=load)


def smallest_area(lon: float, lat: float) -> str | None:
    return HELD.get().smallest(lon, lat)


def boundaries(level: AreaLevel) -> dict[str, Any]:
    known = directory().areas
    rows = models.Area.objects.filter(level=level).exclude(boundary=None).order_by("code")
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": int(code),
                "properties": {"code": code, "name": known[code].name, "parent": known[code].parent},
                "geometry": boundary,
            }
            for code, boundary in rows.values_list("code", "boundary")
        ],
    }
