"""Zones (专区) from the configuration: people from somewhere, a twin city, a park's own corner."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ..contracts import Zone, ZoneKind

PACKAGED = Path(__file__).parent.parent / "data" / "zones.json"
LISTS = ("notes", "items", "bundles", "links", "communities")


def zones() -> dict[str, Zone]:
    return _read(Path(settings.ZONES) if settings.ZONES else PACKAGED)


@lru_cache(maxsize=8)
def _read(path: Path) -> dict[str, Zone]:
    try:
        rows = json.loads(path.read_text("utf-8"))
        made = [_zone(row) for row in rows]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ImproperlyConfigured(f"CDOS_ZONES {path}: {error}") from error
    return {one.code: one for one in made}


def _zone(row: dict[str, Any]) -> Zone:
    lists = {name: tuple(row.get(name, ())) for name in LISTS}
    zone = Zone(**{**row, **lists, "kind": ZoneKind(row["kind"])})
    if zone.kind is ZoneKind.TWIN and not zone.address.startswith(("http://", "https://")):
        raise ValueError(f"{zone.code}: a twin city needs its address")
    return zone


def of_kind(kind: ZoneKind) -> list[Zone]:
    return [one for one in zones().values() if one.kind is kind]


def park_of(community: str) -> Zone | None:
    """The park whose communities hold this one."""
    if not community:
        return None
    return next(
        (one for one in of_kind(ZoneKind.PARK) if any(community.startswith(own) for own in one.communities)),
        None,
    )
