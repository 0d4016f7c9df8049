"""What was ruled before, held in the process: the next dispatch proposal asks here first, without a query.

A precedent is met by its item (named, or believed by the wording), by its words (most of their character pairs are in the
text), or by both, inside its area. The smallest area goes first, then words before an item alone, then the newest.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Scope
from cdos.base.versioned import Versioned
from cdos.nets.governance.appeals.contracts import Decided, DutyQuestion

from ..contracts import Precedent
from ..models import PrecedentRow
from .wording import pairs

READ = 2000  # characters of a text that are looked at
MET = 0.75  # share of the words' character pairs that must be in the text


@dataclass(frozen=True, slots=True)
class Held:
    rows: tuple[Precedent, ...] = ()
    by_item: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # without words
    by_pair: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[int, int] = field(default_factory=dict)


def info(row: PrecedentRow) -> Precedent:
    return Precedent(
        id=row.pk,
        number=row.number,
        ruled_on=row.ruled_on,
        item=row.item,
        item_name=row.item_name,
        wording=row.wording,
        area=row.area,
        unit=row.unit,
        grounds=row.grounds,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        withdrawn_on=row.withdrawn_on,
        withdrawn_by=row.withdrawn_by,
        why_withdrawn=row.why_withdrawn,
        appeal=row.appeal,
        made_by=row.made_by,
    )


def load() -> Held:
    found = PrecedentRow.objects.filter(withdrawn_on__isnull=True).order_by("id")
    held = Held(tuple(info(row) for row in found))
    for at, one in enumerate(held.rows):
        words = pairs(one.wording)
        if not words:
            held.by_item[one.item].append(at)
        held.sizes[at] = len(words)
        for pair in words:
            held.by_pair[pair].append(at)
    return held


def stamp() -> object:
    return tuple(PrecedentRow.objects.aggregate(m=Max("pk"), w=Count("withdrawn_on"), n=Count("pk")).values())


HELD: Versioned[Held] = Versioned(stamp=stamp, load=load)


def within(area: str, scope: Scope) -> bool:
    return area in (settings.CITY_CODE, scope.district, scope.street, scope.community)


def find(asked: DutyQuestion, on: date) -> tuple[Precedent, float] | None:
    """The precedent that goes first, and how sure it is met: 1 for its item, else the share of its words found."""
    held = HELD.get()
    if not held.rows:
        return None
    item = asked.item or asked.guessed
    met = dict.fromkeys(held.by_item.get(item, ()), 1.0) if item else {}
    met |= _by_words(held, asked)
    fit = [
        (held.rows[at], share)
        for at, share in met.items()
        if held.rows[at].holds_on(on) and within(held.rows[at].area, asked.scope)
    ]
    return max(
        fit, key=lambda one: (len(_narrow(one[0].area)), bool(one[0].wording), one[0].id), default=None
    )


def _narrow(area: str) -> str:
    return "" if area == settings.CITY_CODE else area


def _by_words(held: Held, asked: DutyQuestion) -> dict[int, float]:
    """A person's own naming of another item speaks against it; a guess does not."""
    counts: dict[int, int] = defaultdict(int)
    for pair in pairs(asked.text[:READ]):
        for at in held.by_pair.get(pair, ()):
            counts[at] += 1
    shares = {at: count / held.sizes[at] for at, count in counts.items()}
    return {
        at: share
        for at, share in shares.items()
        if share >= MET and (not asked.item or held.rows[at].item in ("", asked.item))
    }


def consult(asked: DutyQuestion) -> Decided | None:
    """For the next dispatch proposal, with the reason that is shown."""
    found = find(asked, timezone.localdate())
    if found is None:
        return None
    one, share = found
    unit, area = organisation.unit(one.unit), organisation.area(one.area)
    if unit is None:
        return None
    what = one.wording or one.item_name
    reason = _(
        "Ruling no. %(number)s of %(day)s: “%(what)s” in %(area)s is the duty of %(unit)s. %(grounds)s"
    ) % {
        "number": one.number,
        "day": one.ruled_on.isoformat(),
        "what": what,
        "area": area.name if area else one.area,
        "unit": unit.name,
        "grounds": one.grounds,
    }
    return Decided(unit.code, one.item or asked.item, reason, round(share, 2))
