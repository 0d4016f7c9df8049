"""Appeals near a point that may be about the same, so that a person may join one instead of filing again."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.files import api as files
from cdos.base.files.contracts import FileKind, StoredFile
from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.organisation.contracts import Actor

from ..contracts import Nearby
from ..models import Appeal
from . import duty
from .cells import cells_around, distance_m
from .reading import state_title
from .text import likeness, pieces

OPEN = ("received", "dispatched", "handling", "returned", "supervised", "replied", "solved")
LOOK_AT = 200  # newest candidates of the neighbourhood
COMPARED = 2000  # characters of each text
FIELDS = (
    "matter_id",
    "number",
    "title",
    "text",
    "public",
    "anonymous",
    "item_code",
    "list_version",
    "state",
    "filed_at",
    "followers",
    "files",
    "lon",
    "lat",
)


def _candidates(lon: float, lat: float, radius_m: int, days: int, leave_out: int | None) -> list[Appeal]:
    since = timezone.now() - timedelta(days=days)
    rows = Appeal.objects.filter(
        cell__in=cells_around(lon, lat, radius_m), filed_at__gte=since, state__in=OPEN
    )
    if leave_out is not None:
        rows = rows.exclude(matter_id=leave_out)
    return list(rows.only(*FIELDS).order_by("-filed_at")[:LOOK_AT])


def nearby(
    *,
    lon: float,
    lat: float,
    text: str,
    radius_m: int,
    days: int,
    limit: int,
    reader: Actor | None = None,
    leave_out: int | None = None,
) -> list[Nearby]:
    """The likest first; without a text the nearest first.

    A text is whole for a reader who may see that appeal, masked where it is public, else left out.
    """
    wanted = frozenset(pieces(text[:COMPARED]))
    found: list[tuple[float, float, Appeal]] = []
    for row in _candidates(lon, lat, radius_m, days, leave_out):
        distance = distance_m(lon, lat, row.lon or 0.0, row.lat or 0.0)
        if distance <= radius_m:
            same = likeness(wanted, frozenset(pieces(f"{row.title} {row.text[:COMPARED]}")))
            found.append((same, distance, row))
    found.sort(key=lambda one: (-round(one[0], 2), one[1]))
    best = found[:limit]
    rows = [row for _same, _distance, row in best]
    seen = _seen(reader, rows) if reader else set()
    pictures = _pictures(rows, seen)
    return [_info(same, distance, row, row.pk in seen, pictures) for same, distance, row in best]


def _seen(reader: Actor, rows: list[Appeal]) -> set[int]:
    """Those that the reader gets whole."""
    found = matters.get_many(actor=reader, ids=[row.pk for row in rows])
    matters.listed(actor=reader, matters=found.values())
    return set(found)


def _pictures(rows: list[Appeal], seen: set[int]) -> dict[str, StoredFile]:
    """Who may not see the appeal gets the pictures of a public one, and no voice."""
    whole = [token for row in rows if row.pk in seen for token in row.files]
    public = [token for row in rows if row.pk not in seen and row.public for token in row.files]
    found = files.by_tokens([*whole, *public]) if whole or public else []
    return {one.token: one for one in found if one.token in whole or one.kind is FileKind.IMAGE}


def _info(same: float, distance: float, row: Appeal, seen: bool, pictures: dict[str, StoredFile]) -> Nearby:
    item = duty.item(row.item_code, row.list_version or None)
    shown = seen or row.public
    hidden = item.name if item else _("Another appeal")
    return Nearby(
        number=row.number,
        title=(row.title if seen else mask(row.title)) if shown else hidden,
        text=(row.text if seen else mask(row.text)) if shown else "",
        files=tuple(pictures[token] for token in row.files if token in pictures) if shown else (),
        item=item.name if item else "",
        state=row.state,
        state_title=state_title(row.state),
        filed_at=row.filed_at,
        distance_m=round(distance),
        similarity=round(same, 3),
        followers=row.followers,
    )
