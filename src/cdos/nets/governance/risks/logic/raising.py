"""A risk becomes a matter: once a source while it is open, and not again for two weeks after it was judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Filing, MatterInfo, Place
from cdos.base.notices import api as notices
from cdos.base.notices.contracts import Telling
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Action, Scope

from ..contracts import RISK, Origin
from ..models import Risk

QUIET = timedelta(days=14)
MEMBERS = 200
LEVELS = {6: "district", 9: "street", 12: "community"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, in words of the city's language."""

    origin: Origin
    source: str
    title: str
    reason: str
    people: int
    evidence: tuple[tuple[str, str], ...]
    areas: tuple[str, ...] = ()
    trend: Sequence[int] = ()
    members: Sequence[int] = ()
    case: int | None = None
    sentinel: int | None = None
    lon: float | None = None
    lat: float | None = None


def known(source: str) -> bool:
    """There is one open, or one was judged lately."""
    rows = Risk.objects.filter(source=source)
    return rows.filter(over=False).exists() or rows.filter(judged_at__gt=timezone.now() - QUIET).exists()


def raise_it(found: Finding) -> MatterInfo | None:
    """None where it is known already."""
    if known(found.source):
        return None
    place = Place("", found.lon, found.lat, scope_of(found.areas))
    filing = Filing(
        kind=RISK, title=found.title[:200], text=found.reason, place=place, source=found.origin.value
    )
    with matters.opening(actor=SYSTEM) as serial:
        matter = matters.file(actor=SYSTEM, filing=filing, serial=serial).matter
        Risk.objects.create(
            matter_id=matter.id,
            origin=found.origin.value,
            source=found.source,
            sentinel_id=found.sentinel,
            case=found.case,
            reason=found.reason,
            people=found.people,
            evidence=[list(one) for one in found.evidence],
            trend=list(found.trend),
            members=list(found.members)[:MEMBERS],
            raised_at=timezone.now(),
        )
    _tell(matter)
    return matter


def scope_of(areas: Sequence[str]) -> Scope:
    """The narrowest area that holds all: of several at one level, the one above."""
    kept: dict[str, str] = {}
    for length, name in LEVELS.items():
        codes = {code for code in areas if len(code) == length}
        if len(codes) != 1:
            break
        kept[name] = codes.pop()
    return Scope(**kept)


def _tell(matter: MatterInfo) -> None:
    """Supervision of the place and of the city is told."""
    scope = matter.place.scope
    areas = [settings.CITY_CODE, *(code for code in (scope.district, scope.street, scope.community) if code)]
    with override(settings.LANGUAGE_CODE):
        notices.tell_many(
            [
                Telling(
                    title=_("A risk was raised: %(title)s") % {"title": matter.title},
                    body=_("Please look at its evidence and confirm or dismiss it."),
                    account_id=account,
                    link=f"/staff/topics/risks/{matter.number}/",
                    key=f"risk:{matter.id}:{account}",
                )
                for account in organisation.holders(action=Action.SUPERVISE, areas=areas)
            ]
        )
