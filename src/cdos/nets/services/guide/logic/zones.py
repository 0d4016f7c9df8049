"""Zones (专区) from the configuration and as staff changed them: people from somewhere, a twin city, a park's own corner."""

import json
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count, Max

from cdos.base.versioned import Versioned

from ..contracts import Zone, ZoneKind, ZoneState
from ..models import ZoneVersion

PACKAGED = Path(__file__).parent.parent / "data" / "zones.json"
LISTS = ("notes", "items", "bundles", "links", "communities")


def zones() -> dict[str, Zone]:
    """By code, those that are shown: what staff wrote stands before the configuration of the same code."""
    found = {**configured(), **edited()}
    return {code: zone for code, zone in found.items() if zone.shown}


def configured() -> dict[str, Zone]:
    return _read(Path(settings.ZONES) if settings.ZONES else PACKAGED)


def edited() -> dict[str, Zone]:
    """In force as staff wrote them; where a twin city lies, only the configuration says."""
    kept = configured()
    return {
        code: replace(zone, address=kept[code].address, provider=kept[code].provider)
        if code in kept
        else zone
        for code, zone in HELD.get().items()
    }


def _stamp() -> object:
    found = ZoneVersion.objects.filter(state=ZoneState.LIVE.value)
    return tuple(found.aggregate(n=Count("id"), last=Max("decided_at")).values())


def _load() -> dict[str, Zone]:
    rows = ZoneVersion.objects.filter(state=ZoneState.LIVE.value).order_by("version")
    return {row.code: of_body(row.body) for row in rows}


HELD: Versioned[dict[str, Zone]] = Versioned(stamp=_stamp, load=_load)


@lru_cache(maxsize=8)
def _read(path: Path) -> dict[str, Zone]:
    try:
        rows = json.loads(path.read_text("utf-8"))
        made = [_zone(row) for row in rows]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ImproperlyConfigured(f"CDOS_ZONES {path}: {error}") from error
    return {one.code: one for one in made}


def of_body(row: dict[str, Any]) -> Zone:
    lists = {name: tuple(row.get(name, ())) for name in LISTS}
    return Zone(**{**row, **lists, "kind": ZoneKind(row["kind"])})


def body_of(zone: Zone) -> dict[str, Any]:
    return {**asdict(zone), "kind": zone.kind.value, **{name: list(getattr(zone, name)) for name in LISTS}}


def _zone(row: dict[str, Any]) -> Zone:
    zone = of_body(row)
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
