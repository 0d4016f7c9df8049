"""What may be about the same as a lead: appeals and other leads near it in place, time and words."""

import math
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.organisation.contracts import Actor
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import Nearby

from ..contracts import KIND, Alike
from ..models import Lead

RADIUS_M = 300
BEFORE = timedelta(days=14)  # a complaint up to so long before the report was about the same problem
AFTER = timedelta(days=28)  # how long after "solved" a complaint speaks against it
SAME = 0.2  # a fifth of the character pairs shared: people say the same thing in their own words
MOST = 6
DEGREE_M = 111_195


def distance_m(row: Lead, lon: float, lat: float) -> float:
    return appeals.distance_m(lon=lon, lat=lat, other_lon=row.lon or 0.0, other_lat=row.lat or 0.0)


def _box(lon: float, lat: float) -> Q:
    high = RADIUS_M / DEGREE_M
    wide = high / max(0.05, math.cos(math.radians(lat)))
    return Q(lon__range=(lon - wide, lon + wide), lat__range=(lat - high, lat + high))


def leads_near(
    *, lon: float, lat: float, text: str, since: datetime, leave_out: int | None
) -> list[tuple[Lead, float, float]]:
    """Rows with distance and likeness, within the present fence; the likest first."""
    rows = Lead.objects.filter(_box(lon, lat), reported_at__gte=since).exclude(state="invalid")
    if leave_out is not None:
        rows = rows.exclude(matter_id=leave_out)
    near = [
        (row, distance_m(row, lon, lat), appeals.likeness(one=text, other=f"{row.title} {row.text}"))
        for row in rows.order_by("-reported_at")[:100]
    ]
    return sorted((one for one in near if one[1] <= RADIUS_M), key=lambda one: (-round(one[2], 2), one[1]))


def complaint(row: Lead, *, since: datetime, until: datetime) -> str:
    """Number of the first appeal about the same, near it, filed between; "" where there is none."""
    if row.lon is None or row.lat is None:
        return ""
    with fence.everything():
        found = appeals.filed_near(
            lon=row.lon,
            lat=row.lat,
            text=f"{row.title} {row.text}",
            radius_m=RADIUS_M,
            since=since,
            until=until,
        )
    same = [one for one in found if is_same(row, one)]
    return min(same, key=lambda one: one.filed_at).number if same else ""


def is_same(row: Lead, other: Nearby) -> bool:
    """The same duty item, or much the same words."""
    item = appeals.duty_item(code=row.item) if row.item else None
    return other.similarity >= SAME or (item is not None and other.item == item.name)


def around(
    *,
    actor: Actor,
    lon: float | None,
    lat: float | None,
    text: str,
    since: datetime,
    leave_out: int | None = None,
) -> list[Alike]:
    """For staff: appeals and leads near by. What the actor may not see is named by its subject only."""
    if lon is None or lat is None:
        return []
    with fence.everything():
        filed = appeals.filed_near(
            lon=lon, lat=lat, text=text, radius_m=RADIUS_M, since=since, until=None, limit=MOST
        )
        rows = leads_near(lon=lon, lat=lat, text=text, since=since, leave_out=leave_out)[:MOST]
        own = [_lead(row, distance, same) for row, distance, same in rows]
    found = [_appeal(one) for one in filed] + own
    return sorted(found, key=lambda one: -one.likeness)[:MOST]


def _appeal(one: Nearby) -> Alike:
    return Alike(
        one.number, "appeal", one.title, one.state_title, one.filed_at, one.distance_m, one.similarity
    )


def _lead(row: Lead, distance: float, same: float) -> Alike:
    title = _(matters.flow(KIND).state(row.state).title)
    return Alike(row.number, KIND, mask(row.title), title, row.reported_at, round(distance), round(same, 3))
