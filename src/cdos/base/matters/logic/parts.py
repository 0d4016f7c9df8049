"""The part an actor plays toward a matter, and from it what may be seen and done.

Areas are compared by the scope columns of the row and not by prefixes, so an area whose streets carry a neighbour's
code (functional districts) is covered too. A lead leads the unit that holds the matter and no other; an operator
sees what the operator filed; dispatchers and supervisors see all that lies in the area of their post.
"""

import hmac
from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import MatterInfo, NotAllowed, Visibility
from cdos.base.matters.models import CoHandling, Matter
from cdos.base.organisation import api as organisation
from cdos.base.organisation.api import key_digest
from cdos.base.organisation.contracts import Action, Actor, HeldPost, Role, Within

EMERGENCY = "emergency"
STAFF_PARTS = frozenset({"system", "holder", "co_handler", EMERGENCY, *(role.value for role in Role)})


def covers(area: str, matter: Matter) -> bool:
    return bool(area) and area in {settings.CITY_CODE, matter.district, matter.street, matter.community}


def shows_key(actor: Actor, matter: Matter) -> bool:
    return bool(matter.key_hash) and hmac.compare_digest(key_digest(actor.matter_key), matter.key_hash)


def is_subject(actor: Actor, matter: Matter) -> bool:
    """The party acted for is the matter's, or the secret of the anonymous filing was shown."""
    known = actor.party_id is not None and actor.party_id == matter.subject_id
    return known or shows_key(actor, matter)


def working_units(actor: Actor) -> set[str]:
    return set(organisation.units_of(actor, Action.SEE))


def parts_of(actor: Actor, matter: Matter) -> frozenset[str]:
    """All parts of the actor; one query, and only for staff of another unit."""
    if actor.system:
        return frozenset({"system"})
    parts = _known_parts(actor, matter)
    units = working_units(actor)
    if units and "holder" not in parts and CoHandling.objects.filter(matter=matter, unit__in=units).exists():
        parts.add("co_handler")
    return frozenset(parts)


def seen_of(actor: Actor, matters: Iterable[Matter]) -> frozenset[int]:
    """The ids of those in which the actor has any part; one query for all of them, and only for staff."""
    found = {one.pk: actor.system or bool(_known_parts(actor, one)) for one in matters}
    others, units = [pk for pk, seen in found.items() if not seen], working_units(actor)
    helped = CoHandling.objects.filter(matter__in=others, unit__in=units) if others and units else ()
    return frozenset(pk for pk, seen in found.items() if seen) | {one.matter_id for one in helped}


def _known_parts(actor: Actor, matter: Matter) -> set[str]:
    """Those that the row itself tells."""
    parts = {"subject"} if is_subject(actor, matter) else set()
    parts |= {EMERGENCY} if matter.pk in actor.admitted else set()
    for post in actor.posts:
        parts |= _parts_by_post(post, matter, actor)
    return parts


def _parts_by_post(post: HeldPost, matter: Matter, actor: Actor) -> set[str]:
    sees = partial(organisation.granted, post.role, Action.SEE)
    if sees(Within.UNIT) and post.unit == matter.department and post.unit:
        return {"holder", post.role.value}
    if sees(Within.AREA) and covers(post.area, matter):
        return {post.role.value}
    if sees(Within.FILED) and actor.account_id is not None and actor.account_id == matter.filed_by:
        return {post.role.value}
    return set()


def check_may_see(actor: Actor, matter: Matter) -> frozenset[str]:
    parts = parts_of(actor, matter)
    if not parts:
        raise NotAllowed("not_visible", _("You may not see this matter. Ask the unit that holds it."))
    return parts


def visible_to(parts: Iterable[str]) -> tuple[str, ...]:
    """The visibilities of entries that somebody with these parts reads."""
    held = set(parts)
    if held & STAFF_PARTS:
        return (Visibility.PUBLIC.value, Visibility.SUBJECT.value, Visibility.STAFF.value)
    return (
        (Visibility.PUBLIC.value, Visibility.SUBJECT.value)
        if "subject" in held
        else (Visibility.PUBLIC.value,)
    )


def post_for(actor: Actor, info: MatterInfo) -> HeldPost | None:
    """The post under which the actor acts on this matter: the holder's first, else the first held."""
    at_holder = next((post for post in actor.posts if post.unit == info.holder_unit), None)
    return at_holder or (actor.posts[0] if actor.posts else None)
