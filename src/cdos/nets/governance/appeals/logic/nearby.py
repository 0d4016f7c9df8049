"""Appeals that may be about the same (place, time, words, picture): for a person who files, and for the desk."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.files import api as files
from cdos.base.files.contracts import FileKind, StoredFile
from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.organisation.contracts import Actor, Scope

from ..contracts import Nearby
from ..models import Appeal
from . import duty
from .cells import cells_around, distance_m
from .pictures import hashes, same
from .reading import state_title
from .text import likeness, pieces

OPEN = ("received", "dispatched", "handling", "returned", "supervised", "replied", "solved")
LOOK_AT = 200  # newest candidates of the neighbourhood
COMPARED = 600  # characters of each text, from its beginning
LIKELY = 0.3  # share of common pieces from which two texts are taken for the same matter
COARSE_DEG = 0.002  # about 200 m: as exactly as the place of an appeal that is not shown counts
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: a point or, without one, an area; words, pictures, and how far and long back."""

    text: str = ""
    lon: float | None = None
    lat: float | None = None
    scope: Scope = Scope()
    tokens: Sequence[str] = ()
    radius_m: int = 300
    days: int = 30
    leave_out: int | None = None

    def metres(self, row: Appeal) -> float | None:
        """None where either has no pin."""
        if self.lon is None or self.lat is None or row.lon is None or row.lat is None:
            return None
        return distance_m(self.lon, self.lat, row.lon, row.lat)


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate with how near it is in words, picture and place."""

    row: Appeal
    same: float
    picture: bool
    metres: float | None

    @property
    def likely(self) -> bool:
        return self.picture or self.same >= LIKELY

    @property
    def order(self) -> tuple[bool, float, float]:
        return (not self.picture, -round(self.same, 2), self.metres or 0.0)


def _candidates(wanted: Wanted) -> list[Appeal]:
    since = timezone.now() - timedelta(days=wanted.days)
    rows = Appeal.objects.filter(filed_at__gte=since, state__in=OPEN)
    if wanted.lon is not None and wanted.lat is not None:
        rows = rows.filter(cell__in=cells_around(wanted.lon, wanted.lat, wanted.radius_m))
    elif wanted.scope.community:
        rows = rows.filter(district=wanted.scope.district, community=wanted.scope.community)
    else:
        rows = rows.filter(district=wanted.scope.district)
    if wanted.leave_out is not None:
        rows = rows.exclude(matter_id=wanted.leave_out)
    return list(rows.only(*FIELDS).order_by("-filed_at")[:LOOK_AT])


def of_row(row: Appeal) -> Wanted:
    """What is the same as this appeal: within 500 m and 90 days; without a pin by area."""
    return Wanted(
        text=f"{row.title} {row.text}",
        lon=row.lon,
        lat=row.lat,
        scope=Scope(row.district, row.street, row.community),
        tokens=row.files,
        radius_m=500,
        days=90,
        leave_out=row.pk,
    )


def nearby(
    wanted: Wanted, *, limit: int, reader: Actor | None = None, likely_only: bool = False
) -> list[Nearby]:
    """Those with the same picture first, then the likest; without a text the nearest first.

    A text is whole for a reader who may see that appeal, masked where it is public, else left out; so are its likeness
    and its place.
    """
    rows = _candidates(wanted)
    seen = matters.get_many(actor=reader, ids=[row.pk for row in rows]) if reader else {}
    found = (one for one in _found(wanted, rows, set(seen)) if one.likely or not likely_only)
    best = sorted(found, key=lambda one: one.order)[:limit]
    if reader:
        whole = [seen[one.row.pk] for one in best if one.row.pk in seen]
        matters.listed(actor=reader, matters=whole)
    pictures = _pictures([one.row for one in best], set(seen))
    joined = _joined([one.row for one in best])
    return [info(one, one.row.pk in seen, pictures, 1 + joined.get(one.row.number, 0)) for one in best]


def _found(wanted: Wanted, rows: list[Appeal], seen: set[int]) -> Iterator[Found]:
    """Without a pin on both sides only what is near in words or picture.

    Of what is not shown neither words, pictures nor the exact place count, so that asking again and again tells none.
    """
    words = frozenset(pieces(wanted.text[:COMPARED]))
    own = list(hashes(wanted.tokens).values())
    open_to_reader = [row for row in rows if row.pk in seen or row.public]
    theirs = hashes([token for row in open_to_reader for token in row.files]) if own else {}
    for row in rows:
        shown = row.pk in seen or row.public
        picture = shown and same(own, [theirs[token] for token in row.files if token in theirs])
        metres = wanted.metres(row) if shown else _coarse(wanted, row)
        like = likeness(words, frozenset(pieces(_words(row, row.pk in seen)))) if shown else 0.0
        found = Found(row, like, picture, metres)
        if (metres is not None and metres <= wanted.radius_m) or (metres is None and found.likely):
            yield found


def _words(row: Appeal, whole: bool) -> str:
    text = f"{row.title} {row.text[:COMPARED]}"
    return text if whole else mask(text)


def _coarse(wanted: Wanted, row: Appeal) -> float | None:
    """From a grid of about 200 m, in whole hundreds of metres: never nearer than 100."""
    if wanted.lon is None or wanted.lat is None or row.lon is None or row.lat is None:
        return None
    lon, lat = (round(degrees / COARSE_DEG) * COARSE_DEG for degrees in (row.lon, row.lat))
    return max(100.0, math.ceil(distance_m(wanted.lon, wanted.lat, lon, lat) / 100) * 100.0)


def _joined(rows: list[Appeal]) -> dict[str, int]:
    """How many were joined to each, by number."""
    numbers = [row.number for row in rows]
    found = Appeal.objects.filter(merged_into__in=numbers, state="merged").values_list("merged_into")
    return dict(found.annotate(n=Count("pk")))


def _pictures(rows: list[Appeal], seen: set[int]) -> dict[str, StoredFile]:
    """Who may not see the appeal gets the pictures of a public one, and no voice."""
    whole = [token for row in rows if row.pk in seen for token in row.files]
    public = [token for row in rows if row.pk not in seen and row.public for token in row.files]
    found = files.by_tokens([*whole, *public]) if whole or public else []
    return {one.token: one for one in found if one.token in whole or one.kind is FileKind.IMAGE}


def info(found: Found, seen: bool, pictures: dict[str, StoredFile], appellants: int) -> Nearby:
    row = found.row
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
        distance_m=-1 if found.metres is None else round(found.metres),
        similarity=round(found.same, 3),
        followers=row.followers,
        same_picture=found.picture,
        likely=found.likely,
        appellants=appellants,
    )
