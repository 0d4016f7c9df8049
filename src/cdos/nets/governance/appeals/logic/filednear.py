"""Appeals filed near a point within a stretch of time, for other kinds of matter that ask who complained about the same."""

from datetime import datetime

from ..contracts import Nearby
from ..models import Appeal
from .cells import cells_around, distance_m
from .nearby import COMPARED, FIELDS, LOOK_AT, Found, info
from .text import likeness, pieces


def filed_near(
    *, lon: float, lat: float, text: str, radius_m: int, since: datetime, until: datetime | None, limit: int
) -> list[Nearby]:
    """In every state but withdrawn, the likest first; texts masked, no pictures."""
    rows = Appeal.objects.filter(cell__in=cells_around(lon, lat, radius_m), filed_at__gte=since)
    if until is not None:
        rows = rows.filter(filed_at__lte=until)
    wanted = frozenset(pieces(text[:COMPARED]))
    found = []
    for row in rows.exclude(state="withdrawn").only(*FIELDS).order_by("-filed_at")[:LOOK_AT]:
        metres = distance_m(lon, lat, row.lon or 0.0, row.lat or 0.0)
        if metres <= radius_m:
            like = likeness(wanted, frozenset(pieces(f"{row.title} {row.text[:COMPARED]}")))
            found.append(Found(row, like, False, metres))
    return [info(one, False, {}, 1) for one in sorted(found, key=lambda one: one.order)[:limit]]
