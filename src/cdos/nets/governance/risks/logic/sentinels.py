"""Sentinels that staff set: what to watch for, where, from how many people on."""

from django.utils.translation import gettext as _

from cdos.base.ledger import api as ledger
from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from ..contracts import SentinelInfo, SentinelRefused, SentinelWish
from ..models import Sentinel

SET, CHANGED = "sentinel.set", "sentinel.changed"
MOST_WORDS, SHORTEST, LONGEST = 12, 2, 40
MOST_PEOPLE, MOST_DAYS = 1000, 90


def may_set(actor: Actor) -> bool:
    return organisation.may(actor, Action.SUPERVISE) or organisation.may(actor, Action.DISPATCH)


def reach(actor: Actor) -> set[str]:
    """Codes of the areas in which the actor supervises or dispatches."""
    return {
        *organisation.areas_of(actor, Action.SUPERVISE),
        *organisation.areas_of(actor, Action.DISPATCH),
    }


def path_of(area: str) -> list[str]:
    """The area and those above it, without the city, which holds everything."""
    return (
        [one.code for one in organisation.area_path(area) if len(one.code) >= 6 and one.parent]
        if area
        else []
    )


def check_area(actor: Actor, area: str) -> list[str]:
    """NotAllowed, SentinelRefused."""
    mine, city = reach(actor), {one.code for one in organisation.areas() if not one.parent}
    if not area:
        if not mine & city:
            raise NotAllowed("area", _("Please choose an area that you look after."))
        return []
    if organisation.area(area) is None:
        raise SentinelRefused("area", _("Please choose an area from the list."))
    path = path_of(area)
    if not mine & {*path, *city}:
        raise NotAllowed("area", _("Please choose an area that you look after."))
    return path


def add(actor: Actor, wish: SentinelWish) -> int:
    """NotAllowed, SentinelRefused."""
    if not may_set(actor):
        raise NotAllowed("sentinels", _("Sentinels are set by supervision and dispatch."))
    _check(wish)
    row = Sentinel.objects.create(
        name=wish.name.strip()[:80],
        words=list(wish.words),
        area=wish.area,
        areas=check_area(actor, wish.area),
        people=wish.people,
        days=wish.days,
        by=actor.name,
        account_id=actor.account_id,
    )
    ledger.record(act=SET, by=actor.account_id, object=f"sentinel:{row.id}", details=_details(row))
    return row.id


def _check(wish: SentinelWish) -> None:
    if not wish.name.strip():
        raise SentinelRefused("name", _("Please give it a name."))
    if not wish.words or len(wish.words) > MOST_WORDS:
        raise SentinelRefused("words", _("Please give between 1 and {most} words.").format(most=MOST_WORDS))
    if any(not SHORTEST <= len(word) <= LONGEST for word in wish.words):
        raise SentinelRefused("words", _("Each word needs two characters at least."))
    if not 1 <= wish.people <= MOST_PEOPLE:
        raise SentinelRefused("people", _("Please give a number of people between 1 and 1,000."))
    if not 1 <= wish.days <= MOST_DAYS:
        raise SentinelRefused("days", _("Please give a number of days between 1 and 90."))


def switch(actor: Actor, number: int, *, active: bool) -> None:
    """NotAllowed, LookupError."""
    row = Sentinel.objects.filter(id=number).first()
    if row is None:
        raise LookupError(number)
    if not may_set(actor):
        raise NotAllowed("sentinels", _("Sentinels are set by supervision and dispatch."))
    check_area(actor, row.area)
    row.active = active
    row.save(update_fields=["active"])
    ledger.record(act=CHANGED, by=actor.account_id, object=f"sentinel:{row.id}", details=_details(row))


def _details(row: Sentinel) -> dict[str, object]:
    return {
        "name": row.name,
        "words": "、".join(row.words),
        "area": row.area,
        "people": row.people,
        "days": row.days,
        "active": row.active,
    }


def find(actor: Actor) -> list[SentinelInfo]:
    """Those whose area the actor reaches. NotAllowed."""
    if not may_set(actor):
        raise NotAllowed("sentinels", _("Sentinels are set by supervision and dispatch."))
    return [_info(row) for row in Sentinel.objects.order_by("-active", "-id")[:200]]


def _info(row: Sentinel) -> SentinelInfo:
    area = organisation.area(row.area) if row.area else None
    return SentinelInfo(
        id=row.id,
        name=row.name,
        words=tuple(row.words),
        area=row.area,
        area_name=area.name if area else _("The whole city"),
        people=row.people,
        days=row.days,
        active=row.active,
        by=row.by,
        last_people=row.last_people,
        counted_at=row.counted_at,
    )
