"""Appeals as programs of other modules compare them: words, place, unit, and who is behind them as an opaque word."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo
from cdos.base.organisation.contracts import SYSTEM

from ..contracts import Arrival
from ..models import Appeal

FIELDS = (
    "matter_id", "title", "text", "filed_at", "votes_for", "votes_against", "followers", "contact_blind",
    "item_code", "replied_at",
)  # fmt: skip
BLIND = 16  # bytes of the blind index that tell people apart


def of(ids: Sequence[int]) -> list[Arrival]:
    """In the order of filing; ids that are no appeals are left out. Within `fence.everything`."""
    rows = Appeal.objects.only(*FIELDS).filter(matter_id__in=list(ids)).order_by("filed_at", "matter_id")
    known = matters.get_many(actor=SYSTEM, ids=list(ids))
    return [_arrival(row, known[row.pk]) for row in rows if row.pk in known]


def before(at: datetime, number: int, since: datetime, limit: int) -> list[tuple[datetime, int]]:
    """(filed at, id) of the latest appeals before that one, newest first, none filed before `since`."""
    earlier = Q(filed_at__lt=at) | Q(filed_at=at, matter_id__lt=number)
    rows = Appeal.objects.filter(earlier, filed_at__gte=since, filed_at__lte=at)
    return list(rows.order_by("-filed_at", "-matter_id").values_list("filed_at", "matter_id")[:limit])


def _arrival(row: Appeal, matter: MatterInfo) -> Arrival:
    place = matter.place
    return Arrival(
        id=row.pk,
        number=matter.number,
        title=row.title,
        text=row.text,
        filed_at=matter.filed_at,
        person=_person(row, matter),
        votes=max(0, row.votes_for - row.votes_against) + row.followers,
        lon=place.lon,
        lat=place.lat,
        district=place.scope.district,
        street=place.scope.street,
        community=place.scope.community,
        unit=matter.holder_unit,
        state=matter.state,
        item=row.item_code,
        replied_at=row.replied_at,
    )


def _person(row: Appeal, matter: MatterInfo) -> str:
    """The party, else the contact given; nobody where neither is known."""
    if matter.subject_id is not None:
        return f"p{matter.subject_id}"
    return f"c{bytes(row.contact_blind)[:BLIND].hex()}" if row.contact_blind else ""
