"""Who may download what is attached to a matter: whoever reads the line it hangs on."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest

from cdos.base.fence import api as fence
from cdos.base.files import api as files
from cdos.base.identity import api as identity
from cdos.base.matters.logic import attaching, parts, recording, rows
from cdos.base.matters.models import Matter
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

OPEN_TO_ALL: dict[str, Callable[[int], bool]] = {}


def open_to_all(*, kind: str, check: Callable[[int], bool]) -> None:
    """Files of this kind's matters are everybody's where `check(matter id)` says so: the person agreed."""
    OPEN_TO_ALL[kind] = check


def register() -> None:
    files.register_guard(attaching.OWNER, may_see)
    files.register_guard(attaching.STAFF_OWNER, may_see_as_staff)


def may_see(matter_id: int, request: HttpRequest) -> bool:
    return bool(_parts(matter_id, request)) or _open_to_all(matter_id)


def may_see_as_staff(matter_id: int, request: HttpRequest) -> bool:
    return bool(_parts(matter_id, request) & parts.STAFF_PARTS)


def _parts(matter_id: int, request: HttpRequest) -> frozenset[str]:
    """What the reader is to the matter; nothing when the fence hides it."""
    actor = _for_whom(organisation.actor(request), matter_id)
    with organisation.acting(actor):
        matter = Matter.objects.filter(pk=matter_id).first()
        held = parts.parts_of(actor, matter) if matter else frozenset()
        if matter and held & parts.STAFF_PARTS and not request.path.endswith("/thumb"):
            recording.looked(actor, rows.info_of(matter), act=recording.FILE_READ)
        return held


def _for_whom(actor: Actor, matter_id: int) -> Actor:
    """Who may act today for the matter's party, or is it, reads as the party: a mother what she filed for her child.

    The page of an application shows it without a switch of the party, so its files are read without one too.
    """
    own = actor.own_party_id
    if own is None:
        return actor
    with fence.everything():
        subject = Matter.objects.values_list("subject_id", flat=True).filter(pk=matter_id).first()
    if subject is None or subject == actor.party_id:
        return actor
    if subject == own or identity.party_acted_for(own_party_id=own, party_id=subject):
        return replace(actor, party_id=subject)
    return actor


def _open_to_all(matter_id: int) -> bool:
    with fence.everything():
        kind = Matter.objects.values_list("kind", flat=True).filter(pk=matter_id).first()
        check = OPEN_TO_ALL.get(kind) if kind else None
        return check is not None and check(matter_id)
