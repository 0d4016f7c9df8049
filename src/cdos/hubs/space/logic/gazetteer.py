"""The gazetteer (地名录): which of the city's named places and areas a text speaks of, found in one pass.

Held in the process and read again when places were loaded anew. The longest name at a spot wins; names of two characters
are left out, since they stand inside too many words.
"""

import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Max

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import AreaLevel
from cdos.hubs.space.contracts import NamedPlace, PlaceHit, PlaceKind
from cdos.hubs.space.models import Place

ASK_AGAIN_S = 30.0
SHORTEST = 3
READ = 4000  # characters of a text
SAME_NAME = 5  # places of one name that are kept


@dataclass(slots=True)
class Index:
    newest: int
    by_name: dict[str, list[PlaceHit]] = field(default_factory=dict)
    lengths: dict[str, list[int]] = field(
        default_factory=dict
    )  # first two characters -> lengths, longest first


class _Memory:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.index: Index | None = None
        self.until = 0.0


MEMORY = _Memory()


def forget() -> None:
    MEMORY.index, MEMORY.until = None, 0.0


def _newest() -> int:
    return Place.objects.aggregate(newest=Max("id"))["newest"] or 0


def _index() -> Index:
    held = MEMORY.index
    if held is not None and time.monotonic() < MEMORY.until:
        return held
    with MEMORY.lock:
        newest = _newest()
        if MEMORY.index is None or MEMORY.index.newest != newest:
            MEMORY.index = _built(newest)
        MEMORY.until = time.monotonic() + ASK_AGAIN_S
        return MEMORY.index


def _built(newest: int) -> Index:
    index = Index(newest)
    fields = ("name", "kind", "address", "lon", "lat", "community")
    for name, kind, address, lon, lat, community in Place.objects.values_list(*fields).iterator():
        _add(index, PlaceHit(name, PlaceKind(kind), address, lon, lat, community))
    for area in organisation.areas():
        if area.level is not AreaLevel.CITY:
            names = "".join(part.name for part in organisation.area_path(area.code)[1:])
            _add(index, PlaceHit(area.name, PlaceKind.AREA, names, area.lon, area.lat, area.code))
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in index.by_name:
        lengths[name[:2]].add(len(name))
    index.lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}
    return index


def _add(index: Index, hit: PlaceHit) -> None:
    if len(hit.name) >= SHORTEST:
        same = index.by_name.setdefault(hit.name, [])
        if len(same) < SAME_NAME:
            same.append(hit)


def named_in(text: str, limit: int) -> list[NamedPlace]:
    """In the order of the text; a name of several places has them all."""
    index, read = _index(), text[:READ]
    found: dict[str, NamedPlace] = {}
    at = 0
    while at < len(read) - 1 and len(found) < limit:
        name = next(
            (
                read[at : at + length]
                for length in index.lengths.get(read[at : at + 2], ())
                if read[at : at + length] in index.by_name
            ),
            "",
        )
        if name:
            found.setdefault(name, NamedPlace(name, at, tuple(index.by_name[name])))
        at += len(name) or 1
    return list(found.values())
