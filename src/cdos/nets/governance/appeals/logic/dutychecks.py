"""Conflicts and gaps in a draft of the duty list, found before it counts."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cdos.base.calendar.contracts import TimeUnit
from cdos.base.matters.contracts import Urgency
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import AreaLevel, UnitLevel

from ..contracts import DutyItemInfo, Finding
from ..models import Appeal
from .text import likeness, pieces

ALIKE = 0.75  # of two names
SHARED_BY = 40  # items; a piece that more have links no two names
SHOWN = 25  # findings of one kind
OPEN = ("received", "dispatched", "handling", "returned", "supervised", "replied", "solved")
HOURS = {
    TimeUnit.MINUTES: 1 / 60,
    TimeUnit.HOURS: 1.0,
    TimeUnit.WORKING_MINUTES: 1 / 60,
    TimeUnit.WORKING_HOURS: 1.0,
}
Items = Sequence[DutyItemInfo]


def findings(
    items: Items, base: Mapping[str, DutyItemInfo], effective_on: date, called: Callable[[str], str] = str
) -> list[Finding]:
    """Grave ones first. `base` is the list it would follow; `called` says a function in words."""
    found = [
        *_dates(effective_on),
        *_gaps(items, base, called),
        *_same_names(items),
        *_like_names(items),
        *_shared_keywords(items),
        *_terms(items),
        *_mute(items),
        *_left_behind(items, base),
    ]
    return sorted(found, key=lambda finding: not finding.grave)


def _owner(item: DutyItemInfo) -> tuple[str, str]:
    return item.function, item.level.value


def _dates(effective_on: date) -> Iterator[Finding]:
    if effective_on < timezone.localdate():
        yield Finding(True, _("The day from which it counts is over. Please choose today or later."))


def _gaps(items: Items, base: Mapping[str, DutyItemInfo], called: Callable[[str], str]) -> Iterator[Finding]:
    """Work that nobody in the city does (grave where the draft brings it), and areas where a wider unit has to."""
    owned: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in items:
        owned[_owner(item)].append(item.code)
    for (function, level), codes in sorted(owned.items()):
        areas = organisation.areas(level=AreaLevel(level))
        units = [organisation.find_unit(function=function, area=area.code) for area in areas]
        if not organisation.find_unit(function=function, area=settings.CITY_CODE) and not any(units):
            words = ngettext(
                "No unit does “%(function)s”: %(n)d item has nobody.",
                "No unit does “%(function)s”: %(n)d items have nobody.",
                len(codes),
            )
            new = any(code not in base or _owner(base[code])[0] != function for code in codes)
            yield Finding(new, words % {"function": called(function), "n": len(codes)}, tuple(codes))
        elif lacking := [
            area.name
            for area, unit in zip(areas, units, strict=True)
            if unit is None or unit.level != UnitLevel(level)
        ]:
            yield Finding(False, _lacking(called(function), lacking, len(areas), len(codes)), tuple(codes))


def _lacking(function: str, lacking: list[str], areas: int, items: int) -> str:
    return _(
        "“%(function)s” has no unit of its own in %(n)d of %(of)d areas (%(names)s …): a wider unit gets %(items)d items there."
    ) % {
        "function": function,
        "n": len(lacking),
        "of": areas,
        "names": "、".join(lacking[:3]),
        "items": items,
    }


def _same_names(items: Items) -> Iterator[Finding]:
    by_name: dict[str, list[DutyItemInfo]] = defaultdict(list)
    for item in items:
        by_name[item.name].append(item)
    for name, same in sorted(by_name.items()):
        if len(same) > 1:
            grave = len({_owner(item) for item in same}) > 1 and len({item.group for item in same}) == 1
            words = _("“%(name)s” is there %(n)d times.") % {"name": name, "n": len(same)}
            yield Finding(grave, words, tuple(item.code for item in same))


def _like_names(items: Items) -> Iterator[Finding]:
    """Names that nearly say the same but lead to different units."""
    bags = [frozenset(pieces(item.name)) for item in items]
    having: dict[str, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for piece in bag:
            having[piece].append(number)
    seen: set[tuple[int, int]] = set()
    shown = 0
    for numbers in having.values():
        if len(numbers) > SHARED_BY:
            continue
        for place, one in enumerate(numbers):
            for other in numbers[place + 1 :]:
                if (one, other) in seen or shown >= SHOWN:
                    continue
                seen.add((one, other))
                mine, theirs = items[one], items[other]
                if (
                    mine.name != theirs.name
                    and _owner(mine) != _owner(theirs)
                    and likeness(bags[one], bags[other]) >= ALIKE
                ):
                    shown += 1
                    words = _("“%(one)s” and “%(other)s” nearly say the same but belong to different units.")
                    yield Finding(
                        False, words % {"one": mine.name, "other": theirs.name}, (mine.code, theirs.code)
                    )


def _shared_keywords(items: Items) -> Iterator[Finding]:
    """A keyword that items of several units claim decides nothing."""
    claimed: dict[str, list[DutyItemInfo]] = defaultdict(list)
    for item in items:
        for word in set(item.keywords):
            claimed[word].append(item)
    contested = [
        (word, those) for word, those in claimed.items() if len({item.function for item in those}) > 1
    ]
    for word, those in sorted(contested, key=lambda pair: -len(pair[1]))[:SHOWN]:
        words = _("The keyword “%(word)s” belongs to %(n)d items of %(units)d kinds of unit.") % {
            "word": word,
            "n": len(those),
            "units": len({item.function for item in those}),
        }
        yield Finding(False, words, tuple(item.code for item in those))


def _terms(items: Items) -> Iterator[Finding]:
    slow = [
        item.code
        for item in items
        if item.urgency is Urgency.URGENT
        and HOURS.get(item.handling.unit, math.inf) * item.handling.amount > 48
    ]
    if slow:
        words = ngettext(
            "%(n)d urgent item has a term of more than two days.",
            "%(n)d urgent items have a term of more than two days.",
            len(slow),
        )
        yield Finding(False, words % {"n": len(slow)}, tuple(slow))


def _mute(items: Items) -> Iterator[Finding]:
    mute = [item.code for item in items if not item.keywords]
    if mute:
        words = ngettext(
            "%(n)d item has no keywords: only its name proposes it.",
            "%(n)d items have no keywords: only their names propose them.",
            len(mute),
        )
        yield Finding(False, words % {"n": len(mute)}, tuple(mute))


def _left_behind(items: Items, base: Mapping[str, DutyItemInfo]) -> Iterator[Finding]:
    """Items that go away although open appeals have them."""
    gone = sorted(base.keys() - {item.code for item in items})
    if not gone:
        return
    rows = Appeal.objects.filter(item_code__in=gone, state__in=OPEN).values_list("item_code", flat=True)
    held = list(rows[:10_000])
    if held:
        words = ngettext(
            "%(n)d open appeal has an item that goes away; it keeps its unit and term.",
            "%(n)d open appeals have an item that goes away; they keep their units and terms.",
            len(held),
        )
        yield Finding(False, words % {"n": len(held)}, tuple(sorted(set(held))))
